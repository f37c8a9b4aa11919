"""The worked 2-2-2 network of note 003 to 25 digits (mpmath). Writes worked_network.json."""
import json
import pathlib

import mpmath as mp

mp.mp.dps = 30
sigmoid = lambda x: 1 / (1 + mp.exp(-x))
names = ["w1", "w2", "w3", "w4", "w5", "w6", "w7", "w8", "b1", "b2"]
start = [mp.mpf(v) for v in ("0.15", "0.20", "0.25", "0.30", "0.40", "0.45", "0.50", "0.55", "0.35", "0.60")]


def forward(p):
    i = mp.mpf("0.05"), mp.mpf("0.10")
    hidden = [sigmoid(p[0] * i[0] + p[1] * i[1] + p[8]), sigmoid(p[2] * i[0] + p[3] * i[1] + p[8])]
    out = [sigmoid(p[4] * hidden[0] + p[5] * hidden[1] + p[9]), sigmoid(p[6] * hidden[0] + p[7] * hidden[1] + p[9])]
    return hidden, out, ((out[0] - mp.mpf("0.01")) ** 2 + (out[1] - mp.mpf("0.99")) ** 2) / 2


hidden, out, error = forward(start)
derivatives = []
for k in range(10):
    f = lambda v: forward(start[:k] + [v] + start[k + 1:])[2]
    derivatives.append(mp.diff(f, start[k]))
stepped = [p - d / 2 for p, d in zip(start, derivatives)]
result = {
    "hidden": list(map(float, hidden)), "outputs": list(map(float, out)), "error": float(error),
    "derivatives": list(map(float, derivatives)), "stepped": list(map(float, stepped)),
    "errorAfter": float(forward(stepped)[2]),
}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(result, indent=0) + "\n")
