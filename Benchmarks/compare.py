"""Runs the benchmarks beside numpy on this machine and prints ratios; above 1 the study is faster.

    cd Benchmarks && swift build -c release && python3 compare.py

Needs numpy. Times are processor seconds of the fastest run, so that a busy machine distorts them
little: both sides use one thread's worth of work per second. Compare ratios, not times, between
machines.
"""
import os
import subprocess
import time

# One thread: idle threads of the linear algebra library spin, and would count against numpy.
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy as np

np.seterr(all="ignore")


def fastest(runs, body):
    best = float("inf")
    for _ in range(runs):
        start = time.process_time()
        body()
        best = min(best, time.process_time() - start)
    return best


def numpy_dense(width, depth, batch, rng, scale=None):
    """One trial: forward and backward through fresh Xavier weights."""
    scale = scale or (1 / width) ** 0.5
    h = rng.standard_normal((batch, width), dtype=np.float32)
    kept = []
    for _ in range(depth):
        w = rng.standard_normal((width, width), dtype=np.float32) * np.float32(scale)
        h = np.tanh(h @ w)
        kept.append((w, h))
        float((h * h).mean())
    g = rng.standard_normal((batch, width), dtype=np.float32)
    for w, h in reversed(kept):
        delta = g * (1 - h * h)
        float((delta * delta).mean())
        g = delta @ w.T


def numpy_grid(width, depth, batch, rng):
    """One trial of three activations under seven starts, the draws shared between the cells."""
    normal = [rng.standard_normal((width, width), dtype=np.float32) for _ in range(depth)]
    uniform = [rng.random((width, width), dtype=np.float32) * 2 - 1 for _ in range(depth)]
    x = rng.standard_normal((batch, width), dtype=np.float32)
    top = rng.standard_normal((batch, width), dtype=np.float32)
    sigmoid = lambda z: 1 / (1 + np.exp(-z))
    functions = [(sigmoid, lambda h: h * (1 - h)), (np.tanh, lambda h: 1 - h * h),
                 (lambda z: np.maximum(z, 0), lambda h: (h > 0).astype(np.float32))]
    starts = [(normal, 0.01), (normal, 1), (normal, width ** -0.5), (uniform, (3 / width) ** 0.5),
              (normal, (2 / width) ** 0.5), (normal, width ** -0.5), (normal, width ** -0.5)]
    for value, slope in functions:
        for weights, scale in starts:
            h, kept = x, []
            for w in weights:
                h = value((h @ w) * np.float32(scale))
                kept.append(h)
                float((h * h).mean())
            g = top
            for w, h in zip(reversed(weights), reversed(kept)):
                delta = g * slope(h)
                float((delta * delta).mean())
                g = (delta @ w.T) * np.float32(scale)


def libm(name, count=1 << 14):
    """M/s of the C library's function in a plain loop, by a compiled one-liner; None without a compiler."""
    source = f"""
#include <math.h>
#include <stdio.h>
#include <time.h>
float x[{count}], y[{count}];
int main(void) {{
  for (int i = 0; i < {count}; i++) x[i] = 6.0f * i / {count} - 3;
  double best = 1e9;
  for (int r = 0; r < 20; r++) {{
    clock_t t = clock();
    for (int k = 0; k < 20; k++) for (int i = 0; i < {count}; i++) y[i] = {name}(x[i]);
    double s = (double)(clock() - t) / CLOCKS_PER_SEC;
    if (s < best) best = s;
  }}
  printf("%g\\n", 20.0 * {count} / best / 1e6);
}}"""
    path = os.path.join(os.environ.get("TMPDIR", "/tmp"), f"libm-{name}-{os.getpid()}")
    try:
        for compiler in ("clang", "cc", "gcc"):
            try:
                subprocess.run([compiler, "-O2", "-x", "c", "-", "-o", path, "-lm"], input=source, text=True,
                               check=True, capture_output=True)
                return float(subprocess.run([path], capture_output=True, text=True, check=True).stdout)
            except (OSError, subprocess.CalledProcessError):
                continue
    finally:
        if os.path.exists(path):
            os.remove(path)
    return None


def main():
    output = subprocess.run([".build/release/benchmarks"], capture_output=True, text=True, check=True).stdout
    ours = {k: float(v) for k, v in (line.split("\t") for line in output.splitlines())}
    rng = np.random.default_rng(1)
    buffer = np.empty(1 << 14, dtype=np.float32)
    rows = []

    def row(name, own, other, unit, higher_is_better):
        if other is not None:
            rows.append((name, own, other, unit, own / other if higher_is_better else other / own))

    normal = 100 * buffer.size / 1e6 / fastest(
        5, lambda: [rng.standard_normal(out=buffer, dtype=np.float32) for _ in range(100)])
    row("normal numbers, float32", ours["normals float32, M/s"], normal, "M/s", True)
    for function, activation in (("tanhf", "tanh"), ("erff", "erf"), ("expm1f", "elu")):
        row(f"{activation} against {function}", ours[f"{activation} float32, M/s"], libm(function), "M/s", True)
    dense = fastest(2, lambda: numpy_dense(4096, 30, 1, rng)) * 1000
    row("4096 x 30, one input, exact against numpy dense", ours["exact 4096 x 30, ms per trial"], dense,
        "ms", False)
    batch = fastest(4, lambda: numpy_dense(512, 50, 128, rng)) * 1000
    row("512 x 50, batch 128, dense", ours["dense 512 x 50, batch 128, two jobs, ms per trial"], batch,
        "ms", False)
    cells = fastest(1, lambda: numpy_grid(512, 50, 128, rng))
    row("grid 3 x 7 at that size, per trial", ours["grid 3 x 7, 512 x 50, batch 128, s per trial"], cells,
        "s", False)

    print(f"{'':52}{'study':>12}{'other':>12}{'ratio':>10}")
    for name, own, other, unit, ratio in rows:
        print(f"{name:52}{own:12.4g}{other:12.4g}{ratio:10.1f}  ({unit})")
    print("\nexact sampler, ns per unit and layer:",
          ", ".join(f"{k.split(',')[0][6:]}: {v:.2f}" for k, v in ours.items()
                    if k.startswith("exact") and "ns per unit" in k))


main()
