// The counterpart of Elementary+Double.swift, operation for operation; the method is explained there.

INLINE double magnitude(double x) { return double_of_bits(bits_of_double(x) & 0x7FFFFFFFFFFFFFFFu); }

INLINE double copy_sign(double size, double sign) {
  return double_of_bits((bits_of_double(size) & 0x7FFFFFFFFFFFFFFFu) |
                        (bits_of_double(sign) & 0x8000000000000000u));
}

// n as a number and as an integer, and e^r − 1, for x = n ln 2 + r within the range of eˣ.
typedef struct {
  double n;
  int64_t k;
  double q;
} reduced_double_t;

INLINE reduced_double_t reduced(double x) {
  double shifted = x * 1.4426950408889634 + 6755399441055744.0;
  double n = shifted - 6755399441055744.0;
  double r = (x - n * 0x1.62e42feep-1) - n * 1.9082149292705878161e-10;
  double p = 2.09147553258932022e-9;
  p = p * r + 2.5105312729622101787e-8;
  p = p * r + 2.7557273478718580474e-7;
  p = p * r + 2.7557255170000887438e-6;
  p = p * r + 0.0000248015873256774619;
  p = p * r + 0.00019841269875002278793;
  p = p * r + 0.0013888888888883711167;
  p = p * r + 0.0083333333333260831202;
  p = p * r + 0.041666666666666669783;
  p = p * r + 0.1666666666666667103;
  p = p * r + 0.5;
  int64_t k = (int64_t)(bits_of_double(shifted) - bits_of_double(6755399441055744.0));
  return (reduced_double_t){n, k, r + r * r * p};
}

INLINE double exponential(double x) {
  reduced_double_t y = reduced(x < -746.0 ? -746.0 : (x > 710.0 ? 710.0 : x));
  double mantissa = 1.0 + y.q;
  int64_t half = y.k >> 1;
  double first = double_of_bits((uint64_t)(half + 1023) << 52);
  double second = double_of_bits((uint64_t)(y.k - half + 1023) << 52);
  return mantissa * first * second;
}

INLINE double exp_minus_one(double x) {
  reduced_double_t y = reduced(x < -40.0 ? -40.0 : (x > 710.0 ? 710.0 : x));
  double scale = double_of_bits((uint64_t)(y.k + 1022) << 52);
  double value = (scale * y.q + (scale - 0.5)) * 2.0;
  return y.n == 0 ? (x == 0 ? x : y.q) : value;
}

// ln y − shift · ln 2 for a y that is normal and positive.
INLINE double normal_logarithm(double y, double shift) {
  uint64_t offset = bits_of_double(y) - 0x3fe6a09e667f3bcdu;
  int64_t k = (int64_t)offset >> 52;
  double m = double_of_bits(bits_of_double(y) - ((uint64_t)k << 52));
  double f = m - 1.0;
  double s = f / (2.0 + f);
  double z = s * s;
  double p = 0.14617807153417324964;
  p = p * z + 0.15331611722055007885;
  p = p * z + 0.18182892432536871201;
  p = p * z + 0.22222211089379496214;
  p = p * z + 0.28571428626253837606;
  p = p * z + 0.39999999999898890514;
  p = p * z + 0.66666666666666697077;
  double half = 0.5 * f * f;
  double n = (double)(int32_t)k - shift;
  return n * 0x1.62e42feep-1 - ((half - (s * (half + z * p) + n * 1.9082149292705878161e-10)) - f);
}

INLINE double logarithm(double x) {
  uint64_t subnormal = x < 0x1p-1022;
  double value = normal_logarithm(subnormal ? x * 0x1p54 : x, subnormal ? 54.0 : 0.0);
  return x > 0 ? (x == INFINITY ? x : value) : (x == 0 ? -INFINITY : NAN);
}

INLINE double gaussian(double x) {
  double a = magnitude(x) > 28.0 ? 28.0 : magnitude(x);
  double lead = double_of_bits(bits_of_double(a) & 0xfffffffff8000000u);
  double d = (a - lead) * (a + lead);
  return exponential(-lead * lead) *
         (1.0 - d * (1.0 - d * (0.5 - d * (0.16666666666666666 - d * 0.041666666666666664))));
}

INLINE double upper_tail(double a) {
  double t = (a - 3.75) / (a + 3.75);
  double p = 2.5406284511908849497e-8;
  p = p * t + 1.3726102271417399269e-8;
  p = p * t - 2.4277150101182538977e-7;
  p = p * t - 4.5814613461449692794e-8;
  p = p * t + 1.7408593772874179254e-6;
  p = p * t - 9.8134676801968808732e-7;
  p = p * t - 0.000011439734644708879538;
  p = p * t + 0.000022387507558555236848;
  p = p * t + 0.000051648007598975230744;
  p = p * t - 0.00029015494189943915124;
  p = p * t + 0.000293713818012005534;
  p = p * t + 0.0017556259934897601902;
  p = p * t - 0.0097465795672088270177;
  p = p * t + 0.0283622774054204255;
  p = p * t - 0.058693398589841018586;
  p = p * t + 0.09230432116107352528;
  p = p * t - 0.10880393014170093089;
  p = p * t + 0.082276738490129514581;
  p = p * t + 0.003585415485462995137;
  p = p * t - 0.14024059858554686582;
  p = p * t + 1.2375126308378275853;
  return gaussian(a) * p / (1.0 + 2.0 * a);
}

// The series that erf and erfc share near 0, but for its last term.
INLINE double error_series(double z) {
  double p = 5.9571761477489114044e-11;
  p = p * z - 1.137284885679167367e-9;
  p = p * z + 1.4659775274047435814e-8;
  p = p * z - 1.6350312701054695011e-7;
  p = p * z + 1.6461000484121368033e-6;
  p = p * z - 0.000014925595266831181565;
  p = p * z + 0.00012055331111642710923;
  p = p * z - 0.00085483269808337899052;
  p = p * z + 0.0052239776248180144673;
  p = p * z - 0.026866170645076793248;
  p = p * z + 0.11283791670954878666;
  return p * z - 0.37612638903183748056;
}

INLINE double error_function(double x) {
  double a = magnitude(x) > 28.0 ? 28.0 : magnitude(x);
  double z = a * a;
  double p = error_series(z) * z + 0.12837916709551257390;
  double far = 1.0 - upper_tail(a);
  return copy_sign(a < 1.0 ? a + a * p : far, x);
}

INLINE double complementary_error_function(double x) {
  double a = magnitude(x) > 28.0 ? 28.0 : magnitude(x);
  double z = a * a;
  double p = error_series(z) * z + 1.1283791670955125738;
  double tail = upper_tail(a);
  return a < 0.5 ? 1.0 - x * p : (x < 0 ? 2.0 - tail : tail);
}
