"""Singular values, eigenvalues and their laws (numpy, scipy, mpmath). Writes spectra.json."""
import json
import pathlib

import mpmath as mp
import numpy as np

rng = np.random.default_rng(3)
mp.mp.dps = 25
result = {"singular": [], "symmetric": [], "general": [], "marchenkoPastur": [], "trigonometry": []}

graded = rng.standard_normal((8, 8)) * 10.0 ** -np.arange(8)
matrices = [
    rng.standard_normal((1, 1)), rng.standard_normal((5, 3)), rng.standard_normal((3, 7)),
    rng.standard_normal((40, 40)), rng.standard_normal((60, 25)), graded,
    np.outer(rng.standard_normal(6), rng.standard_normal(4)), np.zeros((3, 2)), np.eye(5),
    np.diag([3.0, 0.0, 2.0, 0.0]) + np.diag([1.0, 1.0, 1.0], 1), 1e200 * rng.standard_normal((4, 4)),
    1e-200 * rng.standard_normal((4, 3)),
]
for a in matrices:
    result["singular"].append({"rows": a.shape[0], "columns": a.shape[1], "elements": a.ravel().tolist(),
                               "values": np.linalg.svd(a, compute_uv=False).tolist()})
for n in (1, 2, 5, 30):
    a = rng.standard_normal((n, n))
    a = a + a.T
    result["symmetric"].append({"rows": n, "columns": n, "elements": a.ravel().tolist(),
                                "values": np.linalg.eigvalsh(a).tolist()})
general = [rng.standard_normal((n, n)) for n in (1, 2, 3, 6, 40)]
general += [np.array([[0.0, 1, 0], [0, 0, 1], [1, 0, 0]]), np.array([[1.0, 1], [0, 1]]), np.zeros((3, 3))]
for a in general:
    values = np.linalg.eigvals(a)
    order = np.lexsort((values.imag, values.real))
    result["general"].append({"rows": len(a), "columns": len(a), "elements": a.ravel().tolist(),
                              "real": values.real[order].tolist(), "imaginary": values.imag[order].tolist()})

for gamma in ("0.1", "0.25", "1", "4"):
    g = mp.mpf(gamma)
    lower, upper = (1 - mp.sqrt(g)) ** 2, (1 + mp.sqrt(g)) ** 2
    density = lambda x: mp.sqrt((upper - x) * (x - lower)) / (2 * mp.pi * g * x)
    atom = max(mp.mpf(0), 1 - 1 / g)
    mid, half = (lower + upper) / 2, (upper - lower) / 2

    def mass(t):
        """density(x) dx for x = mid − half cos t, which removes both square roots at the edges."""
        versine = 2 * mp.sin(t / 2) ** 2
        if versine == 0 and mid == half:
            return half * 2 / (2 * mp.pi * g)
        return half ** 2 * versine * (2 - versine) / (2 * mp.pi * g * ((mid - half) + half * versine))

    for share in ("0.001", "0.1", "0.5", "0.9", "0.999"):
        x = mp.mpf(float(lower + mp.mpf(share) * (upper - lower)))
        end = mp.acos((mid - x) / half)
        result["marchenkoPastur"].append([float(g), float(x), float(density(x)), float(atom + mp.quad(mass, [0, end / 2, end]))])
    mean = mp.quad(lambda t: mp.sqrt((mid - half) + 2 * half * mp.sin(t / 2) ** 2) * mass(t), [0, 1, 2, mp.pi])
    result.setdefault("meanSingular", []).append([float(g), float(mean / (1 - atom))])

for x in [*rng.uniform(-3, 3, 100), 1e-9, 1e9, 1.0, 0.125, -0.875]:
    x = float(x)
    result["trigonometry"].append([x, float(mp.atan(mp.mpf(x))), float(mp.cos(2 * mp.pi * mp.mpf(x)))])

pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(result, indent=0) + "\n")
