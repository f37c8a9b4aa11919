#!/usr/bin/env python3
"""Theory values of the audit's numeric claims, computed another way than in Sources/Audit.

Rational arithmetic where the value is rational, mpmath for integrals and roots, numpy for matrices
and for simulations of the notes' scripts. Run again when a claim's numbers change:
python3 Tests/References/audit_theory.py
"""
import json
import pathlib
from fractions import Fraction as F

import mpmath as mp
import numpy as np

mp.mp.dps = 30
values = {}


def put(claim, quantity, value):
    values.setdefault(claim, {})[quantity] = float(value)


# Rules as 1/σ², exactly where they are rational.
def arithmetic(m, n):
    return F(2, m + n)


def quadratic(m, n):
    return F(m + n, m * m + n * n)


def geometric(m, n):
    return 1 / mp.sqrt(m * n)


# Note 000
put("S000-02", "largest slope of sigmoid", F(1, 4))
put("S000-02", "slope of tanh at 0.1", mp.sech(mp.mpf("0.1")) ** 2)
put("S000-02", "slope of tanh at 0", 1)
# Growth of 4 × 4 products: exponents and the norm's constant (Newman 1986).
top = (mp.log(2) + mp.digamma(2)) / 2
put("S000-06", "log₁₀ of the norm of the product",
    (101 * top + (mp.digamma(2) - mp.digamma(mp.mpf(1) / 2)) / 2) / mp.log(10))
put("S000-07", "factors of the printed matrix", 101)
put("S000-10", "Var o for n_in = 64, σ = 0.2, γ = 1.5", F(64) * F(1, 25) * F(9, 4))
put("S000-15", "variance for a = 1.5", mp.quad(lambda x: x * x / 3, [-1.5, 1.5]))
put("S000-16", "variance for a = 0.137", F(2, 320))

# Note 001: 64-128-256-128-64
widths = [64, 128, 256, 128, 64]
names = {"S001-17": "geometric", "S001-18": "arithmetic", "S001-19": "quadratic",
         "S001-33": "Geometric", "S001-34": "Xavier normal", "S001-35": "Quadratic",
         "S001-48": "Geometric", "S001-49": "Xavier normal", "S001-50": "Quadratic",
         "S001-51": "Geometric", "S001-52": "Xavier normal", "S001-53": "Quadratic"}
for claim, rule in [("S001-17", geometric), ("S001-18", arithmetic), ("S001-19", quadratic)]:
    product = mp.mpf(1)
    for layer, (m, n) in enumerate(zip(widths, widths[1:])):
        r = rule(m, n)
        product *= m * (mp.mpf(r.numerator) / r.denominator if isinstance(r, F) else r)
        put(claim, f"variance after layer {layer + 1}, {names[claim]}", product)
put("S001-02", "E y² for m = 64, w of deviation 0.3, E x² = 1", F(64) * F(9, 100))
put("S001-04", "E (∂ℓ/∂x)² for E (∂ℓ/∂y)² = 1, gradient independent of W", F(256, 100))
put("S001-04", "E (∂ℓ/∂x)² for E (∂ℓ/∂y)² = 1, loss ½|y|², fan-in 64", F(1, 100) * 256 * (256 + 64 + 1) / 64)
for m, n in [(64, 256), (16, 256), (128, 128)]:
    put("S001-10", f"(m + n)/(2mn) over 2/(m + n), m = {m}, n = {n}",
        F(m + n, 2 * m * n) / F(2, m + n))
put("S001-12", "t for m = 64, n = 256",
    mp.findroot(lambda t: mp.diff(lambda u: (64 * u - 1) ** 2 + (256 * u - 1) ** 2, t), 0.004))
for name, value in [("geometric", 4), ("arithmetic", 5), ("quadratic", F(68, 10))]:
    put("S001-15", name, value)
# Marchenko–Pastur without γ, integrated directly.
for gamma in ["0.25", "0.5", "0.9"]:
    g, s = mp.mpf(gamma), mp.mpf(1) / 128
    low, high = s * (1 - mp.sqrt(g)) ** 2, s * (1 + mp.sqrt(g)) ** 2
    mass = mp.quad(lambda x: mp.sqrt((high - x) * (x - low)) / (2 * mp.pi * s * x), [low, high])
    put("S001-29", f"integral of the density for γ = {gamma.rstrip('0')}", mass)
put("S001-30", "smallest eigenvalue, 64 × 256, σ² = 1/128", F(256, 128) * F(1, 4))
put("S001-30", "largest eigenvalue", F(256, 128) * F(9, 4))
for claim, rule in [("S001-33", F(1, 128)), ("S001-34", arithmetic(64, 256)),
                    ("S001-35", quadratic(64, 256))]:
    put(claim, f"printed mean, {names[claim]}", 64 * rule * F(255, 256))
    put(claim, f"printed std, {names[claim]}", mp.mpf(64 * rule.numerator) / rule.denominator * mp.sqrt(510) / 256)
put("S001-43", "factor of E h² per layer, negative slope 0.25", F(17, 16))
alpha, lam = mp.mpf("1.6732632423543772"), mp.mpf("1.0507009873554805")


def selu(x):
    return lam * (x if x > 0 else alpha * mp.expm1(x))


def gauss(f):
    return mp.quad(lambda z: f(z) * mp.npdf(z), [-mp.inf, 0, mp.inf])


put("S001-45", "E f² for z ~ N(0, 1)", gauss(lambda z: selu(z) ** 2))
for claim, rule in [("S001-48", F(1, 128)), ("S001-49", arithmetic(64, 256)),
                    ("S001-50", quadratic(64, 256))]:
    put(claim, f"forward variance, {names[claim]}", 64 * 256 * rule * rule)
    put(claim, f"backward variance, {names[claim]}", 64 * 256 * rule * rule)
for claim, rule in [("S001-51", F(1, 128)), ("S001-52", arithmetic(64, 256)),
                    ("S001-53", quadratic(64, 256))]:
    put(claim, f"printed forward mean, {names[claim]}", 64 * rule * (1 - F(1, 256_000)))
    put(claim, f"printed backward mean, {names[claim]}", 256 * rule * (1 - F(1, 64_000)))
    put(claim, f"printed forward std, {names[claim]}", 0)

# Note 002
top = (mp.log(2) + mp.digamma(2)) / 2
put("S002-02", "log₁₀ of a vector's length after 100 4 × 4 matrices of N(0, 1²)",
    100 * top / mp.log(10))
put("S002-02", "log₁₀ of a vector's length after 100 4 × 4 matrices of N(0, 0.1²)",
    100 * (top + mp.log(mp.mpf("0.1"))) / mp.log(10))
put("S002-03", "decades that binary16 covers", mp.log10(F(65504) * 2**24))
put("S002-03", "decades that bfloat16 covers",
    mp.log10((2 - mp.mpf(2) ** -7) * mp.mpf(2) ** 127 / mp.mpf(2) ** -133))
put("S002-15", "mean output of a ReLU on N(0, 1)", 1 / mp.sqrt(2 * mp.pi))
put("S002-15", "variance factor of a linear layer 64 → 256, Xavier", F(64 * 2, 320))

# Note 003: the worked 2-2-2 network, in numpy with the note's own matrix layout.
sigmoid = lambda x: 1 / (1 + np.exp(-x))
x = np.array([0.05, 0.10])
W1, b1 = np.array([[0.15, 0.25], [0.20, 0.30]]), 0.35
W2, b2 = np.array([[0.40, 0.50], [0.45, 0.55]]), 0.60
target = np.array([0.01, 0.99])
hidden = sigmoid(x @ W1 + b1)
out = sigmoid(hidden @ W2 + b2)
put("S003-02", "sum of the note's own two outputs", out.sum())
put("S003-18", "out₁", out[0])
put("S003-19", "out₂", out[1])
put("S003-20", "E of the worked network", 0.5 * ((target - out) ** 2).sum())
delta = (out - target) * out * (1 - out)
gradient = np.outer(hidden, delta)
for k, (i, j) in enumerate([(0, 0), (1, 0), (0, 1), (1, 1)]):
    put("S003-23", f"∂E/∂w{5 + k}", gradient[i, j])
put("S003-07", "share active, bias −1 standard deviations", mp.ncdf(-1))
put("S003-10", "E relu(z), z ~ N(0, 1)", 1 / mp.sqrt(2 * mp.pi))
put("S003-29", "factor of the gradient's norm per layer, ReLU", mp.sqrt(mp.pi / (mp.pi - 1)))
put("S003-31", "gradient of the cell kept over 100 steps, forget bias 0", mp.mpf(1) / 2**100)

# Note 004
put("S004-02", "Var h for n = 100, γ = 0.02, Var h′ = 1", 2)
put("S004-04", "E (∂ℓ/∂x)² for E (∂ℓ/∂y)² = 1, loss ½|y|², fan-in 50", F(1, 50) * 100 * (100 + 50 + 1) / 50)
put("S004-07", "variance for 64 → 256, the second argument read as a variance",
    mp.sqrt(F(2, 320)))
put("S004-12", "coefficient of x³", mp.taylor(lambda t: 1 / (1 + mp.exp(-t)), 0, 3)[3])
put("S004-13", "coefficient of x³", mp.taylor(mp.tanh, 0, 3)[3])

path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(values, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
print(f"{sum(len(v) for v in values.values())} values of {len(values)} claims in {path.name}")
