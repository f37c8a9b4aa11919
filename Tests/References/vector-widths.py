"""Checks that the C kernels give the same bits at every vector width, with fused operations, and on arm64.

Compiles Sources/CKernels for plain SSE2, AVX2, AVX2 with FMA and AVX-512 by compiler flags, runs one
driver over all functions on the widths that this CPU has, and compares a hash of the results. With
packages libc6-dev-arm64-cross, gcc-aarch64-linux-gnu and qemu-user it does the same for arm64 under
emulation, with and without fused operations allowed by the target; without them it says so. Run
`python3 Tests/References/vector-widths.py` on x86-64 Linux with clang after changing a C kernel; the unit
tests compare the width that the loader picks with the Swift forms.
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
KERNELS = ROOT / "Sources" / "CKernels"

DRIVER = r"""
#include "ckernels.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
static uint64_t hash = 14695981039346656037u;
static void take(const void *p, size_t n) {
  for (size_t i = 0; i < n; i++) hash = (hash ^ ((const unsigned char *)p)[i]) * 1099511628211u;
}
enum { N = 64 * 157 };
static float x[N], y[N], s[N], packed[64 * 1024];
static double u[N], v[N], w[N], wide[64 * 1024];
int main(void) {
  init_study_normals_float(x, N / 64, 12345, 678, 9, 3.0f);
  init_study_normals_double(u, N / 32, 12345, 678, 9, 3.0);
  take(x, sizeof x); take(u, sizeof u);
  for (int i = 0; i < N; i += 97) x[i] *= 1e3f;
  for (int i = 0; i < N; i += 89) u[i] *= 1e2;
  for (int kind = 0; kind <= INIT_STUDY_GELU_TANH; kind++) {
    init_study_activation_values_float(kind, x, y, N); take(y, sizeof y);
    init_study_activation_slopes_float(kind, x, y, N); take(y, sizeof y);
    init_study_activation_values_double(kind, u, v, N); take(v, sizeof v);
    init_study_activation_slopes_double(kind, u, v, N); take(v, sizeof v);
  }
  const double frequencies[] = {1, 30, 1e4};
  for (int i = 0; i < 3; i++) {
    init_study_sine_values_float(frequencies[i], x, y, N); take(y, sizeof y);
    init_study_sine_slopes_float(frequencies[i], x, y, N); take(y, sizeof y);
    init_study_sine_values_double(frequencies[i], u, v, N); take(v, sizeof v);
    init_study_sine_slopes_double(frequencies[i], u, v, N); take(v, sizeof v);
  }
  init_study_normal_densities(u, v, N); take(v, sizeof v);
  init_study_single_normals(v, N - 3, 12345, 678, 9, 2); take(v, sizeof v);
  init_study_exponentials_double(v, 1.3, N - 3); take(v, sizeof v);
  memcpy(y, x, sizeof y);
  init_study_exponentials_float(y, 0.7f, N - 3); take(y, sizeof y);
  int64_t zeros, lost;
  float largest;
  init_study_extremes_float(x, N - 3, &zeros, &lost, &largest); take(&zeros, 8); take(&largest, 4);
  double most;
  init_study_extremes_double(u, N - 3, &zeros, &lost, &most); take(&lost, 8); take(&most, 8);
  double a, b;
  init_study_sums_float(x, N - 3, &a, &b); take(&a, 8); take(&b, 8);
  init_study_sums_double(u, N - 3, &a, &b); take(&a, 8); take(&b, 8);
  a = init_study_dot_float(x, y, N - 5); take(&a, 8);
  init_study_normals_double(v, N / 32, 5, 6, 7, 1.0);
  a = init_study_dot_double(u, v, N - 5); take(&a, 8);
  a = init_study_multiply_float(x, y, N - 1); take(&a, 8); take(y, sizeof y);
  a = init_study_multiply_double(u, v, N - 1); take(&a, 8); take(v, sizeof v);
  init_study_add_float(x, 0.3f, y, N); take(y, sizeof y);
  init_study_add_double(u, 0.3, v, N); take(v, sizeof v);
  for (int transposed = 0; transposed < 2; transposed++) {
    init_study_product_float(x, x + 500, y, 13, 71, 67, transposed, packed); take(y, 13 * 67 * 4);
    init_study_product_double(u, u + 500, v, 13, 71, 67, transposed, wide); take(v, 13 * 67 * 8);
    for (int columns = 1; columns <= 17; columns++) { // Up to more than half a panel.
      init_study_product_float(x, x + 500, y, 9, 12, columns, transposed, packed); take(y, 9 * columns * 4);
      init_study_product_double(u, u + 500, v, 9, 12, columns, transposed, wide); take(v, 9 * columns * 8);
    }
  }
  for (int transposed = 0; transposed < 2; transposed++) {
    init_study_pack_float(x + 500, packed, 71, 67, transposed);
    init_study_packed_product_float(x, packed, y, 13, 71, 67, 67, 0.3f); take(y, 13 * 67 * 4);
    init_study_pack_double(u + 500, wide, 71, 67, transposed);
    init_study_packed_product_double(u, wide, v, 13, 71, 67, 67, 0.3); take(v, 13 * 67 * 8);
  }
  init_study_uniforms_float(y, N / 64, 12345, 678, 9, 0.7f); take(y, sizeof y);
  init_study_uniforms_double(v, N / 32, 12345, 678, 9, 0.7); take(v, sizeof v);
  for (int size = 1; size < 9; size++) {
    init_study_multiply_lanes(x, u, w, size, 64); take(w, size * size * 64 * 8);
  }
  init_study_symmetric_step(u, 95, 93, v, v + 200, v + 400, w); take(u, 95 * 93 * 8); take(w, 93 * 8);
  init_study_update_and_accumulate(u, 0.3, v, 1.7, w, 997); take(u, 997 * 8); take(w, 997 * 8);
  a = init_study_update_and_dot(u, 0.3, v, w, 997); take(&a, 8); take(u, 997 * 8);
  printf("%016llx\n", (unsigned long long)hash);
}
"""


def main():
    compiler = sys.argv[1] if len(sys.argv) > 1 else shutil.which("clang")
    flags = pathlib.Path("/proc/cpuinfo").read_text()
    widths = {"SSE2": [], "AVX2": ["-mavx2"], "AVX2 and FMA": ["-mavx2", "-mfma"],
              "AVX-512 and FMA": ["-mavx512f", "-mavx512dq", "-mavx512vl", "-mfma"]}
    needs = {"AVX2": "avx2", "AVX2 and FMA": "fma", "AVX-512 and FMA": "avx512vl"}
    hashes = {}
    with tempfile.TemporaryDirectory() as folder:
        driver = pathlib.Path(folder, "driver.c")
        driver.write_text(DRIVER)
        sources = [str(p) for p in sorted(KERNELS.glob("*.c"))]
        base = [compiler, "-O3", "-ffp-contract=off", f"-I{KERNELS}", f"-I{KERNELS / 'include'}", str(driver)]
        for name, extra in {**widths, "chosen at run time": []}.items():
            if needs.get(name, "") not in flags:
                continue
            portable = [] if name == "chosen at run time" else ["-U__linux__"]
            program = str(pathlib.Path(folder, "driver"))
            subprocess.run(base + sources + extra + portable + ["-lm", "-o", program], check=True)
            hashes[name] = subprocess.run([program], capture_output=True, text=True, check=True).stdout.strip()
        emulator = shutil.which("qemu-aarch64-static") or shutil.which("qemu-aarch64")
        program = str(pathlib.Path(folder, "driver-arm64"))
        for name, extra in {"arm64": [], "arm64, SVE2": ["-march=armv9-a+sve2"]}.items():
            if not emulator:
                print(f"skipped {name}: no qemu-aarch64 (package qemu-user)")
                continue
            build = subprocess.run(
                base + sources + extra + ["--target=aarch64-linux-gnu", "-static", "-lm", "-o", program],
                capture_output=True, text=True)
            if build.returncode:
                print(f"skipped {name}: no cross compiler (packages gcc-aarch64-linux-gnu, "
                      f"libc6-dev-arm64-cross): {build.stderr.strip().splitlines()[-1]}")
                continue
            hashes[name] = subprocess.run(
                [emulator, "-cpu", "max", program], capture_output=True, text=True, check=True).stdout.strip()
    for name, value in hashes.items():
        print(f"{name:20} {value}")
    sys.exit(0 if len(set(hashes.values())) == 1 else "the bits differ between processors")


main()
