"""Learning rates by which small networks learn eight examples by heart, from He's weights and from larger ones, with
random numbers of numpy's own (numpy). Writes audit_training.json.

What claim S002-17 measures: ReLU networks of six hidden layers of 16 units, two classes in turn, momentum 0.9, single
precision; a rate learns if the loss falls below half of guessing before the last step.
"""
import json
import pathlib

import numpy as np

LAYERS, WIDTH, EXAMPLES, INPUTS, STEPS, TIMES, NETWORKS = 6, 16, 8, 8, 32, 16, 400
RATES = np.arange(-36, 3)
one = np.float32


def octaves(random_seed, times):
    """For each network the rates that learn, and whether its first outputs are beyond half precision."""
    random = np.random.default_rng(random_seed)
    labels = np.arange(EXAMPLES) % 2
    learned, beyond = np.zeros((NETWORKS, len(RATES)), bool), np.zeros(NETWORKS, bool)
    for network in range(NETWORKS):
        x = random.standard_normal((EXAMPLES, INPUTS)).astype(one)
        sizes = [INPUTS] + [WIDTH] * LAYERS + [2]
        start = [random.standard_normal((m, n)) * times * np.sqrt(2 / m) for m, n in zip(sizes, sizes[1:])]
        # All rates at once: one more axis.
        w = [np.repeat(s[None].astype(one), len(RATES), 0) for s in start]
        b = [np.zeros((len(RATES), 1, s.shape[1]), one) for s in start]
        vw, vb = [np.zeros_like(a) for a in w], [np.zeros_like(a) for a in b]
        rate = (2.0 ** RATES).astype(one)[:, None, None]
        running = np.ones(len(RATES), bool)
        for step in range(STEPS):
            h = [np.repeat(x[None], len(RATES), 0)]
            for layer in range(LAYERS + 1):
                y = h[-1] @ w[layer] + b[layer]
                h.append(np.maximum(y, 0) if layer < LAYERS else y)
            logits = h[-1]
            if step == 0:
                beyond[network] = np.abs(logits[0]).max() > 65504
            shifted = logits - logits.max(-1, keepdims=True)
            log_p = shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))
            loss = -log_p[:, np.arange(EXAMPLES), labels].mean(-1)
            running &= np.isfinite(loss)
            done = running & (loss < 0.5 * np.log(2))
            learned[network] |= done
            running &= ~done
            if not running.any():
                break
            delta = np.exp(log_p)
            delta[:, np.arange(EXAMPLES), labels] -= 1
            delta /= EXAMPLES
            for layer in reversed(range(LAYERS + 1)):
                gw, gb = np.swapaxes(h[layer], 1, 2) @ delta, delta.sum(1, keepdims=True)
                if layer:
                    delta = (delta @ np.swapaxes(w[layer], 1, 2)) * (h[layer] > 0)
                vw[layer] = one(0.9) * vw[layer] + gw
                vb[layer] = one(0.9) * vb[layer] + gb
                w[layer] -= rate * vw[layer]
                b[layer] -= rate * vb[layer]
    return learned, beyond


np.seterr(all="ignore")
result = {}
right, _ = octaves(1, 1)
large, beyond = octaves(1, TIMES)
middle = lambda learned: np.array([RATES[row].mean() if row.any() else np.nan for row in learned])
shift = middle(large) - middle(right)
for name, values in {
    "octaves-right": right.sum(1), "octaves-large": large.sum(1), "ratio": large.sum(1) / right.sum(1),
    "shift": shift[~np.isnan(shift)], "shared": (right & large).sum(1), "beyond": beyond,
}.items():
    values = np.asarray(values, float)
    result[name] = {"mean": values.mean(), "deviation": values.std(ddof=1)}
    print(name, values.mean(), values.std(), np.percentile(values, [0, 5, 50, 95, 100]))

pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(result, indent=1) + "\n")
