"""Numbers that practitioners ask for, from closed forms (mpmath) and plain numpy networks. Writes practice.json."""
import json
import pathlib

import numpy as np
from mpmath import asin, erf, exp, findroot, inf, log, mp, mpf, pi, quad, sqrt, tanh

mp.dps = 30
density = lambda z: exp(-z * z / 2) / sqrt(2 * pi)
mean = lambda f: quad(lambda z: f(z) * density(z), [-inf, -4, -1, 0, 1, 4, inf])
out = {}

# 30 ReLU layers of 64 units whose weights and biases are U(+-1/sqrt(n)): m -> m/6 + 1/(6 n).
n, m, layers = 64, mpf(1), {}
for layer in range(1, 31):
    m = (n * m + 1) / (3 * n) / 2
    layers[str(layer)] = float(m)
out["defaultWithBiases"] = layers

# 1000 tanh units, Xavier times a gain: standard deviation of h by the length map.
out["gain"] = {}
for name, gain in (("5/3", mpf(5) / 3), ("1", mpf(1))):
    m = mpf(1)
    values = {}
    for layer in range(1, 101):
        q = gain ** 2 * m
        m = mean(lambda z: tanh(sqrt(q) * z) ** 2)
        if layer in (10, 100):
            values[str(layer)] = float(sqrt(m))
    out["gain"][name] = values

# Two kinds of gain: 1/sd f(x) and 1/rms f(x).
alpha, scale = mpf("1.6732632423543772"), mpf("1.0507009873554805")
functions = {
    "relu": lambda x: max(x, mpf(0)),
    "tanh": tanh,
    "sigmoid": lambda x: 1 / (1 + exp(-x)),
    "selu": lambda x: scale * x if x > 0 else scale * alpha * mp.expm1(x),
    "squared-relu": lambda x: max(x, mpf(0)) ** 2,
    "leaky-relu-0.2": lambda x: x if x > 0 else x / 5,
    "prelu-0.1": lambda x: x if x > 0 else x / 10,
}
out["gains"] = {}
for name, f in functions.items():
    first, second = mean(f), mean(lambda z: f(z) ** 2)
    out["gains"][name] = {
        "mean": float(first), "secondMoment": float(second), "forwardGain": float(1 / sqrt(second)),
        "standardDeviationGain": float(1 / sqrt(second - first ** 2))}

# The edge of chaos of a leaky rectifier of slope 0.2.
out["criticalLeaky"] = float(2 / (1 + mpf("0.2") ** 2))

# Correlations under erf have closed forms: E erf x erf y = 2/pi asin(2 c q/(1 + 2 q)).
rows = []
for weight, bias in ((1e6, 1.0), (1e6, 1e5), (1e6, 1e6), (1e5, 1e5)):
    w, b = mpf(weight), mpf(bias)
    q = findroot(lambda q: w * 2 / pi * asin(2 * q / (1 + 2 * q)) + b - q, w + b)
    excess = lambda c: (w * 2 / pi * asin(2 * c * q / (1 + 2 * q)) + b) / q - c
    low, high = mpf("1e-9"), 1 - mpf("1e-3")
    c = findroot(excess, (low, high), solver="anderson")
    slope = w * 2 / pi * 2 / (1 + 2 * q) / sqrt(1 - (2 * c * q / (1 + 2 * q)) ** 2)
    rows.append([weight, bias, float(c), float(1 / abs(log(slope)))])
out["erf"] = rows

# Geometric means over networks of 64 units, 20 layers: log10 of mean squares of h and of the gradient.
rng = np.random.default_rng(11)


def selu(z):
    return np.where(z > 0, float(scale) * z, float(scale * alpha) * np.expm1(np.minimum(z, 0)))


def selu_slope(z):
    return np.where(z > 0, float(scale), float(scale * alpha) * np.exp(np.minimum(z, 0)))


cases = {
    "selu": (selu, selu_slope, 1 / 64, 0.0),
    "tanh": (np.tanh, lambda z: 1 / np.cosh(z) ** 2, 1.5 / 64, 0.05),
}
out["geometric"] = {}
for name, (f, slope, variance, bias) in cases.items():
    logs = []
    for _ in range(3000):
        h = rng.standard_normal(64)
        ws, zs = [], []
        for _ in range(20):
            w = rng.standard_normal((64, 64)) * variance ** 0.5
            z = w @ h + rng.standard_normal(64) * bias ** 0.5
            h = f(z)
            ws.append(w)
            zs.append(z)
        g = rng.standard_normal(64)
        for w, z in zip(reversed(ws), reversed(zs)):
            g = w.T @ (slope(z) * g)
        logs.append((np.log10(np.mean(h * h)), np.log10(np.mean(g * g))))
    logs = np.array(logs)
    out["geometric"][name] = [float(x) for x in (*logs.mean(0), *(logs.std(0, ddof=1) / len(logs) ** 0.5))]

pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(out, indent=1) + "\n")
