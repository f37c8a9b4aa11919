"""Chapter 5: what each start does to signal and gradient, by mpmath and by plain numpy.

Writes chapter05_initialisers.json (two minutes). Nothing here is shared with the Swift code: explicit
matrices, numpy's own generator, mean-field averages by mpmath's quadrature. The tests that read it say
how near the two must be.
"""
import json
import pathlib

import mpmath as mp
import numpy as np

mp.mp.dps = 20
rng = np.random.default_rng(5)


def average(g, q):
    """E g(sqrt(q) xi) for a standard normal xi, split at the kink of ReLU."""
    if q == 0:
        return mp.mpf(g(mp.mpf(0)))
    root = mp.sqrt(q)
    f = lambda x: g(root * x) * mp.npdf(x)
    return mp.quad(f, [-12, -4, -1, 0, 1, 4, 12])


VALUES = {
    "tanh": (mp.tanh, lambda x: 1 - mp.tanh(x) ** 2),
    "relu": (lambda x: x if x > 0 else mp.mpf(0), lambda x: mp.mpf(1) if x > 0 else mp.mpf(0)),
    "sigmoid": (lambda x: 1 / (1 + mp.e ** (-x)), lambda x: mp.e ** (-x) / (1 + mp.e ** (-x)) ** 2),
}


def mean_field(name, gain, depth, q0=1.0):
    """E h^2 and E f'^2 of each layer of square layers with m sigma^2 = gain."""
    f, slope = VALUES[name]
    second, rows = mp.mpf(q0), []
    for _ in range(depth):
        q = gain * second
        second = average(lambda x: f(x) ** 2, q)
        rows.append((second, average(lambda x: slope(x) ** 2, q)))
    return rows


result = {}

# Figure 5.2: activation rms by layer, 10 layers of 500 units.
result["activationScale"] = [
    {"activation": name, "gain": gain,
     "rms": [float(mp.sqrt(second)) for second, _ in mean_field(name, gain, 10)]}
    for name in ("tanh", "relu") for gain in (1.0, 2.0, 1 / 3, 500.0, 500 * 1e-4)]

# Figure 5.4: factor on the gradient's mean square per layer, from layer 5 to layer 1, 784 inputs.
gradients = []
for square in (0.1, 1.0):
    for gain in (1.0, 1 / 3):
        rows = mean_field("tanh", gain, 5, square)
        # E delta_1^2 over E delta_5^2: the weights of layers 2 to 5 and the slopes of layers 1 to 4.
        product = mp.mpf(1)
        for _, slope in rows[:4]:
            product *= gain * slope
        gradients.append({"inputSquare": square, "gain": gain,
                          "factor": float(product ** mp.mpf("0.25"))})
result["layerGradients"] = gradients

# Figure 5.5: nine convolutions.
product = mp.mpf(1)
for d in (64, 128, 128, 256, 256, 512, 512, 512, 512):
    product *= mp.sqrt(mp.mpf(9 * d) / 2) * mp.mpf("0.01")
result["convolutions"] = float(1 / product)

# Figure 5.9: two linear layers under every start, by explicit matrices, 32 -> 128 -> 32.
m, n = 32, 128


def orthogonal(a, b):
    q, r = np.linalg.qr(rng.standard_normal((max(a, b), min(a, b))))
    q = q * np.sign(np.diag(r))
    return q if a >= b else q.T


def truncated(a, b):
    x = rng.standard_normal((a, b))
    while np.any(np.abs(x) > 2):
        bad = np.abs(x) > 2
        x[bad] = rng.standard_normal(bad.sum())
    return x / x.std() / np.sqrt(a)


def sparse(a, b, k=15):
    w = np.zeros((a, b))
    for unit in range(b):
        rows = rng.choice(a, k, replace=False)
        w[rows, unit] = rng.standard_normal(k) / np.sqrt(k)
    return w


def normal(variance):
    return lambda a, b: rng.standard_normal((a, b)) * np.sqrt(variance(a, b))


STARTS = {
    "N(0, 1)": normal(lambda a, b: 1.0),
    "He, fan-in": normal(lambda a, b: 2 / a),
    "He, fan-out": normal(lambda a, b: 2 / b),
    "Harmonic": normal(lambda a, b: (1 / a + 1 / b) / 2),
    "LeCun": normal(lambda a, b: 1 / a),
    "Truncated normal": truncated,
    "Sparse": sparse,
    "Geometric": normal(lambda a, b: 1 / np.sqrt(a * b)),
    "α = 0.5": normal(lambda a, b: 0.5 / np.sqrt(a * b) + 1 / (a + b)),
    "Xavier normal": normal(lambda a, b: 2 / (a + b)),
    "Xavier uniform": lambda a, b: rng.uniform(-1, 1, (a, b)) * np.sqrt(6 / (a + b)),
    "Quadratic": normal(lambda a, b: (a + b) / (a * a + b * b)),
    "Orthogonal": orthogonal,
    "Framework default": lambda a, b: rng.uniform(-1, 1, (a, b)) / np.sqrt(a),
    "Constant 0.01": lambda a, b: np.full((a, b), 0.01),
    "N(0, 0.01²)": normal(lambda a, b: 1e-4),
}
rows = []
for name, draw in STARTS.items():
    networks = 4000
    forward, backward = np.empty(networks), np.empty(networks)
    for t in range(networks):
        w = [draw(m, n), draw(n, m), draw(m, n), draw(n, m)]
        h = rng.standard_normal(m)
        g = rng.standard_normal(m)
        for x in w:
            h = h @ x
        for x in reversed(w):
            g = x @ g
        forward[t], backward[t] = np.mean(h * h), np.mean(g * g)
    rows.append({"name": name, **{
        key: {"value": float(np.sqrt(v.mean())),
              "error": float(v.std(ddof=1) / np.sqrt(networks) / 2 / np.sqrt(v.mean()))}
        for key, v in (("signal", forward), ("gradient", backward))}})
result["everyStart"] = {"narrow": m, "wide": n, "rows": rows}

# Figure 5.6: typical factor per layer of a ReLU network of 32 units under Xavier, by explicit matrices.
logs = []
for _ in range(2000):
    h = rng.standard_normal(32)
    start = None
    for layer in range(29):
        h = np.maximum(h @ (rng.standard_normal((32, 32)) / np.sqrt(32)), 0)
        if layer == 0:
            start = np.log(np.mean(h * h))
    logs.append(0.5 * (np.log(np.mean(h * h)) - start) / 28)
result["typicalReLUFactor"] = {"value": float(np.exp(np.mean(logs))),
                               "error": float(np.std(logs, ddof=1) / np.sqrt(len(logs)))}

# Figure 7.4: mean singular value of tanh layers' Jacobians, uniform weights, 64 units, input of exact length.
jacobians = []
for square in (0.1, 1.0):
    for name, radius in (("Xavier", np.sqrt(6 / 128)), ("U(±1/√m)", 1 / 8)):
        sample = []
        for _ in range(60):
            h = rng.standard_normal(64)
            h *= np.sqrt(square * 64 / np.sum(h * h))
            layers = []
            for _ in range(5):
                w = rng.uniform(-radius, radius, (64, 64))
                z = h @ w
                layers.append(np.linalg.svd(w * (1 - np.tanh(z) ** 2), compute_uv=False).mean())
                h = np.tanh(z)
            sample.append(layers)
        jacobians.append({"rule": name, "inputSquare": square, "mean": np.mean(sample, 0).tolist(),
                          "error": (np.std(sample, 0, ddof=1) / np.sqrt(60)).tolist()})
result["layerJacobians"] = {"width": 64, "cases": jacobians}

# Figure 5.8: decimal logarithms of rms ratios after twenty layers of 256 units, wide limit.
pairs = []
for name in VALUES:
    for gain in (1.0, 2.0):
        rows = mean_field(name, gain, 20)
        product = mp.mpf(1)
        for _, slope in rows[:19]:
            product *= gain * slope
        pairs.append({"activation": name, "gain": gain, "signal": float(mp.log10(rows[-1][0]) / 2),
                      "gradient": float(mp.log10(product) / 2)})
result["pairs"] = pairs
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(result, indent=1) + "\n")
