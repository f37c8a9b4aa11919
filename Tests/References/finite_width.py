"""Exact finite-width laws of ln|h|² (scipy) and born-dead frequencies by simulation (numpy). Writes finite_width.json."""
import json
import pathlib

import numpy as np
from scipy.special import digamma, polygamma
from scipy.stats import binom

result = {"relu": [], "bornDead": []}
for n in (1, 2, 3, 10, 64, 512, 4096):
    k = np.arange(1, n + 1)
    p = binom.pmf(k, n, 0.5)
    p /= p.sum()
    log_mean = np.log(2) + digamma(k / 2)
    mean = (p * log_mean).sum()
    result["relu"].append([n, mean, (p * (log_mean - mean) ** 2).sum() + (p * polygamma(1, k / 2)).sum()])

rng = np.random.default_rng(5)
for width in (2, 3, 5):
    trials, dead = 40_000, 0
    h = np.stack([np.ones((trials, 1)), -np.ones((trials, 1))], axis=2)  # both half-lines
    for _ in range(10):
        w = rng.standard_normal((trials, width, h.shape[1]))
        h = np.maximum(w @ h, 0)
    dead_all = (h == 0).all(axis=(1, 2)).mean()
    dead_one = (h[:, :, 0] == 0).all(axis=1).mean()
    result["bornDead"].append([width, 10, trials, float(dead_one), float(dead_all)])

pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(result, indent=0) + "\n")
