#include "dispatch.h"
#include "include/ckernels.h"

#include <string.h>

#pragma STDC FP_CONTRACT OFF

// The counterpart of MatrixProduct.swift: every sum runs over `inner` in order in one accumulator, so
// that neither the tile nor the vector width changes a bit. Each vector width has its own tile, because
// the number of registers differs: TALL rows by two vectors of accumulators.

// Copies `width` ≤ panel columns of B from column j into packed[inner][panel], padded with zeros.
#define PACK(SCALAR)                                                                               \
  INLINE void pack_##SCALAR(                                                                       \
      const SCALAR *b, SCALAR *packed, int64_t inner, int64_t columns, int64_t j, int64_t width,   \
      int64_t panel, int transposed) {                                                             \
    if (width < panel) memset(packed, 0, (size_t)(inner * panel) * sizeof(SCALAR));                \
    if (transposed) {                                                                              \
      for (int64_t k0 = 0; k0 < inner; k0 += 16) {                                                 \
        int64_t k1 = k0 + 16 < inner ? k0 + 16 : inner;                                            \
        for (int64_t column = 0; column < width; column++) {                                       \
          const SCALAR *row = b + (j + column) * inner;                                            \
          for (int64_t k = k0; k < k1; k++) packed[k * panel + column] = row[k];                   \
        }                                                                                          \
      }                                                                                            \
    } else {                                                                                       \
      for (int64_t k = 0; k < inner; k++)                                                          \
        memcpy(packed + k * panel, b + k * columns + j, (size_t)width * sizeof(SCALAR));           \
    }                                                                                              \
  }
PACK(float)
PACK(double)

// A tile of ROWS × two vectors of LANES.
#define TILE(NAME, TARGET, SCALAR, LANES, ROWS)                                                    \
  TARGET INLINE void tile_##NAME##_##ROWS(                                                         \
      const SCALAR *a, const SCALAR *packed, SCALAR *c, int64_t inner, int64_t columns,            \
      int64_t width) {                                                                             \
    typedef SCALAR vector __attribute__((ext_vector_type(LANES)));                                 \
    typedef SCALAR loose __attribute__((ext_vector_type(LANES), aligned(sizeof(SCALAR))));         \
    vector low[ROWS], high[ROWS];                                                                  \
    for (int r = 0; r < ROWS; r++) low[r] = high[r] = (vector)(SCALAR)0;                           \
    for (int64_t k = 0; k < inner; k++) {                                                          \
      vector b0 = *(const loose *)(packed + k * 2 * LANES);                                        \
      vector b1 = *(const loose *)(packed + k * 2 * LANES + LANES);                                \
      _Pragma("clang loop unroll(full)") for (int r = 0; r < ROWS; r++) {                          \
        vector x = (vector)a[r * inner + k];                                                       \
        low[r] = low[r] + x * b0;                                                                  \
        high[r] = high[r] + x * b1;                                                                \
      }                                                                                            \
    }                                                                                              \
    for (int r = 0; r < ROWS; r++) {                                                               \
      SCALAR *row = c + r * columns;                                                               \
      if (width == 2 * LANES) {                                                                    \
        *(loose *)row = low[r];                                                                    \
        *(loose *)(row + LANES) = high[r];                                                         \
      } else {                                                                                     \
        SCALAR edge[2 * LANES];                                                                    \
        *(loose *)edge = low[r];                                                                   \
        *(loose *)(edge + LANES) = high[r];                                                        \
        memcpy(row, edge, (size_t)width * sizeof(SCALAR));                                         \
      }                                                                                            \
    }                                                                                              \
  }

#define PRODUCT(NAME, TARGET, SCALAR, LANES, TALL)                                                 \
  TILE(NAME, TARGET, SCALAR, LANES, TALL)                                                          \
  TILE(NAME, TARGET, SCALAR, LANES, 1)                                                             \
  TARGET static void product_##NAME(                                                               \
      const SCALAR *a, const SCALAR *b, SCALAR *c, int64_t rows, int64_t inner, int64_t columns,   \
      int transposed, SCALAR *packed) {                                                            \
    const int64_t panel = 2 * LANES;                                                               \
    for (int64_t j = 0; j < columns; j += panel) {                                                 \
      int64_t width = columns - j < panel ? columns - j : panel;                                   \
      pack_##SCALAR(b, packed, inner, columns, j, width, panel, transposed);                       \
      int64_t i = 0;                                                                               \
      for (; i + TALL <= rows; i += TALL)                                                          \
        tile_##NAME##_##TALL(a + i * inner, packed, c + i * columns + j, inner, columns, width);   \
      for (; i < rows; i++)                                                                        \
        tile_##NAME##_1(a + i * inner, packed, c + i * columns + j, inner, columns, width);        \
    }                                                                                              \
  }

#define DEFAULT
PRODUCT(float_narrow, DEFAULT, float, 4, 4)
PRODUCT(double_narrow, DEFAULT, double, 2, 4)
#ifdef HAS_WIDE_VECTORS
#define AVX2 __attribute__((target("avx2")))
#define AVX512 __attribute__((target("avx512f")))
PRODUCT(float_avx2, AVX2, float, 8, 4)
PRODUCT(double_avx2, AVX2, double, 4, 4)
PRODUCT(float_avx512, AVX512, float, 16, 8)
PRODUCT(double_avx512, AVX512, double, 8, 8)
#define DISPATCH(SCALAR)                                                                           \
  if (__builtin_cpu_supports("avx512f")) {                                                         \
    product_##SCALAR##_avx512(a, b, c, rows, inner, columns, transposed, packed);                  \
    return;                                                                                        \
  }                                                                                                \
  if (__builtin_cpu_supports("avx2")) {                                                            \
    product_##SCALAR##_avx2(a, b, c, rows, inner, columns, transposed, packed);                    \
    return;                                                                                        \
  }
#else
#define DISPATCH(SCALAR)
#endif

void init_study_product_float(
    const float *a, const float *b, float *c, int64_t rows, int64_t inner, int64_t columns,
    int transposed, float *packed) {
  DISPATCH(float)
  product_float_narrow(a, b, c, rows, inner, columns, transposed, packed);
}

void init_study_product_double(
    const double *a, const double *b, double *c, int64_t rows, int64_t inner, int64_t columns,
    int transposed, double *packed) {
  DISPATCH(double)
  product_double_narrow(a, b, c, rows, inner, columns, transposed, packed);
}
