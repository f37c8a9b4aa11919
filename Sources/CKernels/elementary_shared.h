// What both precisions share, for the `real` and the `R` of whoever includes this: see elementary.h. The methods
// are explained in Elementary.swift.

INLINE real log_one_plus(real x) {
  real u = R(1.0) + x;
  real missing = (x - (u - R(1.0))) / u;
  real value = logarithm(u) + missing;
  return x == INFINITY ? x : (x == -R(1.0) ? -INFINITY : (x == 0 ? x : value));
}

INLINE real hyperbolic_tangent(real x) {
  real a = magnitude(x) > R(22.0) ? R(22.0) : magnitude(x);
  real t = exp_minus_one(R(2.0) * a);
  return copy_sign(t / (t + R(2.0)), x);
}

INLINE real sech_squared(real x) {
  real e = exponential(-R(2.0) * magnitude(x));
  return R(4.0) * e / ((R(1.0) + e) * (R(1.0) + e));
}

INLINE real logistic(real x) {
  real e = exponential(-magnitude(x));
  return (x < 0 ? e : R(1.0)) / (R(1.0) + e);
}

INLINE real logistic_slope(real x) {
  real e = exponential(-magnitude(x));
  return e / ((R(1.0) + e) * (R(1.0) + e));
}
