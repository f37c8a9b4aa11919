"""High-precision values and slopes of every activation; writes activations.json beside this file.

Run `python3 Tests/References/activations.py` after adding an activation. The formulas are written
from their definitions, not from the Swift code.
"""
import json, pathlib
from mpmath import mp, mpf, exp, log, tanh, sech, erf, erfc, sqrt, pi, mpf

mp.dps = 60
sigma = lambda x: 1 / (1 + exp(-x))
soft = lambda x: log(1 + exp(x)) if x > -60 else exp(x) - exp(2 * x) / 2
tanh_argument = lambda x: sqrt(2 / pi) * (x + mpf('0.044715') * x ** 3)
a, l = mpf('1.6732632423543772'), mpf('1.0507009873554805')
F = {
    "identity": (lambda x: x, lambda x: mpf(1)),
    "sigmoid": (sigma, lambda x: sigma(x) * sigma(-x)),
    "scaled-sigmoid": (lambda x: 4 * sigma(x) - 2, lambda x: 4 * sigma(x) * sigma(-x)),
    "tanh": (tanh, lambda x: sech(x) ** 2),
    "lecun-tanh": (lambda x: mpf('1.7159') * tanh(2 * x / 3), lambda x: mpf('1.7159') * 2 / 3 * sech(2 * x / 3) ** 2),
    "relu": (lambda x: max(x, mpf(0)), lambda x: mpf(1 if x > 0 else 0)),
    "leaky-relu": (lambda x: x if x > 0 else mpf('0.01') * x, lambda x: mpf(1) if x > 0 else mpf('0.01')),
    "prelu": (lambda x: x if x > 0 else x / 4, lambda x: mpf(1) if x > 0 else mpf('0.25')),
    "elu": (lambda x: x if x > 0 else mp.expm1(x), lambda x: mpf(1) if x > 0 else exp(x)),
    "selu": (lambda x: l * x if x > 0 else l * a * mp.expm1(x), lambda x: l if x > 0 else l * a * exp(x)),
    "gelu": (lambda x: x * erfc(-x / sqrt(2)) / 2, lambda x: erfc(-x / sqrt(2)) / 2 + x * exp(-x * x / 2) / sqrt(2 * pi)),
    "silu": (lambda x: x * sigma(x), lambda x: sigma(x) + x * sigma(x) * sigma(-x)),
    "softplus": (soft, sigma),
    "mish": (lambda x: x * tanh(soft(x)), lambda x: tanh(soft(x)) + x * sigma(x) * sech(soft(x)) ** 2),
    "softsign": (lambda x: x / (1 + abs(x)), lambda x: 1 / (1 + abs(x)) ** 2),
    "hard-tanh": (lambda x: max(min(x, mpf(1)), mpf(-1)), lambda x: mpf(1 if abs(x) < 1 else 0)),
    "squared-relu": (lambda x: max(x, mpf(0)) ** 2, lambda x: 2 * max(x, mpf(0))),
    "gelu-tanh": (lambda x: x * sigma(2 * tanh_argument(x)),
                  lambda x: sigma(2 * tanh_argument(x)) + x * 2 * sqrt(2 / pi) * (1 + 3 * mpf('0.044715') * x * x)
                  * sigma(2 * tanh_argument(x)) * sigma(-2 * tanh_argument(x))),
    "hard-sigmoid": (lambda x: min(max((x + 3) / 6, mpf(0)), mpf(1)), lambda x: mpf(1) / 6 if abs(x) < 3 else mpf(0)),
    "hard-swish": (lambda x: x * min(max((x + 3) / 6, mpf(0)), mpf(1)),
                   lambda x: mpf(1) if x >= 3 else mpf(0) if x <= -3 else (2 * x + 3) / 6),
    "relu6": (lambda x: min(max(x, mpf(0)), mpf(6)), lambda x: mpf(1 if 0 < x < 6 else 0)),
    "celu": (lambda x: x if x > 0 else mp.expm1(x), lambda x: mpf(1) if x > 0 else exp(x)),
    "sine": (mp.sin, mp.cos),
    # Of a family, beside the catalogue's own.
    "celu-2": (lambda x: x if x > 0 else 2 * mp.expm1(x / 2), lambda x: mpf(1) if x > 0 else exp(x / 2)),
    "sine-30": (lambda x: mp.sin(30 * x), lambda x: 30 * mp.cos(30 * x)),
    "leaky-relu-0.2": (lambda x: x if x > 0 else mpf(0.2) * x, lambda x: mpf(1) if x > 0 else mpf(0.2)),
    "erf": (erf, lambda x: 2 / sqrt(pi) * exp(-x * x)),
}
xs = [s * x for x in (1e-30, 1e-9, 2.0 ** -10, .0625, .25, .40625, .5, .75, 1.25, 2.5, 3.75, 6.5, 9.25, 17.5, 30.0, 80.0)
      for s in (1, -1)] + [0.0]
xs = [float(mpf(round(x * 2 ** 20)) / 2 ** 20) if abs(x) > 1e-3 else x for x in xs]
out = {n: [[x, float(f(mpf(x))), float(g(mpf(x)))] for x in xs] for n, (f, g) in F.items()}
pathlib.Path(__file__).with_name("activations.json").write_text(json.dumps(out) + "\n")
