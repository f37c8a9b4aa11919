# The singular values of a random layer, and of a product of many.
import numpy as np

rng = np.random.default_rng(7)
rows, columns = 32, 128
conditions = []
for _ in range(200):
    s = np.linalg.svd(rng.normal(0, 1, (rows, columns)), compute_uv=False)
    conditions.append(s[0] / s[-1])  # no σ in it: both ends scale alike
print(f"condition number: {np.median(conditions):.2f}")  # in the report: {{condition-geometric}}, within 3 %

width, depth = 64, 16
largest = []
for _ in range(100):
    product = np.eye(width)
    for _ in range(depth):
        product = rng.normal(0, np.sqrt(1 / width), (width, width)) @ product
    largest.append(np.linalg.norm(product, 2))
print(f"norm of the product: {np.exp(np.mean(np.log(largest))):.1f}")  # in the report: {{product-largest}}, within 10 %
