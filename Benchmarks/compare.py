"""Runs the benchmarks beside numpy, jax and the C library on this machine and prints ratios; above 1
the study is faster.

    cd Benchmarks && swift build -c release && python3 compare.py

Needs numpy; rows for jax (`pip install "jax[cpu]"`) and the C library (a compiler) are left out with a
reason where those are missing. Two kinds of figures:

- processor seconds of one thread on either side: a busy machine distorts them little;
- seconds on the wall with every core on either side (numpy's linear algebra takes them by itself, jax
  too): what a user waits for; only a quiet machine tells them.

Each is the fastest of some runs. Compare ratios, not times, between machines. Variables that choose
OpenBLAS's kernel by hand are ignored: it takes the best for this processor.
"""
import json
import os
import subprocess
import sys
import time

FORCED = [name for name in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE") if os.environ.pop(name, None)]
# The number of threads is fixed when the library is loaded, so each kind of figure has its own process.
THREADS = int(sys.argv[2]) if len(sys.argv) > 2 and sys.argv[1] == "--other" else None
if THREADS:
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
        os.environ[name] = str(THREADS)

import numpy as np

np.seterr(all="ignore")


def fastest(runs, body):
    """Seconds of the fastest of some runs: of the processor with one thread, on the wall with more."""
    clock = time.process_time if THREADS == 1 else time.perf_counter
    best = float("inf")
    for _ in range(runs):
        start = clock()
        body()
        best = min(best, clock() - start)
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


def numpy_products(size, steps, trials, rng):
    """ln of the spectral norms of products of Gaussian matrices, rescaled now and then."""
    product = rng.standard_normal((trials, size, size), dtype=np.float32)
    logarithm = np.zeros(trials)
    for step in range(1, steps):
        product = rng.standard_normal((trials, size, size), dtype=np.float32) @ product
        if step % 8 == 0:
            largest = np.abs(product).max(axis=(1, 2))
            logarithm += np.log(largest)
            product /= largest[:, None, None]
    return logarithm + np.log(np.linalg.svd(product, compute_uv=False)[:, 0])


def numpy_spectra(rows, columns, trials, rng):
    """All singular values of uniform matrices."""
    for _ in range(trials):
        np.linalg.svd(rng.uniform(-1, 1, (rows, columns)), compute_uv=False)


def jax_dense(width, depth, batch):
    """A function that runs one trial as `numpy_dense` does, compiled; None with a printed reason."""
    if THREADS == 1:
        # jax's pool cannot be limited from inside; one core of affinity does.
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    try:
        import jax
        import jax.numpy as jnp
    except ImportError:
        print("jax left out: not installed (pip install 'jax[cpu]')", file=sys.stderr)
        return None
    jax.config.update("jax_platforms", "cpu")

    def trial(key):
        keys = jax.random.split(key, depth + 2)
        draw = lambda key: jax.random.normal(key, (width, width), jnp.float32) * (1 / width) ** 0.5
        h = jax.random.normal(keys[-1], (batch, width), jnp.float32)
        weights, outputs, sizes = [], [], []
        for key in keys[:depth]:
            w = draw(key)
            h = jnp.tanh(h @ w)
            weights.append(w)
            outputs.append(h)
            sizes.append(jnp.mean(h * h))
        g = jax.random.normal(keys[-2], (batch, width), jnp.float32)
        for w, h in zip(reversed(weights), reversed(outputs)):
            delta = g * (1 - h * h)
            sizes.append(jnp.mean(delta * delta))
            g = delta @ w.T
        return jnp.stack(sizes), g

    compiled = jax.jit(trial)
    keys = iter(range(1, 10_000))
    run = lambda: jax.block_until_ready(compiled(jax.random.PRNGKey(next(keys))))
    run()
    return run


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


def other():
    """Seconds of everything that is compared, as JSON on stdout; run with one thread, then with all."""
    rng = np.random.default_rng(1)
    seconds = {}
    if THREADS == 1:
        buffer = np.empty(1 << 14, dtype=np.float32)
        seconds["normals"] = fastest(
            5, lambda: [rng.standard_normal(out=buffer, dtype=np.float32) for _ in range(100)]) / 100 / buffer.size
    seconds["deep"] = fastest(2, lambda: numpy_dense(4096, 30, 1, rng))
    seconds["dense"] = fastest(4, lambda: numpy_dense(512, 50, 128, rng))
    seconds["grid"] = fastest(2, lambda: numpy_grid(512, 50, 128, rng))
    seconds["products"] = fastest(4, lambda: numpy_products(4, 100, 10_000, rng))
    seconds["spectra"] = fastest(3, lambda: numpy_spectra(1000, 500, 20, rng))
    run = jax_dense(512, 50, 128)
    if run:
        seconds["jax"] = fastest(6, run)
    json.dump(seconds, sys.stdout)


def main():
    if FORCED:
        print(f"{' and '.join(FORCED)} ignored: OpenBLAS chooses its kernel itself\n")
    output = subprocess.run([".build/release/benchmarks"], capture_output=True, text=True, check=True).stdout
    ours = {k: float(v) for k, v in (line.split("\t") for line in output.splitlines())}
    cores = len(os.sched_getaffinity(0))
    one, all_cores = (
        json.loads(subprocess.run([sys.executable, __file__, "--other", str(threads)], stdout=subprocess.PIPE,
                                  text=True, check=True).stdout)
        for threads in (1, max(cores, 2)))
    rows = []

    def row(name, own, other, unit, higher_is_better=False):
        if other is not None:
            rows.append((name, own, other, unit, own / other if higher_is_better else other / own))

    row("normal numbers, float32", ours["normals float32, M/s"], 1e-6 / one["normals"], "M/s", True)
    for function, activation in (("tanhf", "tanh"), ("erff", "erf"), ("expm1f", "elu")):
        row(f"{activation} against {function}", ours[f"{activation} float32, M/s"], libm(function), "M/s", True)
    row("4096 x 30, one input, exact against numpy dense", ours["exact 4096 x 30, ms per trial"],
        one["deep"] * 1000, "ms per trial")
    for name, key, own, trials in (
            ("512 x 50, batch 128, dense", "dense", "dense 512 x 50, batch 128, 8 trials", 8),
            ("the same against jax, jit", "jax", "dense 512 x 50, batch 128, 8 trials", 8),
            ("grid 3 x 7 at that size", "grid", "grid 3 x 7, 512 x 50, batch 128, 20 trials", 20),
            ("10,000 products of 100 matrices 4 x 4", "products", "10000 products of 100 matrices 4 x 4", 1),
            ("20 spectra 1000 x 500, uniform", "spectra", "20 spectra 1000 x 500, xavier-uniform", 1)):
        unit = "ms per trial" if trials > 1 else "ms"
        if key in one:
            row(name + ", one thread", ours[own + ", ms"] / trials, one[key] * 1000, unit)
            row(name + f", {cores} cores, wall", ours[own + ", all cores, ms"] / trials, all_cores[key] * 1000, unit)

    print(f"{'':60}{'study':>12}{'other':>12}{'ratio':>10}")
    for name, own, other_value, unit, ratio in rows:
        print(f"{name:60}{own:12.4g}{other_value:12.4g}{ratio:10.1f}  ({unit})")
    print("\nexact sampler, ns per unit and layer:",
          ", ".join(f"{k.split(',')[0][6:]}: {v:.2f}" for k, v in ours.items()
                    if k.startswith("exact") and "ns per unit" in k))
    print("exact 1000000 x 100: "
          f"{ours['exact 1000000 x 100, ms per trial'] / 1000:.2f} s; 100 largest singular values of "
          f"10000 x 10000: {ours['100 largest singular values 10000 x 10000, ms'] / 1000:.2f} s")


other() if THREADS else main()
