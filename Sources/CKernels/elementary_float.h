// The counterpart of Elementary+Float.swift, operation for operation; the method is explained there.

INLINE float magnitude(float x) { return of_bits(bits_of(x) & 0x7FFFFFFFu); }

INLINE float copy_sign(float size, float sign) {
  return of_bits((bits_of(size) & 0x7FFFFFFFu) | (bits_of(sign) & 0x80000000u));
}

// n as a number and as an integer, and e^r − 1, for x = n ln 2 + r within the range of eˣ.
typedef struct {
  float n;
  int32_t k;
  float q;
} reduced_t;

INLINE reduced_t reduced(float x) {
  float shifted = x * 1.4426950408889634f + 12582912.0f;
  float n = shifted - 12582912.0f;
  float r = (x - n * 0x1.62e4p-1f) - n * 1.4286068203094172321e-6f;
  float p = 0.00139262508315f;
  p = p * r + 0.00836323288368f;
  p = p * r + 0.041666554213f;
  p = p * r + 0.166665766661f;
  p = p * r + 0.5f;
  return (reduced_t){n, (int32_t)(bits_of(shifted) - bits_of(12582912.0f)), r + r * r * p};
}

INLINE float exponential(float x) {
  reduced_t y = reduced(x < -104.0f ? -104.0f : (x > 89.0f ? 89.0f : x));
  float mantissa = 1.0f + y.q;
  int32_t half = y.k >> 1;
  float first = of_bits((uint32_t)(half + 127) << 23);
  float second = of_bits((uint32_t)(y.k - half + 127) << 23);
  return mantissa * first * second;
}

INLINE float exp_minus_one(float x) {
  reduced_t y = reduced(x < -20.0f ? -20.0f : (x > 89.0f ? 89.0f : x));
  float scale = of_bits((uint32_t)(y.k + 126) << 23);
  float value = (scale * y.q + (scale - 0.5f)) * 2.0f;
  return y.n == 0 ? (x == 0 ? x : y.q) : value;
}

INLINE float logarithm(float x) {
  uint32_t subnormal = x < 0x1p-126f;
  float y = subnormal ? x * 0x1p24f : x;
  uint32_t offset = bits_of(y) - 0x3f3504f3u;
  int32_t k = (int32_t)offset >> 23;
  float m = of_bits(bits_of(y) - ((uint32_t)k << 23));
  float f = m - 1.0f;
  float s = f / (2.0f + f);
  float z = s * s;
  float p = 0.2958098593f;
  p = p * z + 0.399887577166f;
  p = p * z + 0.666666850954f;
  float half = 0.5f * f * f;
  float n = (float)k - (subnormal ? 24.0f : 0.0f);
  float value =
      n * 0x1.62e4p-1f - ((half - (s * (half + z * p) + n * 1.4286068203094172321e-6f)) - f);
  return x > 0 ? (x == INFINITY ? x : value) : (x == 0 ? -INFINITY : NAN);
}

INLINE float gaussian(float x) {
  float a = magnitude(x) > 12.0f ? 12.0f : magnitude(x);
  float lead = of_bits(bits_of(a) & 0xFFFFF000u);
  float d = (a - lead) * (a + lead);
  return exponential(-lead * lead) *
         (1.0f -
          d * (1.0f - d * (0.5f - d * (0.16666666666666666f - d * 0.041666666666666664f))));
}

INLINE float upper_tail(float a) {
  float t = (a - 3.75f) / (a + 3.75f);
  float p = 0.000828299934616f;
  p = p * t + 0.00182004146221f;
  p = p * t - 0.0100437976122f;
  p = p * t + 0.0282616026076f;
  p = p * t - 0.0586337740172f;
  p = p * t + 0.0923280090774f;
  p = p * t - 0.108809019586f;
  p = p * t + 0.0822748676674f;
  p = p * t + 0.00358558281691f;
  p = p * t - 0.140240560177f;
  p = p * t + 1.2375126298f;
  return gaussian(a) * p / (1.0f + 2.0f * a);
}

// The series that erf and erfc share near 0, but for its last term.
INLINE float error_series(float z) {
  float p = 7.87587506269e-5f;
  p = p * z - 0.000801686428717f;
  p = p * z + 0.00518908742343f;
  p = p * z - 0.0268542120106f;
  p = p * z + 0.112835947152f;
  return p * z - 0.376126266667f;
}

INLINE float error_function(float x) {
  float a = magnitude(x) > 12.0f ? 12.0f : magnitude(x);
  float z = a * a;
  float p = error_series(z) * z + 0.12837916709551257f;
  float far = 1.0f - upper_tail(a);
  return copy_sign(a < 1.0f ? a + a * p : far, x);
}

INLINE float complementary_error_function(float x) {
  float a = magnitude(x) > 12.0f ? 12.0f : magnitude(x);
  float z = a * a;
  float p = error_series(z) * z + 1.12837916585f;
  float tail = upper_tail(a);
  return a < 0.5f ? 1.0f - x * p : (x < 0 ? 2.0f - tail : tail);
}
