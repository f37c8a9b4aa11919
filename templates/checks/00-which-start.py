# The start that undoes what an activation does to the mean square, and where it leads.
import numpy as np

z, w = np.polynomial.hermite_e.hermegauss(120)  # nodes and weights of the normal law
w /= w.sum()
cdf = lambda x: 0.5 * (1 + np.vectorize(__import__("math").erf)(x / np.sqrt(2)))
gelu = lambda x: x * cdf(x)
sigmoid = lambda x: 1 / (1 + np.exp(-x))

c = 1 / (w @ gelu(z) ** 2)
print(f"GELU, weights' variance times inputs: {c:.4f}")  # in the report: {{guide-gelu-balance}}, within 0.1 %
q = {{guide-length-above}}  # a little above the length that it was made for
for _ in range({{guide-depth}}):
    q = c * w @ gelu(np.sqrt(q) * z) ** 2
print(f"after all layers: {q:.1f}")  # in the report: {{guide-gelu-above}}, within 1 %

s = sigmoid(z)
print(f"sigmoid, gradient per layer: {w @ (s * (1 - s)) ** 2 / (w @ s**2):.4f}")  # in the report: {{guide-sigmoid-chi}}, within 0.5 %
