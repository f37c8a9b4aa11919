"""Elementary and special functions to 30 digits (mpmath); quantiles (scipy). Writes special_functions.json."""
import json
import pathlib
import random

import mpmath as mp
from scipy import stats

mp.mp.dps = 40
random.seed(1)


def table(function, points):
    """[[x, f(x)], …] with f evaluated at the exact double x."""
    return [[x, float(function(mp.mpf(x)))] for x in points]


def table2(function, points):
    return [[a, b, float(function(mp.mpf(a), mp.mpf(b)))] for a, b in points]


uniform = lambda low, high, n: [random.uniform(low, high) for _ in range(n)]
logs = lambda low, high, n: [float(10 ** random.uniform(low, high)) for _ in range(n)]

result = {
    "logGamma": table(mp.loggamma, logs(-10, 10, 200) + uniform(0.5, 3, 100)),
    "digamma": table(mp.digamma, logs(-10, 10, 200) + uniform(0.5, 20, 100)),
    "trigamma": table(lambda x: mp.polygamma(1, x), logs(-10, 10, 200) + uniform(0.5, 20, 100)),
    "normalCumulative": table(mp.ncdf, uniform(-37, 8, 200)),
}

shapes = [(a, x) for a in logs(-1, 4, 60) for x in (a * random.uniform(0.3, 0.99), a * random.uniform(1.0, 2.0) + 0.1)]
result["gammaP"] = table2(lambda a, x: mp.gammainc(a, 0, x, regularized=True), shapes)
result["gammaQ"] = table2(lambda a, x: mp.gammainc(a, x, mp.inf, regularized=True), shapes)

beta = []
for _ in range(120):
    a, b = float(10 ** random.uniform(-1, 3)), float(10 ** random.uniform(-1, 3))
    x = min(0.999, max(0.001, random.gauss(a / (a + b), (a * b / (a + b) ** 2 / (a + b + 1)) ** 0.5)))
    beta.append([x, a, b, float(mp.betainc(a, b, 0, x, regularized=True))])
result["beta"] = beta

levels = [1e-10, 1e-4, 0.005, 0.025, 0.05, 0.2, 0.45, 0.5, 0.6, 0.9, 0.975, 0.995, 0.9999]
# p is a double, so the quantile of 1 − p is not exactly minus that of p: solve for the double itself.
result["normalQuantile"] = [
    [p, float(mp.sqrt(2) * mp.erfinv(2 * mp.mpf(p) - 1))] for p in levels + uniform(0.001, 0.999, 40)
]
result["tQuantile"] = [
    [float(nu), p, float(stats.t.ppf(p, nu))]
    for nu in (1, 2, 3, 5, 10, 30, 99, 1000, 100000)
    for p in (0.005, 0.025, 0.2, 0.45, 0.6, 0.975, 0.995)
]
result["chiSquaredQuantile"] = [
    [float(nu), p, float(stats.chi2.ppf(p, nu))]
    for nu in (1, 2, 3, 7, 50, 999, 100000)
    for p in (0.005, 0.025, 0.2, 0.5, 0.8, 0.975, 0.995)
]
result["binomial"] = [
    [float(n), p, float(k), float(stats.binom.pmf(k, n, p)), float(stats.binom.cdf(k, n, p))]
    for n, p in ((1, 0.5), (10, 0.5), (50, 0.1), (1000, 0.5), (1000, 0.975))
    for k in sorted({0, n // 10, n // 2, int(n * p), n - 1})
]
result["kolmogorov"] = [[x, float(stats.kstwobign.sf(x))] for x in (0.2, 0.3, 0.5, 0.8, 1.0, 1.17, 1.19, 1.36, 1.63, 2.5)]

pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(result, indent=0) + "\n")
