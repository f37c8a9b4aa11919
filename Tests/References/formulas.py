"""Values, slopes, kinks and Gaussian averages of activations given by formulas; writes formulas.json beside this file.

Each formula stands twice: as a user would type it, and as mpmath computes it from its meaning.
"""
import json, pathlib
from mpmath import mp, mpf, exp, log, tanh, erf, sqrt, pi, quad, diff

mp.dps = 40
sigma = lambda x: 1 / (1 + exp(-x))
relu = lambda x: max(x, mpf(0))
step = lambda x: mpf(1 if x > 0 else 0)
F = [
    ("x * sigmoid(1.702 x)", lambda x: x * sigma(mpf(1.702) * x), []),
    ("max(x, 0)^2", lambda x: relu(x) ** 2, [0]),
    ("max(x,0)²", lambda x: relu(x) ** 2, [0]),
    ("0.5x(1 + erf(x / sqrt(2)))", lambda x: x * (1 + erf(x / sqrt(2))) / 2, []),
    ("x tanh(softplus(x))", lambda x: x * tanh(log(1 + exp(x))), []),
    ("max(0.2x, x)", lambda x: max(mpf(0.2) * x, x), [0]),
    ("min(max(x, -1), 1)", lambda x: min(max(x, mpf(-1)), mpf(1)), [-1, 1]),
    ("x / (1 + abs(x))", lambda x: x / (1 + abs(x)), [0]),
    ("abs(x - 1/4) - abs(x + 3)", lambda x: abs(x - mpf(1) / 4) - abs(x + 3), [-3, 0.25]),
    ("-x^2 + 2^-3", lambda x: -x ** 2 + mpf(1) / 8, []),
    ("step(x) (1 - e^(-x)) + 0.1 step(-x) x", lambda x: step(x) * (1 - exp(-x)) + mpf(0.1) * step(-x) * x, [0]),
    ("x + sin(x)^2", lambda x: x + mp.sin(x) ** 2, []),
    ("cos(2 pi x) sqrt(x^2 + 1)", lambda x: mp.cos(2 * pi * x) * sqrt(x ** 2 + 1), []),
    ("log(1 + x^2)", lambda x: log(1 + x ** 2), []),
    ("relu(x)^1.5", lambda x: relu(x) ** mpf(1.5), [0]),
    ("x * min(max(x + 3, 0), 6) / 6", lambda x: x * min(max(x + 3, mpf(0)), mpf(6)) / 6, [-3, 3]),
    ("1/2 x", lambda x: x / 2, []),
    ("2 ** 3 * x", lambda x: 8 * x, []),
]
points = [-7.5, -2.25, -1.5, -0.625, -0.09375, 0.15625, 0.875, 1.75, 3.5, 7.25]
density = lambda x: exp(-x * x / 2) / sqrt(2 * pi)
out = []
for text, f, kinks in F:
    cuts = sorted([-20, -6, 6, 20] + kinks + [0])
    average = lambda g: float(quad(lambda x: g(x) * density(x), sorted(set(cuts))))
    out.append({
        "formula": text, "kinks": kinks,
        "rows": [[x, float(f(mpf(x))), float(diff(f, mpf(x), h=mpf(10) ** -15))] for x in points],
        "mean": average(f), "meanSquare": average(lambda x: f(x) ** 2),
    })
pathlib.Path(__file__).with_name("formulas.json").write_text(json.dumps(out, ensure_ascii=False, indent=0) + "\n")
