# A gradient through a thousand ReLU layers of two widths in turn, in decades, for three means of the fans.
import numpy as np

rng = np.random.default_rng(12)
m, n, networks = {{deep-narrow}}, {{deep-wide}}, 400
depth = int("{{deep-layers}}".replace(",", ""))
means = {"arithmetic": (m + n) / 2, "geometric": np.sqrt(m * n), "quadratic": (m * m + n * n) / (m + n)}
on = {w: np.maximum(rng.binomial(w, 0.5, (networks, depth // 2)), 1) for w in (m, n)}  # units that are on
chi = {w: np.log10(rng.chisquare(on[w])).sum(axis=1) for w in (m, n)}
decades = {name: (chi[m] + chi[n] + depth * np.log10(2 / mean)).mean() for name, mean in means.items()}
print(f"arithmetic mean: {decades['arithmetic']:.1f}")  # in the report: {{deep-arithmetic-mean-theory}}, within 2 %
print(f"geometric mean: {decades['geometric']:.1f}")  # in the report: {{deep-geometric-mean-theory}}, within 4 %
print(f"quadratic mean: {decades['quadratic']:.1f}")  # in the report: {{deep-quadratic-mean-theory}}, within 2 %
