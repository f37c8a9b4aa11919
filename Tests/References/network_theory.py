"""Averages that theory of networks needs: softmax of normal logits, attention's heads, largest of normal
numbers, convolutions with zeros at the border, recurrent steps. numpy, scipy, mpmath; a minute."""

import json
import pathlib

import mpmath as mp
import numpy as np
from scipy import integrate, stats

mp.mp.dps = 20
rng = np.random.default_rng(41)


def direct_softmax(count, variance):
    """E sum p^2 by its definition: quadrature for two and three logits, of which only differences count."""
    s = mp.sqrt(variance)
    if count == 2:
        d = s * mp.sqrt(2)
        f = lambda x: mp.npdf(x) * (1 + mp.exp(2 * d * x)) / (1 + mp.exp(d * x)) ** 2
        return float(mp.quad(f, [-mp.inf, -3, 0, 3, mp.inf]))
    # Two differences from the first, of variance 2 v and covariance v.
    def f(x, y):
        a = np.sqrt(2 * float(variance)) * x
        b = 0.5 * a + np.sqrt(1.5 * float(variance)) * y
        e = np.array([1.0, np.exp(a), np.exp(b)])
        p = e / e.sum()
        return stats.norm.pdf(x) * stats.norm.pdf(y) * (p * p).sum()
    return integrate.dblquad(f, -9, 9, -9, 9, epsabs=1e-9)[0]


def sampled_softmax(count, variance, rows=1_000_000):
    squares = []
    for _ in range(20):
        z = rng.normal(0, np.sqrt(variance), (rows // 20, count))
        e = np.exp(z - z.max(1, keepdims=True))
        p = e / e.sum(1, keepdims=True)
        squares.append((p * p).sum(1))
    squares = np.concatenate(squares)
    return [float(squares.mean()), float(squares.std() / np.sqrt(rows))]


def heads(own, across, variances, causal, rotary, width=64, draws=20_000):
    """Means over drawn heads of a wide layer: E y_t y_u of one sample and of two."""
    n = len(own)
    both = np.block([[own, across], [across.T, own]])
    values, vectors = np.linalg.eigh(both)
    root = vectors * np.sqrt(np.maximum(values, 0))
    speed = 10_000.0 ** (-2 * np.arange(width // 2) / width)

    def turn(rows):
        if not rotary:
            return rows
        angle = (np.arange(2 * n) % n)[:, None] * speed
        a, b = rows[:, : width // 2], rows[:, width // 2 :]
        return np.hstack(
            [a * np.cos(angle) - b * np.sin(angle), a * np.sin(angle) + b * np.cos(angle)])

    sums = np.zeros((2, n, n))
    for _ in range(draws):
        q = turn(np.sqrt(variances[0]) * root @ rng.normal(size=(2 * n, width)))
        k = turn(np.sqrt(variances[1]) * root @ rng.normal(size=(2 * n, width)))
        p = []
        for sample in range(2):
            part = slice(sample * n, sample * n + n)
            logits = q[part] @ k[part].T / np.sqrt(width)
            if causal:
                logits[np.triu_indices(n, 1)] = -np.inf
            e = np.exp(logits - logits.max(1, keepdims=True))
            p.append(e / e.sum(1, keepdims=True))
        sums[0] += (p[0] @ own @ p[0].T + p[1] @ own @ p[1].T) / 2
        mixed = p[0] @ across @ p[1].T
        sums[1] += (mixed + mixed.T) / 2
    return (variances[2] * sums / draws).tolist()


def largest(count):
    f = lambda k: mp.quad(
        lambda x: x**k * count * mp.npdf(x) * mp.ncdf(x) ** (count - 1), [-mp.inf, -2, 0, 2, mp.inf])
    return [float(f(1)), float(f(2))]


def recurrent(steps, a, u, b, x):
    """E h^2 of h = tanh(W x + U h + b) by step, sums of variance a x + u E h^2 + b."""
    q, h, result = 0, mp.mpf(0), []
    for _ in range(steps):
        s = mp.sqrt(a * x + u * h + b)
        h = mp.quad(lambda z: mp.npdf(z) * mp.tanh(s * z) ** 2, [-mp.inf, -2, 0, 2, mp.inf])
        result.append(float(h))
    return result


def border(size, kernel, padding, stride):
    """Terms inside the border, place by place, counted on a one-dimensional row of ones."""
    row = np.concatenate([np.zeros(padding), np.ones(size), np.zeros(padding)])
    return [float(row[p : p + kernel].sum()) for p in range(0, len(row) - kernel + 1, stride)]


own = np.array([[1.0, 0.3, 0.1], [0.3, 1.5, 0.4], [0.1, 0.4, 0.8]])
across = np.array([[0.6, 0.2, 0.0], [0.1, 0.9, 0.2], [0.0, 0.3, 0.3]])
result = {
    "softmax": [
        {"count": n, "variance": v, "mean": direct_softmax(n, v)}
        for n in (2, 3) for v in (0.1, 1, 4, 12)
    ],
    "softmaxSampled": [
        {"count": n, "variance": v, "mean": sampled_softmax(n, v)}
        for n, v in ((8, 0.3), (8, 10.7), (50, 2.0))
    ],
    "heads": [
        {
            "own": own.tolist(), "across": across.tolist(), "variances": variances,
            "causal": causal, "rotary": rotary,
            "result": heads(own, across, variances, causal, rotary),
        }
        for variances, causal, rotary in (
            ([0.5, 0.7, 1.3], False, False), ([2.0, 3.0, 1.0], True, False),
            ([2.0, 2.0, 1.0], True, True))
    ],
    "largest": [{"count": k, "moments": largest(k)} for k in (1, 2, 4, 9, 100)],
    "recurrent": [
        {"a": 1.0, "u": 1.0, "b": 0.2, "x": 1.5, "squares": recurrent(6, 1, 1, mp.mpf("0.2"), 1.5)}
    ],
    "border": [
        {"size": s, "kernel": k, "padding": p, "stride": t, "terms": border(s, k, p, t)}
        for s, k, p, t in ((6, 3, 1, 1), (7, 5, 2, 2), (4, 4, 3, 1))
    ],
}
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(result, indent=1) + "\n")
