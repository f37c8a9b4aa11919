"""Tracy–Widom law for β = 1 (Fredholm determinant of the Airy kernel). Writes the Swift table and tracy_widom.json.

F₁(s) = det(1 − B_s) on L²(0, ∞), B_s(x, y) = Ai(x + y + s)  (Ferrari and Spohn 2005), by Gauss–Legendre
quadrature (Bornemann 2010). The density is the derivative of ln det: −F₁ tr((1 − B)⁻¹ B′), B′ = Ai′(x + y + s).
"""
import json
import pathlib

import numpy as np
from scipy.special import airy

nodes, weights = np.polynomial.legendre.leggauss(120)


def law(s):
    """F₁(s) and its density."""
    length = max(16.0, 16.0 - s)
    x, w = (nodes + 1) * length / 2, weights * length / 2
    root = np.sqrt(w)
    ai, slope, _, _ = airy(x[:, None] + x[None, :] + s)
    b = root[:, None] * ai * root[None, :]
    db = root[:, None] * slope * root[None, :]
    m = np.eye(len(x)) - b
    f = np.linalg.det(m)
    return f, -f * np.trace(np.linalg.solve(m, db))


def main():
    here = pathlib.Path(__file__).resolve().parent
    step, low, high = 0.0625, -6.0, 6.0
    grid = np.arange(low, high + step / 2, step)
    rows = [law(s) for s in grid]
    text = "// Made by Tests/References/tracy_widom.py; see TracyWidom.\n\n"
    text += "extension TracyWidom {\n"
    text += "  /// F₁ and its density at −6, −5.9375, …, 6.\n"
    text += "  static let table: [(cumulative: Double, density: Double)] = [\n"
    text += "".join(f"    ({f:.15e}, {p:.15e}),\n" for f, p in rows)
    text += "  ]\n}\n"
    (here.parent.parent / "Sources/Spectra/Laws/TracyWidomTable.swift").write_text(text)
    # Values between the table's points, and moments, for the test.
    points = [-5.77, -3.9, -3.1808, -2.13, -1.2686, -0.41, 0.4501, 0.9793, 2.0234, 3.2724, 4.9]
    fine = np.linspace(-10, 10, 801)
    density = np.array([law(s)[1] for s in fine])
    mean = np.trapezoid(fine * density, fine)
    result = {
        "values": [[s, *map(float, law(s))] for s in points],
        "mean": float(mean), "variance": float(np.trapezoid((fine - mean) ** 2 * density, fine)),
    }
    (here / "tracy_widom.json").write_text(json.dumps(result, indent=0) + "\n")


main()
