# The mean squared slope of an activation under a standard normal input: one integral, two ways.
import numpy as np

x, w = np.polynomial.hermite_e.hermegauss(80)  # nodes and weights for exp(-x²/2)
w = w / w.sum()
sigmoid = 1 / (1 + np.exp(-x))
by_integral = np.sum(w * (sigmoid * (1 - sigmoid)) ** 2)
print(f"sigmoid, by quadrature: {by_integral:.4f}")  # in the report: {{sigmoid-slope-square}}, within 1 %

xi = np.random.default_rng(3).standard_normal(1_000_000)
print(f"tanh, by chance: {np.mean((1 - np.tanh(xi) ** 2) ** 2):.3f}")  # in the report: {{tanh-slope-square}}, within 2 %
relu = np.maximum(xi, 0)
print(f"mean of a ReLU: {relu.mean():.3f}")  # in the report: {{relu-mean-output-theory}}, within 1 %
