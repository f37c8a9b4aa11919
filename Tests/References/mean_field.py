"""Correlated Gaussian averages, fixed points and the edge of chaos (mpmath). Writes mean_field.json."""
import json
import pathlib

import mpmath as mp

mp.mp.dps = 20
phi = lambda z: mp.exp(-z * z / 2) / mp.sqrt(2 * mp.pi)
tanh, slope = mp.tanh, lambda x: mp.sech(x) ** 2
sigmoid = lambda x: 1 / (1 + mp.exp(-x))
functions = {
    "tanh": (tanh, slope),
    "sigmoid": (sigmoid, lambda x: sigmoid(x) * sigmoid(-x)),
}
panels = [-9, -4, -2, -1, 0, 1, 2, 4, 9]


def average(g, q):
    s = mp.sqrt(q)
    return mp.quad(lambda z: phi(z) * g(s * z), panels)


def pair(g, q, c, n=120):
    """E g(x) g(y) with Gauss–Legendre panels in both directions (x and the part of y independent of it)."""
    s, r = mp.sqrt(q), mp.sqrt(1 - c * c)
    return mp.quad(lambda z: phi(z) * g(s * z) * mp.quad(lambda w: phi(w) * g(s * (c * z + r * w)), panels), panels)


result = {"pairs": [], "fixed": [], "critical": []}
mp.mp.dps = 15
for name, (f, df) in functions.items():
    for q, c in ((0.5, 0.3), (2.0, 0.9), (2.0, -0.6), (9.0, 0.5)):
        result["pairs"].append([name, q, c, float(pair(f, mp.mpf(q), mp.mpf(c))), float(pair(df, mp.mpf(q), mp.mpf(c)))])

# ReLU in closed form: the arc-cosine kernels (Cho and Saul 2009).
for q, c in ((1.0, 0.0), (3.0, 0.7), (1.0, 0.999), (2.0, -0.8)):
    angle = mp.acos(c)
    result["pairs"].append([
        "relu", q, c,
        float(q / (2 * mp.pi) * (mp.sqrt(1 - mp.mpf(c) ** 2) + c * (mp.pi - angle))),
        float((mp.pi - angle) / (2 * mp.pi)),
    ])

mp.mp.dps = 20
for name, weight, bias in (("tanh", 1.3, 0.09), ("tanh", 2.5, 0.09), ("tanh", 4.0, 0.09), ("tanh", 1.5, 0.05), ("tanh", 1.0, 0.05), ("sigmoid", 4.0, 0.0)):
    f, df = functions[name]
    w, b = mp.mpf(str(weight)), mp.mpf(str(bias))
    q = mp.findroot(lambda q: w * average(lambda x: f(x) ** 2, q) + b - q, 1.0)
    result["fixed"].append([name, weight, bias, float(q), float(w * average(lambda x: df(x) ** 2, q))])

for name, bias, start in (("tanh", 0.05, 0.5), ("tanh", 0.09, 0.5), ("tanh", 1.0, 3.0)):
    f, df = functions[name]
    b = mp.mpf(str(bias))
    q = mp.findroot(lambda q: q - average(lambda x: f(x) ** 2, q) / average(lambda x: df(x) ** 2, q) - b, start)
    result["critical"].append([name, bias, float(q), float(1 / average(lambda x: df(x) ** 2, q))])

pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(result, indent=0) + "\n")
