"""Chapter 7: eigenvalues of matrices without symmetry, products of layers, by numpy.

Writes chapter07_spectra.json. Nothing is shared with the Swift code.
"""
import json
import pathlib

import numpy as np

rng = np.random.default_rng(7)
result = {"eigenvalues": [], "fussCatalan": []}
for n in (1, 2, 3, 5, 12):
    for kind in ("gaussian", "orthogonal", "defective"):
        a = rng.standard_normal((n, n))
        if kind == "orthogonal":
            a = np.linalg.qr(a)[0]
        if kind == "defective":
            a = np.triu(np.round(a), 1) + np.diag(np.arange(n) // 2)
        values = np.linalg.eigvals(a)
        result["eigenvalues"].append({
            "kind": kind, "size": n, "elements": a.ravel().tolist(),
            "real": values.real.tolist(), "imaginary": values.imag.tolist()})

# Quantiles of the Fuss-Catalan law, by a fine trapezoidal rule in the angle.
for factors in (1, 2, 4, 16):
    L = factors
    phi = np.linspace(0, np.pi / (L + 1), 2_000_001)[1:-1]
    log_x = (L + 1) * np.log(np.sin((L + 1) * phi)) - np.log(np.sin(phi)) - L * np.log(np.sin(L * phi))
    log_rho = (2 * np.log(np.sin(phi)) + (L - 1) * np.log(np.sin(L * phi)) - np.log(np.pi)
               - L * np.log(np.sin((L + 1) * phi)))
    slope = ((L + 1) ** 2 / np.tan((L + 1) * phi) - 1 / np.tan(phi) - L * L / np.tan(L * phi))
    mass = np.exp(log_rho + log_x) * -slope
    survival = np.cumsum(mass) * (phi[1] - phi[0])
    mean = np.sum(mass * np.exp(log_x)) * (phi[1] - phi[0])
    second = np.sum(mass * np.exp(2 * log_x)) * (phi[1] - phi[0])
    assert abs(survival[-1] - 1) < 1e-4 and abs(mean - 1) < 1e-4, (L, survival[-1], mean)
    assert abs(second - (L + 1)) < 1e-3 * (L + 1), (L, second)  # Fuss-Catalan number C(2L+2, 2)/(2L+1)
    result["fussCatalan"].append({
        "factors": L, "levels": [0.1, 0.5, 0.9],
        "logQuantiles": [float(np.interp(1 - p, survival, log_x)) for p in (0.1, 0.5, 0.9)]})

# Products of Gaussian layers, by plain simulation: what chapter 7's figures and table should show.
n, depth = 64, 16
logs, norms = [], []
for _ in range(40):
    j, log_norm = np.eye(n), 0.0
    for _ in range(depth):
        w = rng.standard_normal((n, n)) / np.sqrt(n)
        log_norm += np.log(np.linalg.norm(w, 2))
        j = w @ j
    s = np.linalg.svd(j, compute_uv=False)
    logs.append([np.log(np.quantile(s, p)) for p in (0.1, 0.5, 0.9, 1.0)] + [0.5 * np.log(np.mean(s * s))])
    norms.append(log_norm)
result["products"] = {
    "width": n, "depth": depth, "logQuantiles": np.mean(logs, 0).tolist(),
    "standardErrors": (np.std(logs, 0, ddof=1) / np.sqrt(len(logs))).tolist(),
    "logNormProduct": float(np.mean(norms))}
jacobians = []
for network in ("linear-gaussian", "relu-gaussian", "relu-orthogonal"):
    values = {1: [], 2: [], 4: []}
    for _ in range(60):
        j = np.eye(n)
        for layer in range(1, 5):
            w = rng.standard_normal((n, n)) / np.sqrt(n)
            if "orthogonal" in network:
                w = np.linalg.qr(w)[0]
            if "relu" in network:
                w = np.sqrt(2) * (rng.random(n) < 0.5)[:, None] * w
            j = w @ j
            if layer in values:
                s2 = np.linalg.svd(j, compute_uv=False) ** 2
                values[layer].append(np.mean(s2**2) / np.mean(s2) ** 2 - 1)
    for layer, sample in values.items():
        jacobians.append({"network": network, "depth": layer, "mean": float(np.mean(sample)),
                          "standardError": float(np.std(sample, ddof=1) / np.sqrt(len(sample)))})
result["jacobians"] = jacobians
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(result, indent=1) + "\n")
