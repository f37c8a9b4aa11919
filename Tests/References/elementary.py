"""High-precision values of the elementary functions; writes elementary.json beside this file.

Run `python3 Tests/References/elementary.py` after adding a function. Points are exact binary
numbers (given as hexadecimal), values are correct to 40 digits before they are rounded once.
"""
import json, pathlib, random, struct
from mpmath import mp, mpf
import mpmath as m

mp.dps = 60
random.seed(1)

def points(double):
    lo, hi = (-1074, 1023) if double else (-149, 127)
    bits = 52 if double else 23
    xs = []
    for e in list(range(-12, 8)) * 3 + [lo // 2, lo // 4, -40, -30, 20, 40, hi // 2]:
        xs.append(random.choice([-1, 1]) * mpf(2) ** e * (1 + mpf(random.getrandbits(bits)) / 2 ** bits))
    span = [88, 9, 3, 1, .5] if not double else [708, 27, 9, 3, 1, .5]
    for s in span:
        for _ in range(8):
            xs.append(mpf(round(random.uniform(-s, s) * 2 ** 20)) / 2 ** 20)
    xs += [mpf(v) for v in (1, -1, .5, -.5, .25, -.25, 2, -2, 4, -4, .375, .40625, -.40625)]
    return xs

FUNCTIONS = {
    "exp": m.exp, "expMinusOne": m.expm1, "tanh": m.tanh,
    "sechSquared": lambda x: m.sech(x) ** 2,
    "sigmoid": lambda x: 1 / (1 + m.exp(-x)),
    "sigmoidSlope": lambda x: m.exp(-abs(x)) / (1 + m.exp(-abs(x))) ** 2,
    "erf": m.erf, "erfc": m.erfc, "gaussian": lambda x: m.exp(-x * x),
    "log": lambda x: m.log(abs(x)),           # tested at |x|
    "logOnePlus": lambda x: m.log1p(abs(x) if x <= -1 else x),
}
out = {}
for precision, double in (("double", True), ("float", False)):
    largest = mpf(2) ** (1024 if double else 128)
    smallest = mpf(2) ** (-1022 if double else -126)
    for name, f in FUNCTIONS.items():
        rows = []
        for x in points(double):
            if not double: x = mpf(struct.unpack('f', struct.pack('f', float(x)))[0])
            if name == "log": x = abs(x)
            if name == "logOnePlus" and x <= -1: x = -x
            y = f(x)
            if smallest <= abs(y) < largest / 2:
                # the value as a double plus the rest: 106 bits, enough to measure 0.01 ulp
                head = float(y)
                rows.append([float(x).hex(), head.hex(), float(y - mpf(head)).hex()])
        out[f"{name} {precision}"] = rows
path = pathlib.Path(__file__).with_name("elementary.json")
path.write_text(json.dumps(out, indent=0) + "\n")
