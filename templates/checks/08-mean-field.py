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

rng, n, cosines = np.random.default_rng(8), 512, []
for _ in range(20):  # ReLU, He's start, two orthogonal inputs
    h = np.eye(n)[:, :2] * np.sqrt(n)
    for _ in range({{correlation-deep}}):
        h = np.maximum(0, rng.normal(0, np.sqrt(2 / n), (n, n)) @ h)
    cosines.append(h[:, 0] @ h[:, 1] / np.linalg.norm(h[:, 0]) / np.linalg.norm(h[:, 1]))
print(f"ReLU, two inputs at the end: {np.mean(cosines):.3f}")  # in the report: {{correlation-he-relu}}, within 2 %
