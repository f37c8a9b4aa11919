# ReLU under Xavier's and He's weights: the factor per layer on the size of the activations.
import numpy as np

rng = np.random.default_rng(5)
width, depth, networks = 500, 10, 20
for name, variance in [("Xavier", 1 / width), ("He", 2 / width)]:
    logs = []
    for _ in range(networks):
        h = rng.standard_normal(width)
        for _ in range(depth):
            first = h
            h = np.maximum(rng.normal(0, np.sqrt(variance), (width, width)) @ h, 0)
        logs.append(np.log(np.linalg.norm(h) / np.linalg.norm(first)))  # the last layer's factor
    factors = np.exp(np.mean(logs))
    if name == "Xavier":
        print(f"Xavier: {factors:.3f} per layer")  # in the report: {{relu-xavier-factor}}, within 4 %
    else:
        print(f"He: {factors:.2f} per layer")  # in the report: {{he-convolutions-he}}, within 4 %
