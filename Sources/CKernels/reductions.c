#include "dispatch.h"
#include "include/ckernels.h"

#include <string.h>

#pragma STDC FP_CONTRACT OFF

// The counterparts of BufferKernels.swift: eight double-precision lanes, added in order at the end.

typedef double lanes __attribute__((ext_vector_type(8)));
typedef float floats __attribute__((ext_vector_type(8), aligned(4)));
typedef double doubles __attribute__((ext_vector_type(8), aligned(8)));

// A macro, because the ABI of a vector argument depends on the vector width.
#define IN_ORDER(v) (((((((v[0] + v[1]) + v[2]) + v[3]) + v[4]) + v[5]) + v[6]) + v[7])

#define WIDEN(p) __builtin_convertvector(*(p), lanes)

#define REDUCTIONS(SCALAR, VECTOR)                                                                 \
  WIDEST void init_study_sums_##SCALAR(                                                            \
      const SCALAR *x, int64_t count, double *sum, double *squares) {                              \
    lanes s = (lanes)0.0, q = (lanes)0.0;                                                          \
    int64_t whole = count / 8;                                                                     \
    for (int64_t i = 0; i < whole; i++) {                                                          \
      lanes v = WIDEN((const VECTOR *)(x + 8 * i));                                                \
      s = s + v;                                                                                   \
      q = q + v * v;                                                                               \
    }                                                                                              \
    double total = IN_ORDER(s), total_squares = IN_ORDER(q);                                       \
    for (int64_t i = 8 * whole; i < count; i++) {                                                  \
      double v = (double)x[i];                                                                     \
      total = total + v;                                                                           \
      total_squares = total_squares + v * v;                                                       \
    }                                                                                              \
    *sum = total;                                                                                  \
    *squares = total_squares;                                                                      \
  }                                                                                                \
                                                                                                   \
  WIDEST double init_study_dot_##SCALAR(const SCALAR *x, const SCALAR *y, int64_t count) {         \
    lanes s = (lanes)0.0;                                                                          \
    int64_t whole = count / 8;                                                                     \
    for (int64_t i = 0; i < whole; i++)                                                            \
      s = s + WIDEN((const VECTOR *)(x + 8 * i)) * WIDEN((const VECTOR *)(y + 8 * i));             \
    double total = IN_ORDER(s);                                                                    \
    for (int64_t i = 8 * whole; i < count; i++) total = total + (double)x[i] * (double)y[i];       \
    return total;                                                                                  \
  }                                                                                                \
                                                                                                   \
  WIDEST double init_study_multiply_##SCALAR(const SCALAR *x, SCALAR *y, int64_t count) {          \
    lanes q = (lanes)0.0;                                                                          \
    int64_t whole = count / 8;                                                                     \
    for (int64_t i = 0; i < whole; i++) {                                                          \
      VECTOR product = *(const VECTOR *)(x + 8 * i) * *(const VECTOR *)(y + 8 * i);                \
      *(VECTOR *)(y + 8 * i) = product;                                                            \
      lanes v = __builtin_convertvector(product, lanes);                                           \
      q = q + v * v;                                                                               \
    }                                                                                              \
    double total = IN_ORDER(q);                                                                    \
    for (int64_t i = 8 * whole; i < count; i++) {                                                  \
      y[i] = x[i] * y[i];                                                                          \
      total = total + (double)y[i] * (double)y[i];                                                 \
    }                                                                                              \
    return total;                                                                                  \
  }                                                                                                \
                                                                                                   \
  WIDEST void init_study_add_##SCALAR(                                                             \
      const SCALAR *x, SCALAR a, SCALAR *y, int64_t count) {                                       \
    for (int64_t i = 0; i < count; i++) y[i] = y[i] + a * x[i];                                    \
  }

REDUCTIONS(float, floats)
REDUCTIONS(double, doubles)

// Read as integers: without their sign, floating-point numbers are ordered like their bits. In blocks, so that
// counters as wide as the numbers never overflow.
#define EXTREMES(SCALAR, BITS, SIGN, INFINITE)                                                     \
  WIDEST void init_study_extremes_##SCALAR(                                                        \
      const SCALAR *x, int64_t count, int64_t *zeros, int64_t *lost, SCALAR *largest) {            \
    const BITS *numbers = (const BITS *)x;                                                         \
    BITS top = 0;                                                                                  \
    *zeros = *lost = 0;                                                                            \
    for (int64_t start = 0; start < count; start += 1 << 16) {                                     \
      int64_t end = start + (1 << 16) < count ? start + (1 << 16) : count;                         \
      BITS own_zeros = 0, own_lost = 0;                                                            \
      for (int64_t i = start; i < end; i++) {                                                      \
        BITS magnitude = numbers[i] & ~SIGN;                                                       \
        own_zeros += magnitude == 0;                                                               \
        own_lost += magnitude >= INFINITE;                                                         \
        top = magnitude > top ? magnitude : top;                                                   \
      }                                                                                            \
      *zeros += (int64_t)own_zeros;                                                                \
      *lost += (int64_t)own_lost;                                                                  \
    }                                                                                              \
    memcpy(largest, &top, sizeof top);                                                             \
  }

typedef uint32_t bits_of_float __attribute__((may_alias));
typedef uint64_t bits_of_double_number __attribute__((may_alias));
EXTREMES(float, bits_of_float, 0x80000000u, 0x7f800000u)
EXTREMES(double, bits_of_double_number, 0x8000000000000000u, 0x7ff0000000000000u)
