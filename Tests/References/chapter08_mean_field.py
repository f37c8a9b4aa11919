"""Chapter 8: kernels, depth scales and fixed points by Gauss–Hermite and Gauss–Kronrod quadrature (numpy, scipy), and
two inputs through dense networks (numpy, a minute). Writes chapter08_mean_field.json."""
import json
import pathlib

import numpy as np
from scipy.integrate import quad
from scipy.optimize import brentq
from scipy.special import erf, ndtr

nodes, weights = np.polynomial.hermite_e.hermegauss(200)
weights = weights / weights.sum()
phi = lambda z: np.exp(-z * z / 2) / np.sqrt(2 * np.pi)
functions = {
    "tanh": (np.tanh, lambda x: 1 / np.cosh(x) ** 2),
    "gelu": (lambda x: x * ndtr(x), lambda x: ndtr(x) + x * phi(x)),
    "erf": (erf, lambda x: 2 / np.sqrt(np.pi) * np.exp(-x * x)),
    "relu": (lambda x: np.maximum(x, 0), lambda x: (x > 0) * 1.0),
}


def single(name, q):
    """E f², E f′²."""
    if name == "relu":
        return q / 2, 0.5
    if name == "erf":
        return 2 / np.pi * np.arcsin(2 * q / (1 + 2 * q)), 4 / np.pi / np.sqrt(1 + 4 * q)
    f, df = functions[name]
    return weights @ f(np.sqrt(q) * nodes) ** 2, weights @ df(np.sqrt(q) * nodes) ** 2


def pair(name, q, c):
    """E f(x)f(y), E f′(x)f′(y), in closed form where there is one."""
    if name == "relu":
        angle = np.arccos(c)
        return q / (2 * np.pi) * (np.sqrt(1 - c * c) + c * (np.pi - angle)), (np.pi - angle) / (2 * np.pi)
    if name == "erf":
        return 2 / np.pi * np.arcsin(2 * c * q / (1 + 2 * q)), 4 / np.pi / np.sqrt((1 + 2 * q) ** 2 - 4 * (c * q) ** 2)
    f, df = functions[name]
    x = np.sqrt(q) * nodes[:, None]
    y = np.sqrt(q) * (c * nodes[:, None] + np.sqrt(1 - c * c) * nodes[None])
    w = np.outer(weights, weights)
    return (w * f(x) * f(y)).sum(), (w * df(x) * df(y)).sum()


result = {"kernels": [], "scales": [], "fixedPoints": {}, "dense": []}

for name, sw2, sb2, c0, depth in [
    ("relu", 2, 0, 0.3, 12), ("relu", 1.5, 0.1, -0.2, 8), ("erf", 2, 0.05, 0.5, 12), ("tanh", 1.1, 0.05, 0.5, 12),
    ("tanh", 3, 0.05, 0.5, 12), ("tanh", 1.76, 0.05, 0.9, 12), ("gelu", 2, 0.3, 0.4, 8),
]:
    q = sw2 + sb2
    c = (sw2 * c0 + sb2) / q
    theta, thetap = q, c * q
    layers = [[q, c, theta, thetap]]
    for _ in range(depth - 1):
        (a, b), (p, s) = single(name, q), pair(name, q, c)
        qn = sw2 * a + sb2
        cov = sw2 * p + sb2
        theta, thetap = qn + sw2 * b * theta, cov + sw2 * s * thetap
        q, c = qn, cov / qn
        layers.append([q, c, theta, thetap])
    result["kernels"].append({"activation": name, "weightVariance": sw2, "biasVariance": sb2, "inputCorrelation": c0,
                              "layers": [[float(x) for x in row] for row in layers]})

for sw2 in (1.0, 1.4, 2.5, 4.0):
    sb2 = 0.05
    q = brentq(lambda q: sw2 * single("tanh", q)[0] + sb2 - q, 1e-3, 20, xtol=1e-15, rtol=1e-14)
    chi = sw2 * single("tanh", q)[1]
    if chi < 1:
        c, slope = 1.0, chi
    else:
        c = brentq(lambda c: (sw2 * pair("tanh", q, c)[0] + sb2) / q - c, 0, 0.98, xtol=1e-15, rtol=1e-14)
        slope = sw2 * pair("tanh", q, c)[1]
    result["scales"].append([sw2, float(q), float(chi), float(c), float(-1 / np.log(slope))])

fixed = result["fixedPoints"]
fixed["sine"] = brentq(lambda q: 1 - np.exp(-2 * q) - q, 0.1, 2, xtol=1e-15)
q = brentq(lambda q: 25 / 9 * single("tanh", q)[0] - q, 0.1, 5, xtol=1e-15)
fixed["tanhFiveThirds"] = [q, 25 / 9 * single("tanh", q)[1]]
sigmoid = lambda x: 1 / (1 + np.exp(-x))
softplus = lambda x: np.log1p(np.exp(-abs(x))) + max(x, 0)
scalars = {
    "gelu": (lambda x: x * ndtr(x), lambda x: ndtr(x) + x * phi(x)),
    "silu": (lambda x: x * sigmoid(x), lambda x: sigmoid(x) * (1 + x * (1 - sigmoid(x)))),
    "mish": (lambda x: x * np.tanh(softplus(x)), lambda x: np.tanh(softplus(x)) + x * sigmoid(x) / np.cosh(softplus(x)) ** 2),
}
for name, (f, df) in scalars.items():
    mean = lambda g: quad(lambda z: phi(z) * g(z), -12, 12, epsabs=1e-13, epsrel=1e-13, limit=400)[0]
    second = mean(lambda z: f(z) ** 2)
    # V′(1) = σ_w² E[f f′ z] with σ_w² = 1/E f².
    fixed[name] = [1 / np.sqrt(second), mean(lambda z: f(z) * df(z) * z) / second]

rng = np.random.default_rng(8)
for name, sw2, sb2, n, depth, trials in (("tanh", 1.5, 0.05, 24, 6, 6000), ("relu", 2.0, 0.0, 24, 6, 6000), ("tanh", 3.0, 0.1, 12, 4, 12000)):
    f, df = functions[name]
    c0 = 0.5
    X = np.zeros((n, 2))
    X[0] = np.sqrt(n), c0 * np.sqrt(n)
    X[1] = 0, np.sqrt(1 - c0 * c0) * np.sqrt(n)
    rows = []
    for _ in range(trials):
        h, hs, zs, Ws = X, [X], [], []
        for _ in range(depth):
            W = rng.standard_normal((n, n)) * np.sqrt(sw2 / n)
            z = W @ h + rng.standard_normal((n, 1)) * np.sqrt(sb2)
            h = f(z)
            Ws.append(W); zs.append(z); hs.append(h)
        v = rng.standard_normal((n, 1)) * np.sqrt(sw2 / n)
        kernel = sw2 * hs[-1].T @ hs[-1] / n + sb2
        g = np.repeat(v, 2, axis=1)
        for l in range(depth - 1, -1, -1):
            d = g * df(zs[l])
            kernel = kernel + (d.T @ d) * (sw2 * hs[l].T @ hs[l] / n + sb2)
            g = Ws[l].T @ d
        z = zs[-1]
        rows.append([
            (z[:, 0] ** 2).mean(), (z[:, 0] * z[:, 1]).mean() / np.sqrt((z[:, 0] ** 2).mean() * (z[:, 1] ** 2).mean() + 1e-300),
            (g[:, 0] ** 2).sum(), g[:, 0] @ g[:, 1], np.log(kernel[0, 0]), kernel[0, 1],
        ])
    rows = np.array(rows)
    result["dense"].append({
        "activation": name, "weightVariance": sw2, "biasVariance": sb2, "width": n, "depth": depth, "inputCorrelation": c0,
        "means": rows.mean(0).tolist(), "standardErrors": (rows.std(0, ddof=1) / np.sqrt(trials)).tolist()})

pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(result, indent=1) + "\n")
