# Length and correlation maps of tanh layers, by quadrature and in networks.
import numpy as np

z, w = np.polynomial.hermite_e.hermegauss(101)
w /= w.sum()
second = lambda f, q: w @ f(np.sqrt(q) * z) ** 2
slope = lambda x: 1 / np.cosh(x) ** 2

q = 1.0
for _ in range(200):
    q = 2.5**2 * second(np.tanh, q) + 0.3**2
print(f"q*: {q:.3f}")  # in the report: {{length-fixed-middle}}, within 0.5 %

c = 0.5
for _ in range(200):  # two inputs: u = √q z, v = √q (c z + √(1 − c²) z′)
    v = np.sqrt(q) * (c * z[:, None] + np.sqrt(1 - c * c) * z[None, :])
    c = (2.5**2 * w @ (np.tanh(np.sqrt(q) * z)[:, None] * np.tanh(v)) @ w + 0.3**2) / q
print(f"c*: {c:.4f}")  # in the report: {{correlation-fixed-middle}}, within 0.5 %

gain, q = (5 / 3) ** 2, 1.0
for _ in range(200):
    q = gain * second(np.tanh, q)
print(f"chi of the gain 5/3: {gain * second(slope, q):.4f}")  # in the report: {{tanh-gain-chi}}, within 0.01 %
