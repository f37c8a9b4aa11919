#include "elementary.h"
#include "include/ckernels.h"

#pragma STDC FP_CONTRACT OFF

// f and f′ over buffers, in both precisions.

#define real float
#define R(x) x##f
#include "activation_functions.h"
#undef real
#undef R

#define real double
#define R(x) x
#include "activation_functions.h"
#undef real
#undef R

#define LOOP(NAME, RESULT, REAL)                                                                   \
  WIDEST void init_study_##NAME##_##RESULT##s_##REAL(const REAL *x, REAL *y, int64_t count) {      \
    for (int64_t i = 0; i < count; i++) y[i] = NAME##_##RESULT(x[i]);                              \
  }
#define LOOPS(NAME)                                                                                \
  LOOP(NAME, value, float)                                                                         \
  LOOP(NAME, slope, float)                                                                         \
  LOOP(NAME, value, double)                                                                        \
  LOOP(NAME, slope, double)

LOOPS(sigmoid)
LOOPS(scaled_sigmoid)
LOOPS(tanh)
LOOPS(lecun_tanh)
LOOPS(elu)
LOOPS(selu)
LOOPS(gelu)
LOOPS(silu)
LOOPS(softplus)
LOOPS(mish)
LOOPS(erf)
LOOPS(gelu_tanh)

#define CASE(KIND, NAME, RESULT, REAL)                                                             \
  case KIND: init_study_##NAME##_##RESULT##s_##REAL(x, y, count); break;
#define CHOICE(RESULT, REAL)                                                                       \
  void init_study_activation_##RESULT##s_##REAL(                                                   \
      int32_t kind, const REAL *x, REAL *y, int64_t count) {                                       \
    switch (kind) {                                                                                \
      CASE(INIT_STUDY_SIGMOID, sigmoid, RESULT, REAL)                                              \
      CASE(INIT_STUDY_SCALED_SIGMOID, scaled_sigmoid, RESULT, REAL)                                \
      CASE(INIT_STUDY_TANH, tanh, RESULT, REAL)                                                    \
      CASE(INIT_STUDY_LECUN_TANH, lecun_tanh, RESULT, REAL)                                        \
      CASE(INIT_STUDY_ELU, elu, RESULT, REAL)                                                      \
      CASE(INIT_STUDY_SELU, selu, RESULT, REAL)                                                    \
      CASE(INIT_STUDY_GELU, gelu, RESULT, REAL)                                                    \
      CASE(INIT_STUDY_SILU, silu, RESULT, REAL)                                                    \
      CASE(INIT_STUDY_SOFTPLUS, softplus, RESULT, REAL)                                            \
      CASE(INIT_STUDY_MISH, mish, RESULT, REAL)                                                    \
      CASE(INIT_STUDY_ERF, erf, RESULT, REAL)                                                      \
      CASE(INIT_STUDY_GELU_TANH, gelu_tanh, RESULT, REAL)                                          \
    }                                                                                              \
  }

CHOICE(value, float)
CHOICE(slope, float)
CHOICE(value, double)
CHOICE(slope, double)

// Numbers of at most zero, most of them: what a softmax makes of distances from the largest entry, which stays 1
// even where the factor is beyond every number.
#define EXPONENTIALS(REAL)                                                                         \
  WIDEST void init_study_exponentials_##REAL(REAL *x, REAL factor, int64_t count) {                \
    for (int64_t i = 0; i < count; i++) x[i] = x[i] == 0 ? (REAL)1 : exponential(x[i] * factor);   \
  }
EXPONENTIALS(float)
EXPONENTIALS(double)

/// φ(z) = e^(−z²/2)/√(2π); see NormalDistribution in Numerics.
WIDEST void init_study_normal_densities(const double *z, double *y, int64_t count) {
  for (int64_t i = 0; i < count; i++)
    y[i] = 0.3989422804014327 * gaussian(z[i] * 0.7071067811865476);
}
