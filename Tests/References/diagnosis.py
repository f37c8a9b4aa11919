#!/usr/bin/env python3
"""Likelihoods, evidences, distances and moments of samples, by scipy, mpmath and numpy alone.

Evidences are integrals over the scale by quadrature, not by the closed forms that the module uses; borders of
storage types come from numpy's nextafter.
"""
import json
import math
import os

import mpmath as mp
import numpy as np
from scipy import special, stats

mp.mp.dps = 40
RNG = np.random.default_rng(13)


def law(name, scale):
    if name == "normal":
        return stats.norm(0, scale)
    if name == "uniform":
        return stats.uniform(-scale, 2 * scale)
    k = float(name[-1])
    return stats.truncnorm(-k, k, scale=scale)


NAMES = ["normal", "uniform", "truncated-normal-2", "truncated-normal-3"]


def log_likelihood(name, sample, scale):
    return float(np.sum(law(name, scale).logpdf(sample)))


def log_evidence(name, n, m2, largest):
    """ln of the integral of the likelihood over ln s, by quadrature around its top."""
    n, m2, largest = mp.mpf(n), mp.mpf(m2), mp.mpf(largest)
    if name == "uniform":
        def log_l(u):
            return -n * (mp.log(2) + u)
        low, top = mp.log(largest), mp.log(largest)
    else:
        k = None if name == "normal" else mp.mpf(name[-1])
        norm = mp.log(2 * mp.pi) / 2 + (mp.log(mp.erf(k / mp.sqrt(2))) if k else 0)

        def log_l(u):
            return -n * (u + norm) - n * m2 * mp.exp(-2 * u) / 2
        free = mp.log(m2) / 2
        low = mp.log(largest / k) if k else free - 60 / mp.sqrt(n)
        top = max(low, free)
    best = log_l(top)
    width = 60 / mp.sqrt(n) + 60 / n
    edges = [low] + [top + width * f for f in (0, 0.003, 0.01, 0.03, 0.1, 0.3, 1)]
    edges = sorted(set(edges + [e for e in (top - width * f for f in (0.003, 0.03, 0.1, 0.3))
                                if e > low]))
    return float(best + mp.log(mp.quad(lambda u: mp.exp(log_l(u) - best), edges)))


def families():
    cases = []
    for n in (2, 8, 64, 1000, 20000):
        for name in NAMES:
            sample = law(name, 0.07).rvs(n, random_state=RNG)
            m2, largest = float(np.mean(sample**2)), float(np.max(np.abs(sample)))
            row = {"count": n, "meanSquare": m2, "largest": largest, "laws": {}}
            for other in NAMES:
                s = {"uniform": largest * 1.01}.get(other, max(largest / 2, math.sqrt(m2)) * 1.01)
                row["laws"][other] = {
                    "scale": s,
                    "logLikelihood": log_likelihood(other, sample, s),
                    "logEvidence": log_evidence(other, n, m2, largest),
                }
            cases.append(row)
    return cases


def cumulatives():
    return [
        {"law": name, "scale": s, "x": float(x), "p": float(law(name, s).cdf(x))}
        for name in NAMES for s in (0.02, 1.5) for x in np.array([-2.2, -1.9, -0.4, 0, 0.7, 2.5]) * s
    ]


def deviations():
    return {name: float(law(name, 1).std()) for name in NAMES}


def borders():
    rows = []
    for kind, dtype in [("F16", np.float16), ("F32", np.float32), ("F64", np.float64)]:
        for x in [0, 1, -1, 0.1, -0.1, 2.0**-14, 2.0**-15, 3 * 2.0**-24, 2.0**-24, -0.5, 1.5, 1000]:
            v = dtype(x)
            up = np.nextafter(v, dtype(np.inf))
            down = np.nextafter(v, dtype(-np.inf))
            with mp.workdps(60):
                rows.append({
                    "type": kind, "x": float(v),
                    "lower": float((mp.mpf(float(v)) + mp.mpf(float(down))) / 2),
                    "upper": float((mp.mpf(float(v)) + mp.mpf(float(up))) / 2)})
    # Halfway between doubles there is no double.
    return [r for r in rows if r["type"] != "F64"]


def fits():
    rows = []
    for n in (50, 400):
        for name, scale, asked in [("normal", 0.1, "normal"), ("uniform", 0.1, "uniform"),
                                   ("uniform", 0.15, "normal"),
                                   ("truncated-normal-2", 0.1, "truncated-normal-2")]:
            x = law(name, scale).rvs(n, random_state=RNG).astype(np.float16)
            values, counts = np.unique(x, return_counts=True)
            after = np.cumsum(counts) / n
            before = after - counts / n
            f = values.astype(float)
            up = (f + np.nextafter(values, np.float16(np.inf)).astype(float)) / 2
            down = (f + np.nextafter(values, np.float16(-np.inf)).astype(float)) / 2
            cdf = law(asked, 0.1).cdf
            d = float(max(np.abs(cdf(up) - after).max(), np.abs(cdf(down) - before).max()))
            root = math.sqrt(n)
            rows.append({"law": asked, "scale": 0.1, "values": [float(v) for v in x], "distance": d,
                         "p": float(special.kolmogorov((root + 0.12 + 0.11 / root) * d))})
    return rows


def moments():
    x = (RNG.standard_normal(3001) * 0.3).astype(np.float32).astype(float)
    x[7] = 0
    return {"values": x.tolist(), "sums": [math.fsum(x**k) for k in (1, 2, 3, 4)],
            "smallest": float(x.min()), "largest": float(x.max())}


def orthogonal():
    rows = []
    for rows_, columns in [(6, 40), (40, 6), (30, 30)]:
        a = RNG.standard_normal((rows_, columns))
        q = np.linalg.svd(a, full_matrices=False)
        for kind, m in [("independent", a), ("orthogonal", 1.5 * q[0] @ q[2])]:
            short = m if rows_ <= columns else m.T
            short = short.astype(np.float32).astype(float)
            norms = np.linalg.norm(short, axis=1)
            g = short @ short.T / np.outer(norms, norms)
            low = g[np.tril_indices(len(g), -1)]
            n = short.shape[1]
            rows.append({
                "kind": kind, "rows": rows_, "columns": columns,
                "values": m.astype(np.float32).astype(float).ravel().tolist(),
                "cosine": float(math.sqrt(np.mean(low**2) * n)),
                "spread": float(norms.std() / norms.mean() * math.sqrt(2 * n)),
                "gain": float(norms.mean())})
    return rows


if __name__ == "__main__":
    out = os.path.join(os.path.dirname(os.path.abspath(__file__)), "diagnosis.json")
    with open(out, "w") as f:
        json.dump({
            "families": families(), "cumulatives": cumulatives(), "deviations": deviations(),
            "borders": borders(), "fits": fits(), "moments": moments(),
            "orthogonal": orthogonal()}, f)
        f.write("\n")
