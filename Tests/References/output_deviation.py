"""√(q/Var f(x)) for x ~ N(0, q), by quadrature with twice as many digits as cancel (mpmath). Writes output_deviation.json.

E f² − (E f)² of sigmoid at q = 10⁻¹⁰⁰ is ¼ + q/16 − ¼: with 240 digits a hundred and forty of them are left.
"""
import json
import pathlib

import mpmath as mp

sigmoid = lambda x: 1 / (1 + mp.exp(-x))
functions = {
    "sigmoid": sigmoid,
    "2 sigmoid(x) - 1": lambda x: 2 * sigmoid(x) - 1,
    "scaled-sigmoid": lambda x: 4 * sigmoid(x) - 2,
    "softplus": lambda x: mp.log(1 + mp.exp(x)),
    "gelu": lambda x: x * mp.erfc(-x / mp.sqrt(2)) / 2,
    "tanh": mp.tanh,
    "relu": lambda x: max(x, mp.mpf(0)),
    # Large beside what varies; a kink, a jump and no slope at the origin.
    "100 + tanh(x)": lambda x: 100 + mp.tanh(x),
    "1 + relu(x)": lambda x: 1 + max(x, mp.mpf(0)),
    "1 + x + step(x)": lambda x: 1 + x + (x > 0),
    "cos(x) + 0 * x^2": mp.cos,
}

rows = []
for name, f in functions.items():
    for q in ("1e-100", "1e-60", "1e-30", "1e-20", "1e-15", "1e-12", "1e-8", "1e-6", "1e-4", "0.01", "1", "100"):
        small = max(0, -int(mp.log10(mp.mpf(q))))
        mp.mp.dps = 40 + 2 * small
        d = mp.sqrt(mp.mpf(q))
        # The density ends where it is far below q².
        end = 12 + int(mp.sqrt(10 * small))
        points = {mp.mpf(z) for z in (-end, -6, -2, 0, 2, 6, end)}
        points |= {s * mp.mpf(x) / d for x in (1, 4, 16) for s in (1, -1) if x / d < end}
        points = sorted(points)
        average = lambda g: mp.quad(
            lambda z: mp.exp(-z * z / 2) / mp.sqrt(2 * mp.pi) * g(d * z), points)
        mean, second = average(f), average(lambda x: f(x) ** 2)
        variance = (second - mean * mean) / average(lambda x: mp.mpf(1))
        if q == "1e-100" and name == "sigmoid":
            assert abs(variance / (mp.mpf(q) / 16) - 1) < 1e-20
        rows.append({"activation": name, "variance": float(q), "gain": float(mp.sqrt(mp.mpf(q) / variance)),
                     "standardDeviation": float(mp.sqrt(variance))})

lines = ",\n".join(json.dumps(row) for row in rows)
pathlib.Path(__file__).with_suffix(".json").write_text(f"[\n{lines}\n]\n")
