# One linear layer multiplies the variance by fan-in × σ² forward, by fan-out × σ² back.
import numpy as np

rng = np.random.default_rng(4)
m, n, networks = 64, 256, 400  # fan-in, fan-out
ratios = np.zeros((networks, 2))
for k in range(networks):
    W = rng.normal(0, np.sqrt(1 / m), (n, m))  # the variance that suits the signal
    x, g = rng.standard_normal(m), rng.standard_normal(n)
    ratios[k] = np.mean((W @ x) ** 2) / np.mean(x**2), np.mean((W.T @ g) ** 2) / np.mean(g**2)
forward, backward = ratios.mean(axis=0)
print(f"forward: {forward:.2f}")  # in the report: {{forward-factor-one}}, within 5 %
print(f"backward, when forward is kept: {backward:.2f}")  # in the report: {{conflict-forward-backward}}, within 5 %
