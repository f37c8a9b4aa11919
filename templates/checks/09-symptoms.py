# What half precision leaves of a gradient that shrinks by a factor per layer.
import numpy as np

rng = np.random.default_rng(9)
width, depth, sizes = 64, 12, []
for _ in range(40):
    h, slopes, weights = rng.normal(size=width), [], []
    for _ in range(depth):
        w = rng.normal(0, 0.01, (width, width))
        h = 1 / (1 + np.exp(-w @ h))
        slopes.append(h * (1 - h))
        weights.append(w)
    delta = rng.normal(size=width)
    size = []
    for slope, w in zip(slopes[::-1], weights[::-1]):
        delta = w.T @ (slope * delta)
        size.append(np.sqrt(np.mean(delta**2)))
    sizes.append(np.log10(size))
decades = -np.mean(np.diff(np.mean(sizes, axis=0)))
print(f"decades a layer: {decades:.2f}")  # in the report: {{half-sigmoid-decades}}, within 3 %
print(f"layers that 2¹² buys: {12 * np.log10(2) / decades:.1f}")  # in the report: {{half-sigmoid-bought}}, within 5 %
