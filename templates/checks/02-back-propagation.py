# Fifty sigmoid layers with Xavier's weights: what does one layer leave of the gradient?
import numpy as np

rng = np.random.default_rng(2)
width, depth = 128, 50
weights = [rng.normal(0, np.sqrt(2 / (width + width)), (width, width)) for _ in range(depth)]
h, slopes = rng.standard_normal(width), []
for W in weights:  # forward: z = W h, h = f(z)
    h = 1 / (1 + np.exp(-W @ h))
    slopes.append(h * (1 - h))  # f'(z)
delta = slopes[-1] * rng.standard_normal(width)
last = np.sqrt(np.mean(delta**2))
for W, slope in zip(weights[:0:-1], slopes[-2::-1]):  # back: δ ← f'(z) ⊙ Wᵀδ
    delta = slope * (W.T @ delta)
factor = (np.sqrt(np.mean(delta**2)) / last) ** (1 / (depth - 1))
print(f"factor per layer: {factor:.3f}")  # in the report: {{gradient-factor-sigmoid-xavier}}, within 2 %
