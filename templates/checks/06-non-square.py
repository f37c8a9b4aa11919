# The note's hourglass: what do Xavier's rule and the geometric mean leave of the variance?
import numpy as np

rng = np.random.default_rng(6)
widths, networks = [64, 128, 256, 128, 64], 300
rules = {"arithmetic": lambda m, n: 2 / (m + n), "geometric": lambda m, n: 1 / np.sqrt(m * n)}
kept = {}
for name, variance in rules.items():
    ends = []
    for _ in range(networks):
        x = h = rng.standard_normal((widths[0], 16))
        for m, n in zip(widths, widths[1:]):
            h = rng.normal(0, np.sqrt(variance(m, n)), (n, m)) @ h
        ends.append(np.mean(h**2) / np.mean(x**2))
    kept[name] = np.mean(ends)
print(f"Xavier, end to end: {kept['arithmetic']:.2f}")  # in the report: {{arithmetic-end-theory}}, within 5 %
print(f"geometric mean, end to end: {kept['geometric']:.2f}")  # in the report: {{geometric-end-theory}}, within 5 %
