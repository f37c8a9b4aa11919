"""Chapter 6: what the three means do to variance, by theory and by plain numpy simulation.

Writes chapter06_non_square.json. Nothing here is shared with the Swift code: dense matrices, numpy's
own generator, exact fractions for theory.
"""
import json
import pathlib
from fractions import Fraction as F

import numpy as np

RULES = {
    "geometric": lambda m, n: 1 / np.sqrt(m * n),
    "arithmetic": lambda m, n: 2 / (m + n),
    "quadratic": lambda m, n: (m + n) / (m * m + n * n),
    "harmonic": lambda m, n: (1 / m + 1 / n) / 2,
}


def theory(widths, rule):
    """Forward variance after each layer and backward variance at the input."""
    forward, value = [], 1.0
    for m, n in zip(widths, widths[1:]):
        value *= m * RULES[rule](m, n)
        forward.append(value)
    backward = 1.0
    for m, n in zip(widths, widths[1:]):
        backward *= n * RULES[rule](m, n)
    return forward, backward


def simulate(widths, rule, networks, inputs, rng):
    """Mean over networks of the mean square after each layer, with its standard error."""
    out = np.empty((networks, len(widths) - 1))
    for t in range(networks):
        h = rng.standard_normal((inputs, widths[0]))
        for l, (m, n) in enumerate(zip(widths, widths[1:])):
            h = h @ rng.normal(0, np.sqrt(RULES[rule](m, n)), (m, n))
            out[t, l] = np.mean(h * h)
    return out.mean(0), out.std(0, ddof=1) / np.sqrt(networks), out.std(0, ddof=1)


def alpha_sweep(widths, alpha):
    f = b = 1.0
    for m, n in zip(widths, widths[1:]):
        s = alpha / np.sqrt(m * n) + (1 - alpha) * 2 / (m + n)
        f, b = f * m * s, b * n * s
    return f, b


rng = np.random.default_rng(6)
hourglass = [64, 128, 256, 128, 64]
result = {"hourglass": {}, "means": {}, "alpha": [], "shapes": {}}
for rule in ("geometric", "arithmetic", "quadratic"):
    forward, backward = theory(hourglass, rule)
    mean, error, spread = simulate(hourglass, rule, 400, 64, rng)
    result["hourglass"][rule] = {
        "forward": forward, "backward": backward, "simulated": mean.tolist(),
        "standardError": error.tolist(), "spread": spread.tolist()}
    assert np.all(np.abs(mean - forward) < 5 * error), rule
for m, n in ((2, 8), (64, 256), (256, 64)):
    result["means"][f"{m}x{n}"] = {
        rule: {"mean": 1 / f(m, n), "forward": m * f(m, n), "backward": n * f(m, n)}
        for rule, f in RULES.items()}
# Exact: the arithmetic mean keeps 64/81 of the variance through the hourglass.
assert F(2 * 64, 192) * F(2 * 128, 384) * F(2 * 256, 384) * F(2 * 128, 192) == F(64, 81)
for widths in (hourglass, [64, 128, 256, 512]):
    for alpha in (0.0, 0.25, 0.5, 0.75, 1.0):
        f, b = alpha_sweep(widths, alpha)
        result["alpha"].append({"widths": widths, "alpha": alpha, "forward": f, "backward": b})
for name, widths in (("pyramid", [512, 256, 128, 64, 32]), ("hourglass", hourglass),
                     ("constant", [128] * 5)):
    result["shapes"][name] = {rule: theory(widths, rule)[0] for rule in RULES}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(result, indent=1) + "\n")
