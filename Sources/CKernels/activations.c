#include "elementary.h"
#include "include/ckernels.h"

#pragma STDC FP_CONTRACT OFF

// The counterparts of Activations: f and f′ over buffers.

INLINE float softplus(float x) {
  return (x > 0 ? x : 0.0f) + log_one_plus(exponential(-magnitude(x)));
}
INLINE float at_least(float x, float low) { return x < low ? low : x; }
INLINE float within(float x, float low, float high) {
  return x < low ? low : (x > high ? high : x);
}

INLINE float sigmoid_value(float x) { return logistic(x); }
INLINE float sigmoid_slope(float x) { return logistic_slope(x); }

INLINE float scaled_sigmoid_value(float x) { return 2.0f * hyperbolic_tangent(x / 2.0f); }
INLINE float scaled_sigmoid_slope(float x) { return 4.0f * logistic_slope(x); }

INLINE float tanh_value(float x) { return hyperbolic_tangent(x); }
INLINE float tanh_slope(float x) { return sech_squared(x); }

INLINE float lecun_tanh_value(float x) {
  return 1.7159f * hyperbolic_tangent(x * 0.6666666666666666f);
}
INLINE float lecun_tanh_slope(float x) {
  return 1.1439333333333333f * sech_squared(x * 0.6666666666666666f);
}

INLINE float elu_value(float x) { return x > 0 ? x : exp_minus_one(x); }
INLINE float elu_slope(float x) { return x > 0 ? 1.0f : exponential(x); }

INLINE float selu_value(float x) {
  return x > 0 ? 1.0507009873554805f * x : 1.7580993408473768f * exp_minus_one(x);
}
INLINE float selu_slope(float x) {
  return x > 0 ? 1.0507009873554805f : 1.7580993408473768f * exponential(x);
}

INLINE float gelu_value(float x) {
  float y = at_least(x, -40.0f);
  return 0.5f * y * complementary_error_function(y * -0.7071067811865476f);
}
INLINE float gelu_slope(float x) {
  float y = within(x, -40.0f, 40.0f);
  float distribution = 0.5f * complementary_error_function(y * -0.7071067811865476f);
  return distribution + 0.3989422804014327f * (y * gaussian(y * 0.7071067811865476f));
}

INLINE float gelu_tanh_value(float x) {
  float y = at_least(x, -40.0f);
  return y * logistic(y * (1.5957691216057308f + 0.07135481627260025f * (y * y)));
}
INLINE float gelu_tanh_slope(float x) {
  float y = within(x, -40.0f, 40.0f);
  float twice = y * (1.5957691216057308f + 0.07135481627260025f * (y * y));
  float slope = 1.5957691216057308f + 0.21406444881780075f * (y * y);
  return logistic(twice) + y * slope * logistic_slope(twice);
}

INLINE float silu_value(float x) {
  float y = at_least(x, -1000.0f);
  return y * logistic(y);
}
INLINE float silu_slope(float x) {
  float y = within(x, -1000.0f, 1000.0f);
  return logistic(y) + y * logistic_slope(y);
}

INLINE float softplus_value(float x) { return softplus(x); }
INLINE float softplus_slope(float x) { return logistic(x); }

INLINE float mish_value(float x) {
  float y = at_least(x, -1000.0f);
  return y * hyperbolic_tangent(softplus(y));
}
INLINE float mish_slope(float x) {
  float y = within(x, -1000.0f, 1000.0f);
  float s = softplus(y);
  return hyperbolic_tangent(s) + y * logistic(y) * sech_squared(s);
}

INLINE float erf_value(float x) { return error_function(x); }
INLINE float erf_slope(float x) { return 1.1283791670955126f * gaussian(x); }

#define LOOPS(NAME)                                                                                \
  WIDEST void init_study_##NAME##_values(const float *x, float *y, int64_t count) {                \
    for (int64_t i = 0; i < count; i++) y[i] = NAME##_value(x[i]);                                 \
  }                                                                                                \
  WIDEST void init_study_##NAME##_slopes(const float *x, float *y, int64_t count) {                \
    for (int64_t i = 0; i < count; i++) y[i] = NAME##_slope(x[i]);                                 \
  }

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

#define CASES(CALL)                                                                                \
  switch (kind) {                                                                                  \
    case INIT_STUDY_SIGMOID: CALL(sigmoid); break;                                                 \
    case INIT_STUDY_SCALED_SIGMOID: CALL(scaled_sigmoid); break;                                   \
    case INIT_STUDY_TANH: CALL(tanh); break;                                                       \
    case INIT_STUDY_LECUN_TANH: CALL(lecun_tanh); break;                                           \
    case INIT_STUDY_ELU: CALL(elu); break;                                                         \
    case INIT_STUDY_SELU: CALL(selu); break;                                                       \
    case INIT_STUDY_GELU: CALL(gelu); break;                                                       \
    case INIT_STUDY_SILU: CALL(silu); break;                                                       \
    case INIT_STUDY_SOFTPLUS: CALL(softplus); break;                                               \
    case INIT_STUDY_MISH: CALL(mish); break;                                                       \
    case INIT_STUDY_ERF: CALL(erf); break;                                                         \
    case INIT_STUDY_GELU_TANH: CALL(gelu_tanh); break;                                             \
  }

void init_study_activation_values(int32_t kind, const float *x, float *y, int64_t count) {
#define VALUES(NAME) init_study_##NAME##_values(x, y, count)
  CASES(VALUES)
}

void init_study_activation_slopes(int32_t kind, const float *x, float *y, int64_t count) {
#define SLOPES(NAME) init_study_##NAME##_slopes(x, y, count)
  CASES(SLOPES)
}
