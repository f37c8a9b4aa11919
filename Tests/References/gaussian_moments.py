"""Gaussian averages of activations to 20 digits (mpmath). Writes gaussian_moments.json."""
import json
import pathlib

import mpmath as mp

mp.mp.dps = 25
phi = lambda z: mp.exp(-z * z / 2) / mp.sqrt(2 * mp.pi)
sigmoid = lambda x: 1 / (1 + mp.exp(-x))
Phi = lambda x: mp.erfc(-x / mp.sqrt(2)) / 2

ALPHA, LAMBDA = mp.mpf("1.6732632423543772"), mp.mpf("1.0507009873554805")
activations = {
    "identity": (lambda x: x, lambda x: mp.mpf(1), []),
    "sigmoid": (sigmoid, lambda x: sigmoid(x) * sigmoid(-x), []),
    "tanh": (mp.tanh, lambda x: mp.sech(x) ** 2, []),
    "relu": (lambda x: max(x, mp.mpf(0)), lambda x: mp.mpf(x > 0), [0]),
    "gelu": (lambda x: x * Phi(x), lambda x: Phi(x) + x * phi(x), []),
    "selu": (
        lambda x: LAMBDA * (x if x > 0 else ALPHA * mp.expm1(x)),
        lambda x: LAMBDA * (1 if x > 0 else ALPHA * mp.exp(x)),
        [0],
    ),
    "softplus": (lambda x: mp.log1p(mp.exp(x)), sigmoid, []),
    "hard-tanh": (lambda x: max(-1, min(1, x)), lambda x: mp.mpf(-1 < x < 1), [-1, 1]),
    "softsign": (lambda x: x / (1 + abs(x)), lambda x: 1 / (1 + abs(x)) ** 2, [0]),
}

rows = []
for name, (f, slope, kinks) in activations.items():
    for q in ("0.0001", "0.1", "1", "2.5", "100", "1000000"):
        deviation = mp.sqrt(mp.mpf(q))
        points = {mp.mpf(-30), mp.mpf(30), mp.mpf(0)}
        for x in kinks + [0.25, 1, 4, 16, 64]:
            for z in (x / deviation, -x / deviation):
                if abs(z) < 30:
                    points.add(mp.mpf(z))
        for z in (1, 2, 4, 8, 16):
            points |= {mp.mpf(z), mp.mpf(-z)}
        points = sorted(points)
        average = lambda g: float(mp.quad(lambda z: phi(z) * g(deviation * z), points))
        rows.append({
            "activation": name, "variance": float(q),
            "mean": average(f), "secondMoment": average(lambda x: f(x) ** 2),
            "slopeMean": average(slope), "slopeSecondMoment": average(lambda x: slope(x) ** 2),
            "valueSlopeMoment": average(lambda x: f(x) * slope(x)),
            "secondMomentDerivative": average(lambda x: f(x) * slope(x) * x) / float(q),
        })

pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(rows, indent=0) + "\n")
