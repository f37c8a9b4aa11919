#include "dispatch.h"
#include "include/ckernels.h"

#include <string.h>

#pragma STDC FP_CONTRACT OFF

// The counterpart of MatrixProduct.swift: every sum runs over `inner` in order in one accumulator, so
// that neither the tile nor the vector width changes a bit. Each vector width has its own tile, because
// the number of registers differs: TALL rows by two vectors of accumulators.

// Copies `width` ≤ panel columns of B from column j into packed[inner][panel], padded with zeros as far as a
// tile reads: half a panel where that is wide enough. The usual widths are constants, for copies without a call.
#define PACK(SCALAR)                                                                               \
  INLINE void pack_##SCALAR(                                                                       \
      const SCALAR *b, SCALAR *packed, int64_t inner, int64_t columns, int64_t j, int64_t width,   \
      int64_t panel, int transposed) {                                                             \
    const int64_t half = panel / 2;                                                                \
    if (width != panel && width != half)                                                           \
      memset(packed, 0, (size_t)(inner * panel) * sizeof(SCALAR));                                 \
    if (transposed) {                                                                              \
      for (int64_t k0 = 0; k0 < inner; k0 += 16) {                                                 \
        int64_t k1 = k0 + 16 < inner ? k0 + 16 : inner;                                            \
        for (int64_t column = 0; column < width; column++) {                                       \
          const SCALAR *row = b + (j + column) * inner;                                            \
          for (int64_t k = k0; k < k1; k++) packed[k * panel + column] = row[k];                   \
        }                                                                                          \
      }                                                                                            \
    } else if (width == panel) {                                                                   \
      for (int64_t k = 0; k < inner; k++)                                                          \
        memcpy(packed + k * panel, b + k * columns + j, (size_t)panel * sizeof(SCALAR));           \
    } else if (width == half) {                                                                    \
      for (int64_t k = 0; k < inner; k++)                                                          \
        memcpy(packed + k * panel, b + k * columns + j, (size_t)half * sizeof(SCALAR));            \
    } else {                                                                                       \
      for (int64_t k = 0; k < inner; k++)                                                          \
        memcpy(packed + k * panel, b + k * columns + j, (size_t)width * sizeof(SCALAR));           \
    }                                                                                              \
  }
PACK(float)
PACK(double)

// Adds row K of the panel, times column K of A, to the accumulators. Entries of A are `across` apart
// from row to row, `along` from column to column: 1 for one of the two.
#define STEP(LANES, ROWS, VECTORS, K)                                                              \
  {                                                                                                \
    vector of_b[VECTORS];                                                                          \
    _Pragma("clang loop unroll(full)") for (int v = 0; v < VECTORS; v++)                           \
      of_b[v] = *(const loose *)(packed + (K) * 2 * LANES + v * LANES);                            \
    _Pragma("clang loop unroll(full)") for (int r = 0; r < ROWS; r++) {                            \
      vector x = (vector)a[r * across + (K) * along];                                              \
      _Pragma("clang loop unroll(full)") for (int v = 0; v < VECTORS; v++)                         \
        sum[r][v] = sum[r][v] + x * of_b[v];                                                       \
    }                                                                                              \
  }

// A tile of ROWS × VECTORS of LANES, two of which make a panel; a network of few units needs one, and is as
// fast as it is small. `ahead` is where the next panel lies if there is one: a line of it is fetched now and
// then, so that a panel that comes from far is there when its turn comes.
#define TILE(NAME, TARGET, SCALAR, LANES, ROWS, VECTORS)                                           \
  TARGET INLINE void tile_##NAME##_##ROWS##_##VECTORS(                                             \
      const SCALAR *a, const SCALAR *packed, SCALAR *c, int64_t inner, int64_t across,             \
      int64_t along, int64_t stride, int64_t width, SCALAR factor, uintptr_t ahead) {              \
    typedef SCALAR vector __attribute__((ext_vector_type(LANES)));                                 \
    typedef SCALAR loose __attribute__((ext_vector_type(LANES), aligned(sizeof(SCALAR))));         \
    vector sum[ROWS][VECTORS];                                                                     \
    for (int r = 0; r < ROWS; r++)                                                                 \
      for (int v = 0; v < VECTORS; v++) sum[r][v] = (vector)(SCALAR)0;                             \
    int64_t k = 0;                                                                                 \
    for (; k + 8 <= inner; k += 8) {                                                               \
      __builtin_prefetch((const void *)(ahead + 8 * (uintptr_t)k), 0, 2);                          \
      _Pragma("clang loop unroll(full)") for (int64_t s = 0; s < 8; s++)                           \
        STEP(LANES, ROWS, VECTORS, k + s)                                                          \
    }                                                                                              \
    for (; k < inner; k++) STEP(LANES, ROWS, VECTORS, k)                                           \
    for (int r = 0; r < ROWS; r++) {                                                               \
      SCALAR *row = c + r * stride;                                                                \
      SCALAR edge[VECTORS * LANES];                                                                \
      SCALAR *to = width == VECTORS * LANES ? row : edge;                                          \
      for (int v = 0; v < VECTORS; v++) *(loose *)(to + v * LANES) = factor * sum[r][v];           \
      if (to == edge) memcpy(row, edge, (size_t)width * sizeof(SCALAR));                           \
    }                                                                                              \
  }

// All rows of A, in tiles of TALL and the rest one by one.
#define ROWS_IN_TILES(NAME, TALL, VECTORS)                                                         \
  for (; i + TALL <= rows; i += TALL, ahead += 8 * (uintptr_t)inner)                               \
    tile_##NAME##_##TALL##_##VECTORS(                                                              \
        a + i * across, packed, c + i * stride, inner, across, along, stride, width, factor,       \
        ahead);                                                                                    \
  for (; i < rows; i++, ahead += 8 * (uintptr_t)inner)                                             \
    tile_##NAME##_1_##VECTORS(                                                                     \
        a + i * across, packed, c + i * stride, inner, across, along, stride, width, factor, ahead);

#define PRODUCT(NAME, TARGET, SCALAR, LANES, TALL)                                                 \
  TILE(NAME, TARGET, SCALAR, LANES, TALL, 1)                                                       \
  TILE(NAME, TARGET, SCALAR, LANES, TALL, 2)                                                       \
  TILE(NAME, TARGET, SCALAR, LANES, 1, 1)                                                          \
  TILE(NAME, TARGET, SCALAR, LANES, 1, 2)                                                          \
  TARGET INLINE void panel_of_##NAME(                                                              \
      const SCALAR *a, const SCALAR *packed, SCALAR *c, int64_t rows, int64_t inner,               \
      int64_t across, int64_t along, int64_t stride, int64_t width, SCALAR factor) {               \
    int64_t i = 0;                                                                                 \
    uintptr_t ahead = (uintptr_t)(packed + inner * 2 * LANES);                                     \
    if (width <= LANES) {                                                                          \
      ROWS_IN_TILES(NAME, TALL, 1)                                                                 \
    } else {                                                                                       \
      ROWS_IN_TILES(NAME, TALL, 2)                                                                 \
    }                                                                                              \
  }                                                                                                \
  TARGET static void panel_##NAME(                                                                 \
      const SCALAR *a, const SCALAR *packed, SCALAR *c, int64_t rows, int64_t inner,               \
      int64_t stride, int64_t width, SCALAR factor) {                                              \
    panel_of_##NAME(a, packed, c, rows, inner, inner, 1, stride, width, factor);                   \
  }                                                                                                \
  TARGET static void turned_panel_##NAME(                                                          \
      const SCALAR *a, const SCALAR *packed, SCALAR *c, int64_t rows, int64_t inner,               \
      int64_t stride, int64_t width, SCALAR factor) {                                              \
    panel_of_##NAME(a, packed, c, rows, inner, 1, rows, stride, width, factor);                    \
  }                                                                                                \
  TARGET static void turned_product_##NAME(                                                        \
      const SCALAR *a, const SCALAR *b, SCALAR *c, int64_t rows, int64_t inner, int64_t columns,   \
      SCALAR *packed) {                                                                            \
    const int64_t panel = 2 * LANES;                                                               \
    for (int64_t j = 0; j < columns; j += panel) {                                                 \
      int64_t width = columns - j < panel ? columns - j : panel;                                   \
      pack_##SCALAR(b, packed, inner, columns, j, width, panel, 0);                                \
      turned_panel_##NAME(a, packed, c + j, rows, inner, columns, width, 1);                       \
    }                                                                                              \
  }                                                                                                \
  TARGET static void product_##NAME(                                                               \
      const SCALAR *a, const SCALAR *b, SCALAR *c, int64_t rows, int64_t inner, int64_t columns,   \
      int transposed, SCALAR *packed) {                                                            \
    const int64_t panel = 2 * LANES;                                                               \
    for (int64_t j = 0; j < columns; j += panel) {                                                 \
      int64_t width = columns - j < panel ? columns - j : panel;                                   \
      pack_##SCALAR(b, packed, inner, columns, j, width, panel, transposed);                       \
      panel_##NAME(a, packed, c + j, rows, inner, columns, width, 1);                              \
    }                                                                                              \
  }                                                                                                \
  TARGET static void pack_all_##NAME(                                                              \
      const SCALAR *b, SCALAR *packed, int64_t inner, int64_t columns, int transposed) {           \
    const int64_t panel = 2 * LANES;                                                               \
    for (int64_t j = 0; j < columns; j += panel) {                                                 \
      int64_t width = columns - j < panel ? columns - j : panel;                                   \
      pack_##SCALAR(b, packed + j * inner, inner, columns, j, width, panel, transposed);           \
    }                                                                                              \
  }                                                                                                \
  TARGET static void packed_product_##NAME(                                                        \
      const SCALAR *a, const SCALAR *packed, SCALAR *c, int64_t rows, int64_t inner,               \
      int64_t columns, int64_t stride, SCALAR factor) {                                            \
    const int64_t panel = 2 * LANES;                                                               \
    for (int64_t j = 0; j < columns; j += panel) {                                                 \
      int64_t width = columns - j < panel ? columns - j : panel;                                   \
      panel_##NAME(a, packed + j * inner, c + j, rows, inner, stride, width, factor);              \
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
// Calls the widest variant of FUNCTION that the CPU has.
#define WIDEST_OF(FUNCTION, SCALAR, ...)                                                           \
  if (__builtin_cpu_supports("avx512f"))                                                           \
    FUNCTION##_##SCALAR##_avx512(__VA_ARGS__);                                                     \
  else if (__builtin_cpu_supports("avx2"))                                                         \
    FUNCTION##_##SCALAR##_avx2(__VA_ARGS__);                                                       \
  else                                                                                             \
    FUNCTION##_##SCALAR##_narrow(__VA_ARGS__);
#else
#define WIDEST_OF(FUNCTION, SCALAR, ...) FUNCTION##_##SCALAR##_narrow(__VA_ARGS__);
#endif

#define INTERFACE(SCALAR)                                                                          \
  void init_study_product_##SCALAR(                                                                \
      const SCALAR *a, const SCALAR *b, SCALAR *c, int64_t rows, int64_t inner, int64_t columns,   \
      int transposed, SCALAR *packed) {                                                            \
    WIDEST_OF(product, SCALAR, a, b, c, rows, inner, columns, transposed, packed)                  \
  }                                                                                                \
  void init_study_turned_product_##SCALAR(                                                         \
      const SCALAR *a, const SCALAR *b, SCALAR *c, int64_t rows, int64_t inner, int64_t columns,   \
      SCALAR *packed) {                                                                            \
    WIDEST_OF(turned_product, SCALAR, a, b, c, rows, inner, columns, packed)                       \
  }                                                                                                \
  void init_study_pack_##SCALAR(                                                                   \
      const SCALAR *b, SCALAR *packed, int64_t inner, int64_t columns, int transposed) {           \
    WIDEST_OF(pack_all, SCALAR, b, packed, inner, columns, transposed)                             \
  }                                                                                                \
  void init_study_packed_product_##SCALAR(                                                         \
      const SCALAR *a, const SCALAR *packed, SCALAR *c, int64_t rows, int64_t inner,               \
      int64_t columns, int64_t stride, SCALAR factor) {                                            \
    WIDEST_OF(packed_product, SCALAR, a, packed, c, rows, inner, columns, stride, factor)          \
  }

INTERFACE(float)
INTERFACE(double)
