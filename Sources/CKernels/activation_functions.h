// The counterparts of Activations, for the `real` and the `R` of whoever includes this: see activations.c.

INLINE real softplus(real x) {
  return (x > 0 ? x : R(0.0)) + log_one_plus(exponential(-magnitude(x)));
}
INLINE real at_least(real x, real low) { return x < low ? low : x; }
INLINE real within(real x, real low, real high) {
  return x < low ? low : (x > high ? high : x);
}

INLINE real sigmoid_value(real x) { return logistic(x); }
INLINE real sigmoid_slope(real x) { return logistic_slope(x); }

INLINE real scaled_sigmoid_value(real x) { return R(2.0) * hyperbolic_tangent(x / R(2.0)); }
INLINE real scaled_sigmoid_slope(real x) { return R(4.0) * logistic_slope(x); }

INLINE real tanh_value(real x) { return hyperbolic_tangent(x); }
INLINE real tanh_slope(real x) { return sech_squared(x); }

INLINE real lecun_tanh_value(real x) {
  return R(1.7159) * hyperbolic_tangent(x * R(0.6666666666666666));
}
INLINE real lecun_tanh_slope(real x) {
  return R(1.1439333333333333) * sech_squared(x * R(0.6666666666666666));
}

INLINE real elu_value(real x) { return x > 0 ? x : exp_minus_one(x); }
INLINE real elu_slope(real x) { return x > 0 ? R(1.0) : exponential(x); }

INLINE real selu_value(real x) {
  return x > 0 ? R(1.0507009873554805) * x : R(1.7580993408473768) * exp_minus_one(x);
}
INLINE real selu_slope(real x) {
  return x > 0 ? R(1.0507009873554805) : R(1.7580993408473768) * exponential(x);
}

INLINE real gelu_value(real x) {
  real y = at_least(x, -R(40.0));
  return R(0.5) * y * complementary_error_function(y * -R(0.7071067811865476));
}
INLINE real gelu_slope(real x) {
  real y = within(x, -R(40.0), R(40.0));
  real distribution = R(0.5) * complementary_error_function(y * -R(0.7071067811865476));
  return distribution + R(0.3989422804014327) * (y * gaussian(y * R(0.7071067811865476)));
}

INLINE real gelu_tanh_value(real x) {
  real y = at_least(x, -R(40.0));
  return y * logistic(y * (R(1.5957691216057308) + R(0.07135481627260025) * (y * y)));
}
INLINE real gelu_tanh_slope(real x) {
  real y = within(x, -R(40.0), R(40.0));
  real twice = y * (R(1.5957691216057308) + R(0.07135481627260025) * (y * y));
  real slope = R(1.5957691216057308) + R(0.21406444881780075) * (y * y);
  return logistic(twice) + y * slope * logistic_slope(twice);
}

INLINE real silu_value(real x) {
  real y = at_least(x, -R(1000.0));
  return y * logistic(y);
}
INLINE real silu_slope(real x) {
  real y = within(x, -R(1000.0), R(1000.0));
  return logistic(y) + y * logistic_slope(y);
}

INLINE real softplus_value(real x) { return softplus(x); }
INLINE real softplus_slope(real x) { return logistic(x); }

INLINE real mish_value(real x) {
  real y = at_least(x, -R(1000.0));
  return y * hyperbolic_tangent(softplus(y));
}
INLINE real mish_slope(real x) {
  real y = within(x, -R(1000.0), R(1000.0));
  real s = softplus(y);
  return hyperbolic_tangent(s) + y * logistic(y) * sech_squared(s);
}

INLINE real erf_value(real x) { return error_function(x); }
INLINE real erf_slope(real x) { return R(1.1283791670955126) * gaussian(x); }
