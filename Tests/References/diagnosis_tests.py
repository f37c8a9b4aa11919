"""What independent entries of a matrix give in the tests of a start, by numpy and scipy.

Writes diagnosis_tests.json beside it: kurtoses of the families, statistics of rows, columns and singular values of
matrices, and the probabilities of the tests that `--expect` makes (see GuaranteedTests.swift for the inequalities).
"""

import json
import math
import os

import numpy as np
from scipy import stats

RNG = np.random.default_rng(20260916)


def law(name, scale):
    if name == "normal":
        return stats.norm(scale=scale)
    if name == "uniform":
        return stats.uniform(-scale, 2 * scale)
    k = int(name[-1])
    return stats.truncnorm(-k, k, scale=scale)


FAMILIES = ["normal", "uniform", "truncated-normal-2", "truncated-normal-3"]


def kurtoses():
    return {name: float(law(name, 1).stats(moments="k")) + 3 for name in FAMILIES}


def matrix_case(name, scale, asked, asked_scale, rows, columns, spoil=None):
    w = law(name, scale).rvs((rows, columns), random_state=RNG).astype(np.float32)
    if spoil is not None:
        w = spoil(w).astype(np.float32)
    x = w.astype(float)
    n = x.size
    one = law(asked, asked_scale)
    sigma = float(one.std())
    square = float(np.mean(x**2))
    largest = float(np.abs(x).max())
    tests = {}
    if asked == "normal":
        s = n * square / sigma**2
        tests["scale"] = min(1, 2 * min(stats.chi2.sf(s, n), stats.chi2.cdf(s, n)))
        tests["largest entry"] = min(1, n * 2 * stats.norm.sf(largest / sigma))
    else:
        edge = asked_scale if asked == "uniform" else int(asked[-1]) * asked_scale
        if largest > edge * (1 + 1e-5):
            tests["scale"] = 0.0
        else:
            inside = 2 * one.cdf(largest) - 1
            short = inside**n
            if asked == "uniform":
                tests["scale"] = short
            else:
                t = abs(square - sigma**2)
                kurtosis = float(one.stats(moments="k")) + 3
                variance = (kurtosis - 1) * sigma**4
                bernstein = 2 * math.exp(-n * t * t / (2 * variance + 2 * edge**2 * t / 3))
                tests["scale"] = min(1, 2 * min(short, bernstein))
    d = stats.kstest(x.ravel(), one.cdf).statistic
    tests["shape"] = min(1, 2 * math.exp(-2 * n * d * d))
    proxy = sigma if asked in ("normal", "uniform") else asked_scale
    for axis, key in [(1, "sums of rows"), (0, "sums of columns")]:
        sums = x.sum(axis=axis)
        total = float(np.sum(sums**2)) / (x.shape[axis] * proxy**2)
        m = len(sums)
        if asked == "normal":
            tests[key] = min(1, 2 * min(stats.chi2.sf(total, m), stats.chi2.cdf(total, m)))
        else:
            r = total / m
            tests[key] = 1.0 if r <= 1 else math.exp(m / 2 * (math.log(r) + 1 - r))
    own = math.sqrt(square)
    statistics = {
        "rowMeans": float(np.sum(x.sum(axis=1) ** 2)) / (columns * square),
        "columnMeans": float(np.sum(x.sum(axis=0) ** 2)) / (rows * square),
        "rowNorms": columns * float(np.sum(((x**2).mean(axis=1) - (x**2).mean(axis=1).mean()) ** 2))
        / square**2,
        "columnNorms": rows * float(np.sum(((x**2).mean(axis=0) - (x**2).mean(axis=0).mean()) ** 2))
        / square**2,
        "largestSingularValue": float(np.linalg.svd(x, compute_uv=False)[0]) / own,
    }
    return {"law": asked, "scale": asked_scale, "rows": rows, "columns": columns,
            "values": x.ravel().tolist(), "tests": {k: float(v) for k, v in tests.items()},
            "statistics": statistics}


def cases():
    def step(w):
        u = RNG.standard_normal(w.shape[0])
        v = RNG.standard_normal(w.shape[1])
        return w + 0.04 * np.outer(u, v) / math.sqrt(len(v)) * 4

    return [
        matrix_case("normal", 0.1, "normal", 0.1, 24, 40),
        matrix_case("normal", 0.11, "normal", 0.1, 24, 40),
        matrix_case("uniform", 0.2, "uniform", 0.2, 40, 16),
        matrix_case("uniform", 0.19, "uniform", 0.2, 40, 16),
        matrix_case("truncated-normal-2", 0.1, "truncated-normal-2", 0.1, 32, 32),
        matrix_case("truncated-normal-2", 0.08, "truncated-normal-2", 0.1, 32, 32),
        matrix_case("normal", 0.05, "normal", 0.05, 32, 48, step),
        matrix_case("uniform", 0.1, "normal", 0.0577, 32, 32),
    ]


if __name__ == "__main__":
    out = os.path.join(os.path.dirname(os.path.abspath(__file__)), "diagnosis_tests.json")
    with open(out, "w") as f:
        json.dump({"kurtoses": kurtoses(), "cases": cases()}, f)
        f.write("\n")
