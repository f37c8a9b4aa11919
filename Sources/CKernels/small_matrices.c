#include "dispatch.h"
#include "include/ckernels.h"

#pragma STDC FP_CONTRACT OFF

// Many small products side by side, eight lanes at a time; the Swift form is in GaussianProductBlock.

typedef double doubles __attribute__((ext_vector_type(8)));
typedef double loose_doubles __attribute__((ext_vector_type(8), aligned(8)));
typedef float loose_floats __attribute__((ext_vector_type(8), aligned(4)));

// A macro with a constant SIZE, so that a lane's whole matrix stays in registers.
#define LANES(SIZE)                                                                                \
  for (int64_t t = 0; t < lanes; t += 8) {                                                         \
    for (int64_t i = 0; i < SIZE; i++) {                                                           \
      doubles row[32];                                                                             \
      for (int64_t k = 0; k < SIZE; k++)                                                           \
        row[k] = __builtin_convertvector(                                                          \
            *(const loose_floats *)(g + (i * SIZE + k) * lanes + t), doubles);                     \
      for (int64_t j = 0; j < SIZE; j++) {                                                         \
        doubles sum = (doubles)0.0;                                                                \
        for (int64_t k = 0; k < SIZE; k++)                                                         \
          sum = sum + row[k] * *(const loose_doubles *)(product + (k * SIZE + j) * lanes + t);     \
        *(loose_doubles *)(next + (i * SIZE + j) * lanes + t) = sum;                               \
      }                                                                                            \
    }                                                                                              \
  }

WIDEST void init_study_multiply_lanes(
    const float *restrict g, const double *restrict product, double *restrict next, int64_t size,
    int64_t lanes) {
  switch (size) {
    case 2: LANES(2) break;
    case 3: LANES(3) break;
    case 4: LANES(4) break;
    case 5: LANES(5) break;
    default: LANES(size) break;
  }
}
