#!/usr/bin/env python3
"""Simulates what chapter 10's theory says, and integrates what it has in closed form; writes chapter10_remedies.json.

Needs numpy and mpmath; a minute. Samples are given as [mean, standard error].
"""
import json
import os

import mpmath
import numpy as np

rng = np.random.default_rng(10)


def sample(values):
    values = np.asarray(values, dtype=float)
    return [values.mean(), values.std(ddof=1) / np.sqrt(len(values))]


def batch_norm(batch, trials):
    """Squared-norm factors of one layer relu(BN(W h)) of infinitely many units, a unit's batch at a time.

    A gradient g over the batch, either with its mean removed or not, is masked by the units that are on and goes back
    through the derivative of normalisation, which is built as a matrix here.
    """
    z = rng.normal(size=(trials, batch))
    z -= z.mean(axis=1, keepdims=True)
    radius = np.sqrt((z * z).sum(axis=1) / batch)  # the deviation, for pre-activations of covariance G
    y = z / radius[:, None]
    relu = np.maximum(y, 0)
    # q − c, the variance of one entry's part that its neighbours do not share.
    q = (relu * relu).mean()
    c = ((relu.sum(axis=1) ** 2 - (relu * relu).sum(axis=1)) / (batch * (batch - 1))).mean()
    factors = []
    for centred in (True, False):
        g = rng.normal(size=(trials, batch))
        if centred:
            g -= g.mean(axis=1, keepdims=True)
        d = np.where(y > 0, g, 0)
        back = d - d.mean(axis=1, keepdims=True) - y * (d * y).mean(axis=1, keepdims=True)
        back /= radius[:, None]
        ratio = (back * back).sum(axis=1) / (g * g).sum(axis=1).mean() / (q - c)
        factors.append(sample(ratio))
    return factors


def layer_norm(x):
    mean = x.mean(axis=-1, keepdims=True)
    deviation = np.sqrt(x.var(axis=-1, keepdims=True) + 1e-5)
    return (x - mean) / deviation, deviation


def layer_norm_back(g, y, deviation):
    return (g - g.mean(-1, keepdims=True) - y * (g * y).mean(-1, keepdims=True)) / deviation


def transformer(after, gain, layers, width, heads, tokens):
    """One transformer at Xavier's start: stream, cosine, and the last layer's gradient of the second dense layer."""

    def xavier(m, n):
        return rng.normal(size=(m, n)) * np.sqrt(2 / (m + n))

    x = rng.normal(size=(tokens, width))
    for _ in range(layers):
        u = x if after else layer_norm(x)[0]
        query, key, value = (u @ xavier(width, width) for _ in range(3))
        d = width // heads
        parts = []
        for h in range(heads):
            s = slice(h * d, (h + 1) * d)
            logits = query[:, s] @ key[:, s].T / np.sqrt(d)
            p = np.exp(logits - logits.max(axis=1, keepdims=True))
            parts.append(p / p.sum(axis=1, keepdims=True) @ value[:, s])
        x = x + gain * np.concatenate(parts, axis=1) @ xavier(width, width)
        if after:
            x = layer_norm(x)[0]
        u = x if after else layer_norm(x)[0]
        inner = np.maximum(u @ xavier(width, 4 * width), 0)
        x = x + gain * inner @ xavier(4 * width, width)
        if after:
            x, deviation = layer_norm(x)
    y = x
    if not after:
        y, deviation = layer_norm(x)
    delta = layer_norm_back(rng.normal(size=x.shape), y, deviation)
    unit = x / np.linalg.norm(x, axis=1, keepdims=True)
    cosine = (np.sum(unit.sum(axis=0) ** 2) - tokens) / (tokens * (tokens - 1))
    return (x * x).mean(), cosine, ((inner.T @ delta) ** 2).mean()


def tied(direct, radius, steps, width, trials):
    """Mean squares of (f 1 + U)^k g for one random matrix U at all steps."""
    logs = []
    for _ in range(trials):
        u = rng.normal(size=(width, width)) * radius / np.sqrt(width)
        g = rng.normal(size=width)
        for _ in range(steps):
            g = direct * g + u @ g
        logs.append((g * g).mean())
    return sample(logs)


def cliff(w, b):
    """(σ(x) − 0.7)² after fifty rounds, with derivatives by central differences of forty digits."""
    mpmath.mp.dps = 40

    def error(w, b):
        x = mpmath.mpf("0.5")
        for _ in range(50):
            x = w / (1 + mpmath.exp(-x)) + b
        return (1 / (1 + mpmath.exp(-x)) - mpmath.mpf("0.7")) ** 2

    w, b, h = mpmath.mpf(w), mpmath.mpf(b), mpmath.mpf("1e-12")
    return [
        float(error(w, b)),
        float((error(w + h, b) - error(w - h, b)) / (2 * h)),
        float((error(w, b + h) - error(w, b - h)) / (2 * h)),
    ]


def angle(sizes, threshold):
    """The angle between z and clip(z) for normal entries of some sizes, by quadrature."""
    mpmath.mp.dps = 20
    along = own = left = mpmath.mpf(0)
    for s in sizes:
        a = mpmath.mpf(threshold) / s
        density = lambda z: mpmath.exp(-z * z / 2) / mpmath.sqrt(2 * mpmath.pi)
        inside = [0, min(a, 12)]
        outside = [min(a, 12), 12 + min(a, 12)]
        along += 2 * s * s * (
            mpmath.quad(lambda z: z * z * density(z), inside)
            + mpmath.quad(lambda z: z * a * density(z), outside))
        left += 2 * s * s * (
            mpmath.quad(lambda z: z * z * density(z), inside)
            + mpmath.quad(lambda z: a * a * density(z), outside))
        own += s * s
    return float(mpmath.degrees(mpmath.acos(along / mpmath.sqrt(own * left))))


transformers = {}
for name, after, gain in (("post", True, 1), ("pre", False, 1), ("scaled", False, 1 / np.sqrt(8))):
    runs = np.array([transformer(after, gain, 4, 128, 8, 16) for _ in range(60)])
    transformers[name] = {
        key: sample(runs[:, i]) for i, key in enumerate(("stream", "cosine", "weightGradient"))}

result = {
    "batchNorm": {str(b): batch_norm(b, 400_000) for b in (8, 16, 64)},
    "transformers": transformers,
    "tied": [
        {"direct": f, "radius": r, "steps": k, "square": tied(f, r, k, 400, 40)}
        for f, r, k in ((0.5, 0.144, 20), (0.73, 0.144, 12), (0.0, 0.577, 6))],
    "cliff": [{"weight": w, "bias": b, "values": cliff(w, b)}
              for w, b in ((5.2, -1.8), (4.5, -2.3), (3.5, -1.5), (4.0, -2.5))],
    "angles": [{"sizes": s, "threshold": t, "degrees": angle(s, t)}
               for s, t in (([1.0], 0.5), ([1.0], 0.01), ([1.0, 0.25, 0.0625], 0.1))],
}
path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "chapter10_remedies.json")
with open(path, "w") as file:
    json.dump(result, file, indent=1, sort_keys=True)
    file.write("\n")
