"""Chapter 11: exact densities of ln r by Fourier inversion with complex gamma functions (scipy), the widths they ask for, and
dense networks (numpy, a minute). Writes chapter11_finite_width.json."""
import json
import pathlib

import numpy as np
from scipy.special import loggamma
from scipy.stats import binom, norm

result = {"laws": [], "widths": [], "normalized": [], "jacobians": [], "dead": []}


def characteristic(kind, n, t):
    """E e^{it ln(c χ²_K/n)} with c = 1 (linear) or 2 (ReLU, given K ≥ 1)."""
    if kind == "linear":
        k, p = np.array([n]), np.array([1.0])
    else:
        k = np.arange(1, n + 1)
        p = binom.pmf(k, n, 0.5)
        p /= p.sum()
    scale = np.log(1 / n if kind == "linear" else 2 / n)
    k = k[:, None] / 2
    value = (p[:, None] * np.exp(loggamma(k + 1j * t) - loggamma(k + 0j))).sum(0)
    return value * np.exp(1j * t * (np.log(2) + scale))


def law(kind, n, layers, xs):
    """Density and distribution function (Gil-Pelaez) by midpoint sums, which converge geometrically."""
    h = 0.004
    t = (np.arange(40_000) + 0.5) * h
    c = characteristic(kind, n, t) ** layers
    keep = np.abs(c) > 1e-20
    t, c = t[keep], c[keep]
    density = [float((np.exp(-1j * t * x) * c).real.sum() * h / np.pi) for x in xs]
    cumulative = [float(0.5 - (np.exp(-1j * t * x) * c / t).imag.sum() * h / np.pi) for x in xs]
    return density, cumulative


for kind, n, layers, xs in [
    ("linear", 64, 50, [-4, -2, -0.8, 0, 1]), ("relu", 64, 50, [-8, -4, -2, 0, 2]), ("relu", 10, 25, [-20, -8, -4, 0, 4]),
    ("relu", 3, 4, [-8, -3, -1, 1]), ("linear", 5, 1, [-3, -1, 0, 0.7]), ("relu", 500, 3, [-0.5, -0.1, 0, 0.2]),
]:
    density, cumulative = law(kind, n, layers, np.array(xs, float))
    result["laws"].append({"kind": kind, "width": n, "layers": layers, "xs": xs, "densities": density, "cumulatives": cumulative})

for kind, layers, factor, share in [("relu", 1, 2.0, 0.95), ("relu", 3, 1.5, 0.95), ("linear", 5, 1.5, 0.9), ("relu", 10, 2.0, 0.95)]:
    bound = 2 * np.log(factor)

    def inside(n):
        alive = (1 - 0.5 ** n) ** layers if kind == "relu" else 1
        _, c = law(kind, n, layers, np.array([-bound, bound]))
        return alive * (c[1] - c[0])

    n = 2
    while inside(n) < share:
        n = int(np.ceil(1.3 * n))
    while inside(n - 1) >= share:
        n -= 1
    result["widths"].append({"kind": kind, "layers": layers, "factor": factor, "share": share, "width": n, "inside": inside(n)})

rng = np.random.default_rng(11)

# Gradients of two inputs behind batch normalisation whose statistics are held fixed.
n = B = 24
rows = []
for _ in range(400):
    h, layers, out = rng.standard_normal((B, n)), [], []
    for depth in range(1, 5):
        W = rng.standard_normal((n, n)) / np.sqrt(n)
        z = h @ W
        s = z.std(0)
        z = (z - z.mean(0)) / s
        h = np.maximum(z, 0)
        layers.append((W, (z > 0) / s))
        g = np.repeat(rng.standard_normal((1, n)), B, axis=0)
        for W, d in reversed(layers):
            g = (g * d) @ W.T
        u = g / np.linalg.norm(g, axis=1, keepdims=True)
        G = u @ u.T
        out.append((G.sum() - B) / (B * (B - 1)))
    rows.append(out)
rows = np.array(rows)
result["normalized"] = {"width": n, "batch": B, "means": rows.mean(0).tolist(), "standardErrors": (rows.std(0, ddof=1) / np.sqrt(len(rows))).tolist()}


def haar(n):
    q, r = np.linalg.qr(rng.standard_normal((n, n)))
    return q * np.sign(np.diag(r))


# Jacobians with the slopes of a forward pass.
for name, n, L, trials in (("relu-gaussian", 16, 4, 3000), ("relu-orthogonal", 16, 4, 1500), ("tanh-orthogonal", 16, 10, 1500)):
    rows = []
    for _ in range(trials):
        h, J = rng.standard_normal(n), np.eye(n)
        for _ in range(L):
            W = rng.standard_normal((n, n)) * np.sqrt(2 / n) if name == "relu-gaussian" else haar(n) * (np.sqrt(2) if name == "relu-orthogonal" else 1)
            z = W @ h
            d = (z > 0) * 1.0 if name.startswith("relu") else 1 / np.cosh(z) ** 2
            h = np.maximum(z, 0) if name.startswith("relu") else np.tanh(z)
            J = d[:, None] * (W @ J)
        s2 = np.linalg.svd(J, compute_uv=False) ** 2
        if s2.sum() > 0:
            rows.append([(s2 ** 2).mean() / s2.mean() ** 2 - 1, s2.mean(), s2.max()])
    rows = np.array(rows)
    result["jacobians"].append({"network": name, "width": n, "depth": L, "means": rows.mean(0).tolist(),
                                "standardErrors": (rows.std(0, ddof=1) / np.sqrt(len(rows))).tolist()})

# Networks whose output does not depend on the input.
line = np.array([[1.0, -1, 0.1, -0.1, 0.3, -0.3, 3, -3, 10, -10]])
for width, bias, positive, kind in ((2, 0, False, "line"), (3, 0, False, "line"), (3, 0.1, False, "line"), (3, 0, True, "line"), (3, 0, False, "many")):
    trials, dead = 12_000, 0
    for _ in range(trials):
        h = line if kind == "line" else rng.standard_normal((8, 16))
        for _ in range(10):
            m = h.shape[0]
            W = rng.standard_normal((width, m)) * np.sqrt(2 / m)
            if positive:
                i = rng.integers(m, size=width)
                W[np.arange(width), i] = abs(W[np.arange(width), i])
            h = np.maximum(W @ h + bias, 0)
        dead += bool((h == h[:, :1]).all())
    result["dead"].append({"width": width, "bias": bias, "positive": positive, "inputs": kind, "depth": 10, "trials": trials, "share": dead / trials})

pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(result, indent=1) + "\n")
