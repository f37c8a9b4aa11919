"""Products of Gaussian matrices by brute force (numpy, 53-bit). Writes gaussian_products.json."""
import json
import pathlib

import numpy as np

rng = np.random.default_rng(11)
rows = []
for size, steps, trials in ((1, 5, 100_000), (2, 3, 100_000), (4, 1, 100_000), (4, 20, 100_000), (12, 6, 30_000)):
    product = rng.standard_normal((trials, size, size))
    for _ in range(steps - 1):
        product = rng.standard_normal((trials, size, size)) @ product
    norms = np.log(np.linalg.svd(product, compute_uv=False)[:, 0])
    largest = np.log(np.abs(product).max(axis=(1, 2)))
    rows.append({
        "size": size, "steps": steps, "trials": trials,
        "meanLogNorm": norms.mean(), "varianceLogNorm": norms.var(ddof=1),
        "meanLogLargest": largest.mean(), "varianceLogLargest": largest.var(ddof=1),
    })
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(rows, indent=0) + "\n")
