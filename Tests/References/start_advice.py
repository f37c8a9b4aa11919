"""The start that theory advises for GELU, SiLU, Mish and tanh, with SciPy.

Writes start_advice.json. Independent of the package: moments by scipy.integrate.quad, iterated layer by layer.
For an activation whose edge of chaos is unstable without biases the advice is the smallest q = exp(i/16), i >= -64, on
the edge (c = 1/E f'^2, s^2 = q - c E f^2) with s^2 > 0 and V'(q) = c E[f f' z]/sqrt(q) <= 0.99.
"""

import json
import math
from pathlib import Path

import numpy as np
from scipy.integrate import quad
from scipy.special import erf, expit


def density(z):
    return math.exp(-0.5 * z * z) / math.sqrt(2 * math.pi)


def softplus(x):
    return np.logaddexp(0, x)


def mish_slope(x):
    t = np.tanh(softplus(x))
    return t + x * (1 - t * t) * expit(x)


ACTIVATIONS = {
    "gelu": (
        lambda x: 0.5 * x * (1 + erf(x / math.sqrt(2))),
        lambda x: 0.5 * (1 + erf(x / math.sqrt(2))) + x * density(x),
    ),
    "silu": (lambda x: x * expit(x), lambda x: expit(x) * (1 + x * (1 - expit(x)))),
    "mish": (lambda x: x * np.tanh(softplus(x)), mish_slope),
    "tanh": (np.tanh, lambda x: 1 - np.tanh(x) ** 2),
}


def mean(function):
    return quad(lambda z: density(z) * function(z), -12, 12, epsabs=1e-13, epsrel=1e-12, limit=400)[0]


def moments(name, q):
    f, slope = ACTIVATIONS[name]
    s = math.sqrt(q)
    return (
        mean(lambda z: f(s * z) ** 2),
        mean(lambda z: slope(s * z) ** 2),
        mean(lambda z: f(s * z) * slope(s * z) * z) / s,
    )


def advice(name):
    if name == "tanh":
        return 1.0, 0.0
    for i in range(-64, 97):
        q = math.exp(i / 16)
        square, slope, derivative = moments(name, q)
        bias = q - square / slope
        if bias > 0 and derivative / slope <= 0.99:
            return 1 / slope, bias
    raise ValueError(name)


def pair(name, q, correlation):
    """E f(x) f(y) by Gauss-Hermite quadrature, exact to 1e-9 for these smooth functions."""
    f, _ = ACTIVATIONS[name]
    z, w = np.polynomial.hermite_e.hermegauss(120)
    w = w / w.sum()
    s = math.sqrt(q)
    x = s * z[:, None] + 0 * z[None, :]
    y = s * (correlation * z[:, None] + math.sqrt(max(0, 1 - correlation**2)) * z[None, :])
    return float((w[:, None] * w[None, :] * f(x) * f(y)).sum())


def prospect(name, c, bias, depth):
    below, cosine = 1.0, 0.0
    signal, slopes = [], []
    for _ in range(depth):
        q = c * below + bias
        correlation = (c * below * cosine + bias) / q
        square, slope, _ = moments(name, q)
        cosine = pair(name, q, correlation) / square
        signal.append(square)
        slopes.append(slope)
        below = square
    gradient = [0.0] * depth
    g = 1.0
    for i in reversed(range(depth)):
        gradient[i] = g * slopes[i]
        g = gradient[i] * c
    weights = [a * b for a, b in zip(gradient, [1.0] + signal)]
    per_layer = 0.5 / (depth - 1)
    return {
        "signalFactor": (signal[-1] / signal[0]) ** per_layer,
        "gradientFactor": (gradient[0] / gradient[-1]) ** per_layer,
        "weightFactor": (weights[0] / weights[-1]) ** per_layer,
        "cosine": cosine,
    }


result = {}
for name in ACTIVATIONS:
    c, bias = advice(name)
    result[name] = {"weightVariance": c, "biasVariance": bias} | prospect(name, c, bias, 20)
Path(__file__).with_suffix(".json").write_text(json.dumps(result, indent=1) + "\n")
