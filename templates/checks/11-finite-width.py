# What single networks do with a gradient whose mean is kept, and how many are born dead.
import numpy as np

rng = np.random.default_rng(11)
n, depth, networks = {{median-width}}, {{median-layers}}, 20_000
on = np.maximum(rng.binomial(n, 0.5, (networks, depth)), 1)  # units that are on, whatever the input
logs = np.log(2 / n * rng.chisquare(on)).sum(axis=1)
print(f"median network: {np.exp(np.median(logs)):.4f}")  # in the report: {{median-end-theory}}, within 10 %
print(f"share above the mean: {100 * np.mean(logs > 0):.1f}")  # in the report: {{median-above-theory}}, within 10 %

width, layers, dead = 3, {{dead-depth}}, 0
lines = np.array([[1.0, -1.0]])  # without biases two numbers stand for all
for _ in range(4000):
    h = lines
    for _ in range(layers):
        h = np.maximum(0, rng.normal(size=(width, len(h))) @ h)
    dead += np.ptp(h, axis=1).max() == 0
print(f"born dead: {100 * dead / 4000:.1f}")  # in the report: {{dead-line-3}}, within 8 %
