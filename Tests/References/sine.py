"""sin(ωx), its slope and their Gaussian averages to high precision (mpmath). Writes sine.json.

Values are those of the rounded product ωx, which is what a function of doubles is handed. The averages of
low frequencies are integrated and must agree with the closed forms from E exp(iωx) = exp(−ω²q/2), which then
stand for the high ones, whose thousands of turns no quadrature follows.
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

path = pathlib.Path(__file__).with_name("sine.json")
path.write_text(json.dumps({"values": values, "moments": moments, "pairs": pairs}) + "\n")
