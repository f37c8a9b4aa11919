"""Numbers of chapters 1 to 4, by other means than the program's: mpmath and dense numpy networks.

Run: python3 Tests/References/chapters_1_to_4.py (about a minute); writes chapters_1_to_4.json.
"""

import json
from pathlib import Path

import mpmath as mp
import numpy as np

mp.mp.dps = 30
out = {}

# Chapter 1. Exits by multiplying step by step in extended precision, exponents by integrating ln χ².
formats = {"fp16": (mp.mpf(2) ** -24, mp.mpf(65504)),
           "bf16": (mp.mpf(2) ** -133, (2 - mp.mpf(2) ** -7) * mp.mpf(2) ** 127),
           "fp32": (mp.mpf(2) ** -149, (2 - mp.mpf(2) ** -23) * mp.mpf(2) ** 127)}


def first_step_outside(r, smallest, largest):
    x, t = mp.mpf(1), 0
    while smallest <= x <= largest:
        x, t = x * r, t + 1
    return t


out["exits"] = {r: [first_step_outside(mp.mpf(r), *formats[f]) for f in ("fp16", "bf16", "fp32")]
                for r in ("1.5", "1.1", "0.9", "0.8", "0.5")}


def mean_log_chi(n):
    density = lambda x: x ** (mp.mpf(n) / 2 - 1) * mp.exp(-x / 2) / (2 ** (mp.mpf(n) / 2) * mp.gamma(mp.mpf(n) / 2))
    return mp.quad(lambda x: mp.log(x) / 2 * density(x), [0, 1, n, 4 * n, 60 + 20 * n])


out["exponents"] = {str(n): float(mean_log_chi(n)) for n in (2, 4, 8, 16)}

# Products, by brute force: ln of the spectral norm and of the largest entry.
rng = np.random.default_rng(20261121)
trials = 40_000
product = np.broadcast_to(np.eye(4), (trials, 4, 4)).copy()
log = np.zeros(trials)
for t in range(1, 102):
    product = product @ rng.standard_normal((trials, 4, 4))
    scale = np.abs(product).max(axis=(1, 2))
    log += np.log(scale)
    product /= scale[:, None, None]
    if t == 100:
        norm = log + np.log(np.linalg.norm(product, 2, axis=(1, 2)))
        out["logNorm"] = {"mean": norm.mean(), "variance": norm.var(ddof=1), "trials": trials}
    if t == 101:
        out["largestEntry"] = {
            "meanLog10": log.mean() / np.log(10), "shareAboveNote": float((log > np.log(1.4266e25)).mean()),
            "trials": trials}


# Chapters 2 to 4. Gaussian averages by mpmath, networks as dense matrices in numpy.
def normal_mean(g, q, kinks=()):
    points = sorted({-mp.inf, mp.inf, 0, *kinks})
    s = mp.sqrt(q)
    return mp.quad(lambda z: g(s * z) * mp.npdf(z), points)


sig = lambda x: 1 / (1 + mp.exp(-x))
functions = {
    "sigmoid": (sig, lambda x: sig(x) * (1 - sig(x))),
    "tanh": (mp.tanh, lambda x: mp.sech(x) ** 2),
    "relu": (lambda x: x if x > 0 else mp.mpf(0), lambda x: mp.mpf(1) if x > 0 else mp.mpf(0)),
    "scaled-sigmoid": (lambda x: 4 * sig(x) - 2, lambda x: 4 * sig(x) * (1 - sig(x))),
}
out["moments"] = {
    name: {str(d): [float(normal_mean(f, d * d)), float(normal_mean(lambda x: f(x) ** 2, d * d)),
                    float(normal_mean(lambda x: s(x) ** 2, d * d))]
           for d in (0.1, 0.5, 1, 2, 10)}
    for name, (f, s) in functions.items()}

# Half of the slope's peak share: where σ′ and tanh′ fall to 5 %, where the tangent misses 5 %.
out["radii"] = {
    "sigmoidSaturation": float(mp.findroot(lambda x: functions["sigmoid"][1](x) - mp.mpf("0.0125"), 4)),
    "tanhSaturation": float(mp.findroot(lambda x: functions["tanh"][1](x) - mp.mpf("0.05"), 2)),
    "sigmoidLinear": float(mp.findroot(lambda x: (x / 4) / (sig(x) - mp.mpf(1) / 2) - mp.mpf("1.05"), 0.8)),
    "tanhLinear": float(mp.findroot(lambda x: x / mp.tanh(x) - mp.mpf("1.05"), 0.4)),
}
out["taylor"] = {
    "sigmoid": [float(c) for c in mp.taylor(sig, 0, 5)],
    "tanh": [float(c) for c in mp.taylor(mp.tanh, 0, 9)],
}


def gradient_factors(f, slope, deviation, width=128, depth=50, networks=60):
    """Geometric mean over dense networks of (|δ1|/|δL|)^(1/(L−1))."""
    logs = []
    for _ in range(networks):
        h = rng.standard_normal(width)
        weights, slopes = [], []
        for _ in range(depth):
            w = deviation * rng.standard_normal((width, width))
            z = w @ h
            h = f(z)
            weights.append(w)
            slopes.append(slope(z))
        delta = rng.standard_normal(width) * slopes[-1]
        top = np.log(np.linalg.norm(delta))
        scale = 0.0
        for l in range(depth - 1, 0, -1):
            delta = slopes[l - 1] * (weights[l].T @ delta)
            norm = np.linalg.norm(delta)
            scale += np.log(norm)
            delta /= norm
        logs.append((scale - top) / (depth - 1))
    logs = np.array(logs)
    return {"value": float(np.exp(logs.mean())), "error": float(np.exp(logs.mean()) * logs.std(ddof=1) / np.sqrt(networks))}


np_sig = lambda x: 1 / (1 + np.exp(-x))
np_functions = {
    "sigmoid": (np_sig, lambda x: np_sig(x) * (1 - np_sig(x))),
    "tanh": (np.tanh, lambda x: 1 - np.tanh(x) ** 2),
    "relu": (lambda x: np.maximum(x, 0), lambda x: (x > 0) * 1.0),
}
out["gradientFactors"] = {
    f"{name}-{start}": gradient_factors(f, s, deviation)
    for name, (f, s) in np_functions.items()
    for start, deviation in (("small", 0.01), ("xavier", 128 ** -0.5), ("he", (2 / 128) ** 0.5))}

# The geometric mean of the per-layer factor of E h² in ReLU layers of width 100 with σ² = 0.02.
logs = []
for _ in range(300):
    h = rng.standard_normal(100)
    start = np.log(100)
    for _ in range(50):
        h = np.maximum(np.sqrt(0.02) * rng.standard_normal((100, 100)) @ h, 0)
    logs.append((np.log(h @ h) - start) / 50)
out["reluFactor"] = {"value": float(np.exp(np.mean(logs))),
                     "error": float(np.std(logs, ddof=1) / np.sqrt(len(logs)))}
out["medianShare"] = float(mp.exp(50 * (mp.log(2) + mp.digamma(64) - mp.log(128))))

Path(__file__).with_suffix(".json").write_text(json.dumps(out, indent=1) + "\n")
