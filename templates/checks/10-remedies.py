# What batch normalisation does to a gradient per layer.
import numpy as np

rng = np.random.default_rng(10)
n, batch, depth = 256, 64, 8
h, layers = rng.normal(size=(n, batch)), []
for _ in range(depth):
    W = rng.normal(0, np.sqrt(2 / n), (n, n))
    z = W @ h
    s = z.std(axis=1, keepdims=True)
    y = (z - z.mean(axis=1, keepdims=True)) / s
    layers.append((W, y, s))
    h = np.maximum(y, 0)
g, norms = rng.normal(size=(n, batch)), []
for W, y, s in layers[::-1]:
    d = g * (y > 0)
    d = (d - d.mean(axis=1, keepdims=True) - y * (d * y).mean(axis=1, keepdims=True)) / s
    g = W.T @ d
    norms.append(np.linalg.norm(g))
print(f"factor per layer: {(norms[-2] / norms[0]) ** (1 / (depth - 2)):.3f}")  # in the report: {{bn-64-theory}}, within 3 %
