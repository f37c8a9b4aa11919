"""sin(ωx), its slope and their Gaussian averages to high precision (mpmath). Writes sine.json and sinusoids.json.

Values are those of the rounded product ωx, which is what a function of doubles is handed. The averages of
low frequencies are integrated and must agree with the closed forms from E exp(iωx) = exp(−ω²q/2), which then
stand for the high ones, whose thousands of turns no quadrature follows. So do those of A sin(ωx + c), which are written
in formulas.
"""
import json
import pathlib
import random

import mpmath as mp

mp.mp.dps = 60
random.seed(7)
REACH = 2.0 ** 22

values = []
for frequency in (1.0, 30.0, 1000.0, 10000.0):
    points = [s * x / frequency for x in (1e-300, 1e-9, 0.5, 1.5, 3.0, 100.0, 1e5, REACH * 0.999) for s in (1, -1)]
    # Beside the zeros of value and slope, where the reduction of the argument has most to lose.
    for k in (1, 2, 3, 355, 103993, 1335000):
        points += [float(k * mp.pi) / frequency, float((k + mp.mpf(1) / 2) * mp.pi) / frequency]
    points += [random.uniform(-REACH, REACH) / frequency for _ in range(12)]
    for x in points:
        argument = mp.mpf(frequency * x)
        if abs(argument) < REACH:
            values.append([frequency, x, float(mp.sin(argument)), float(frequency * mp.cos(argument))])


def closed(w, q):
    """mean of f′, E f², E f′², dE f²/dq."""
    a = w * w * q
    return (w * mp.exp(-a / 2), -mp.expm1(-2 * a) / 2, w * w * (1 + mp.exp(-2 * a)) / 2, w * w * mp.exp(-2 * a))


def closed_pair(w, q, c):
    a = w * w * q
    return (mp.exp(-a) * mp.sinh(a * c), w * w * mp.exp(-a) * mp.cosh(a * c))


def density(z):
    return mp.exp(-z * z / 2) / mp.sqrt(2 * mp.pi)


def check(w, q, c):
    """Both closed forms against integrals over the normal density."""
    mp.mp.dps = 20
    points = list(range(-12, 13))
    d = mp.sqrt(q)
    integrals = [
        mp.quad(lambda z: density(z) * g(d * z), points)
        for g in (lambda x: w * mp.cos(w * x), lambda x: mp.sin(w * x) ** 2, lambda x: (w * mp.cos(w * x)) ** 2,
                  lambda x: 2 * mp.sin(w * x) * w * mp.cos(w * x) * x / (2 * q))]
    for found, said in zip(integrals, closed(w, q)):
        assert abs(found - said) < 1e-15 * (1 + abs(said)), (w, q, found, said)
    # x, y = d(√((1+c)/2) u ± √((1−c)/2) v): sin x sin y = ½(cos(x − y) − cos(x + y)), of two normal numbers each.
    across, along = mp.sqrt(2 * q * (1 - c)), mp.sqrt(2 * q * (1 + c))
    cosine = lambda s: mp.quad(lambda z: density(z) * mp.cos(w * s * z), points)
    product, slope = (cosine(across) - cosine(along)) / 2, w * w * (cosine(across) + cosine(along)) / 2
    for found, said in zip((product, slope), closed_pair(w, q, c)):
        assert abs(found - said) < 1e-15 * (1 + abs(said)), (w, q, c, found, said)
    mp.mp.dps = 60


for w, q, c in ((1, "0.5", "0.3"), (1, "4", "-0.9"), (3, "1", "0.99"), (0.25, "9", "-1")):
    check(mp.mpf(w), mp.mpf(q), mp.mpf(c))

moments, pairs = [], []
for frequency in (0.001, 1.0, 30.0, 1000.0, 10000.0):
    for q in (1e-100, 1e-12, 1e-4, 1.0, 7.0, 1e6, 1e100):
        w, v = mp.mpf(frequency), mp.mpf(q)
        moments.append([frequency, q] + [float(x) for x in closed(w, v)])
        for c in (-1.0, -0.7, 0.0, 1e-9, 0.5, 1 - 2.0 ** -40, 1.0):
            pairs.append([frequency, q, c] + [float(x) for x in closed_pair(w, v, mp.mpf(c))])

# A, ω and c of formulas.
formulas = {
    "sin(1000 x)": (1, 1000, 0), "cos(1000 x)": (1, 1000, mp.pi / 2), "3 sin(2x + 1)": (3, 2, 1),
    "-cos(x / 4)": (-1, mp.mpf(1) / 4, mp.pi / 2), "2 cos(1 - 3x) / 5": (mp.mpf(2) / 5, -3, 1 + mp.pi / 2),
    "sin(-(x - 2) * 30) * 0.5": (mp.mpf(1) / 2, -30, 60),
}


def shifted(A, w, c, q):
    """mean, E f², E f′, E f′², E f f′, dE f²/dq, Var f."""
    a = w * w * q
    e = mp.exp(-2 * a)
    mean, second = A * mp.sin(c) * mp.exp(-a / 2), A * A * (1 - mp.cos(2 * c) * e) / 2
    return (mean, second, A * w * mp.cos(c) * mp.exp(-a / 2), A * A * w * w * (1 + mp.cos(2 * c) * e) / 2,
            A * A * w * mp.sin(2 * c) * e / 2, A * A * w * w * mp.cos(2 * c) * e, second - mean * mean)


def shifted_pair(A, w, c, q, r):
    a = w * w * q
    apart, along = mp.exp(-a * (1 - r)), mp.cos(2 * c) * mp.exp(-a * (1 + r))
    return (A * A * (apart - along) / 2, A * A * w * w * (apart + along) / 2)


def check_shifted(A, w, c, q, r):
    mp.mp.dps = 20
    points, d = list(range(-12, 13)), mp.sqrt(q)
    f, slope = (lambda x: A * mp.sin(w * x + c)), (lambda x: A * w * mp.cos(w * x + c))
    average = lambda g: mp.quad(lambda z: density(z) * g(d * z), points)
    mean, second = average(f), average(lambda x: f(x) ** 2)
    integrals = (mean, second, average(slope), average(lambda x: slope(x) ** 2), average(lambda x: f(x) * slope(x)),
                 average(lambda x: f(x) * slope(x) * x) / q, second - mean ** 2)
    for found, said in zip(integrals, shifted(A, w, c, q)):
        assert abs(found - said) < 1e-15 * (1 + abs(said)), (A, w, c, q, found, said)
    # Normal numbers x − y and x + y again, the second one turned by 2c.
    across, along = mp.sqrt(2 * q * (1 - r)), mp.sqrt(2 * q * (1 + r))
    cosine = lambda s, turn: mp.quad(lambda z: density(z) * mp.cos(w * s * z + turn), points)
    product = A * A * (cosine(across, 0) - cosine(along, 2 * c)) / 2
    slopes = A * A * w * w * (cosine(across, 0) + cosine(along, 2 * c)) / 2
    for found, said in zip((product, slopes), shifted_pair(A, w, c, q, r)):
        assert abs(found - said) < 1e-15 * (1 + abs(said)), (A, w, c, q, r, found, said)
    mp.mp.dps = 60


for A, w, c, q, r in ((3, 2, 1, "0.5", "0.3"), (-1, "0.25", "1.6", "4", "-0.9"), (0.5, -3, "2.5", "1", "0.99")):
    check_shifted(*(mp.mpf(x) for x in (A, w, c, q, r)))

# Of ¼ − ¼ nothing may be lost at q = 10⁻¹⁰⁰.
mp.mp.dps = 280
sinusoids = []
for formula, (A, w, c) in formulas.items():
    c = mp.pi / 2 + (1 if "1 -" in formula else 0) if "cos" in formula else mp.mpf(c)
    for q in (0.0, 1e-100, 1e-12, 1e-4, 1.0, 7.0, 1e6):
        # What is 0 but for the rounding of its own terms is 0.
        averages = [float(x) if abs(x) > 1e-250 else 0.0 for x in shifted(A, w, c, mp.mpf(q))]
        sinusoids.append([formula, q] + averages)
        for r in (-1.0, -0.7, 0.0, 0.5, 1.0):
            sinusoids[-1].append([r] + [float(x) for x in shifted_pair(A, w, c, mp.mpf(q), mp.mpf(r))])

path = pathlib.Path(__file__).with_name("sine.json")
path.write_text(json.dumps({"values": values, "moments": moments, "pairs": pairs}) + "\n")
rows = [
    {"formula": row[0], "variance": row[1], "averages": row[2:9], "pairs": row[9:]} for row in sinusoids]
lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
path.with_name("sinusoids.json").write_text(f"[\n{lines}\n]\n")
