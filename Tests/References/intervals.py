"""Confidence intervals and tests on fixed samples (numpy, scipy). Writes intervals.json."""
import json
import pathlib

import numpy as np
from scipy import stats

rng = np.random.default_rng(7)
result = {}

samples = {
    "normal": rng.standard_normal(37).tolist(),
    "lognormal": np.exp(2 * rng.standard_normal(200)).tolist(),
    "small": [3.25, 1.5, -2.0, 8.0, 0.125, 4.0, 4.0],
}
for name, values in samples.items():
    x = np.array(values)
    n = len(x)
    mean = x.mean()
    half = stats.t.ppf(0.975, n - 1) * x.std(ddof=1) / np.sqrt(n)
    kurtosis = stats.kurtosis(x, fisher=False)
    z = stats.norm.ppf(0.975)
    spread = np.sqrt(max(0, kurtosis - (n - 3) / (n - 1)) / n)
    s2 = x.var(ddof=1)
    record = {
        "values": values,
        "mean": [mean, mean - half, mean + half],
        "variance": [s2, s2 * np.exp(-z * spread), s2 * np.exp(z * spread)],
        "normalVariance": [s2, (n - 1) * s2 / stats.chi2.ppf(0.975, n - 1), (n - 1) * s2 / stats.chi2.ppf(0.025, n - 1)],
        "quantiles": [[p, float(np.quantile(x, p))] for p in (0, 0.05, 0.25, 0.5, 0.9, 1)],
    }
    # Order-statistic interval: scipy's quantile_test gives the same exact interval.
    interval = stats.quantile_test(x, p=0.5).confidence_interval(0.95)
    record["median"] = [float(np.median(x)), float(interval.low), float(interval.high)]
    if (x > 0).all():
        logs = np.log(x)
        half = stats.t.ppf(0.975, n - 1) * logs.std(ddof=1) / np.sqrt(n)
        record["geometricMean"] = [float(np.exp(v)) for v in (logs.mean(), logs.mean() - half, logs.mean() + half)]
    result[name] = record

result["proportions"] = []
for k, n in ((0, 10), (3, 10), (10, 10), (417, 1000), (1, 100000)):
    ci = stats.binomtest(k, n).proportion_ci(0.95, method="wilson")
    result["proportions"].append([k, n, k / n, ci.low, ci.high])

a, b = rng.standard_normal(80), 0.4 + rng.standard_normal(120)
two = stats.ks_2samp(a, b, method="asymp")
one = stats.kstest(a, "norm", method="exact")
result["kolmogorovSmirnov"] = {
    "a": a.tolist(), "b": b.tolist(),
    "twoSample": float(two.statistic), "twoSamplePValue": float(two.pvalue),
    "oneSample": float(one.statistic), "oneSamplePValue": float(one.pvalue),
}

pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(result, indent=0) + "\n")
