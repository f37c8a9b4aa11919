# A product of random 4 × 4 matrices: by which factor does it grow per matrix?
import numpy as np

rng = np.random.default_rng(1)
runs, matrices, n = 2000, 100, 4
v = np.full((runs, n, 1), 0.5)  # vectors of length 1
logs = np.zeros(runs)
for _ in range(matrices):
    v = rng.standard_normal((runs, n, n)) @ v
    length = np.linalg.norm(v, axis=1, keepdims=True)
    logs += np.log(length[:, 0, 0])  # before the numbers leave every range
    v /= length
typical = np.exp(logs.mean() / matrices)  # the geometric mean of the factors
print(f"typical factor per matrix: {typical:.3f}")  # in the report: {{product-factor-theory}}, within 2 %
print(f"its decades after 101 matrices: {101 * np.log10(typical):.1f}")  # in the report: {{product-end-decades}}, within 1 %
