#include "elementary.h"
#include "include/ckernels.h"

#pragma STDC FP_CONTRACT OFF

// sin(ωx) and ω cos(ωx), the counterparts of Sine in Activations operation for operation; the method is explained
// there. Both precisions are worked out in double precision.

// x = kπ + r with |r| ≤ π/2, and (−1)ᵏ.
typedef struct {
  double rest, sign;
} half_turns_t;

INLINE half_turns_t half_turns(double x) {
  double y = x * 0.3183098861837907;
  // To the nearest whole number, which falls out of the low bits of a large sum: ties go to the even one there, and
  // away from zero in Swift.
  double size = magnitude(y);
  double shifted = size + 4503599627370496.0;
  double even = shifted - 4503599627370496.0;
  uint64_t is_tie = size - even == 0.5;
  double k = copy_sign(is_tie ? even + 1.0 : even, y);
  uint64_t is_odd = (bits_of_double(shifted) ^ is_tie) & 1;
  double rest = ((x - k * 0x1.921fb54p+1) - k * 0x1.10b4611p-29) - k * 0x1.4c4c6628b80dcp-58;
  return (half_turns_t){rest, double_of_bits(0x3FF0000000000000u | (is_odd << 63))};
}

// A number with its leading half, and z/c of a small whole c, correctly rounded without a division, of which a
// vector unit does one in the time of ten multiplications.
//
// With 1/c = h + l, where h has 24 bits, the products of z's halves with h are exact, and the rest is off by 2⁻⁷⁸ of
// z/c. The quotient of 53 bits by a c below 512 that is no power of two is never half-way between two numbers, nor
// nearer to that than 1/2c units in the last place: the sum rounds to what the division gives. (Where z is
// subnormal both are nothing beside the 1 that they are taken from.)
typedef struct {
  double all, high, low;
} halves_t;

INLINE halves_t halves(double z) {
  double high = double_of_bits(bits_of_double(z) & 0xfffffffff8000000u);
  return (halves_t){z, high, z - high};
}

#define HIGH(c) ((double)(float)(1.0 / (c)))
#define LOW(c) ((1.0 - HIGH(c) * (c)) / (c))
#define OVER(z, c) ((z).high * HIGH(c) + ((z).low * HIGH(c) + (z).all * LOW(c)))

#define REACH 0x1p22
#define ROOT_OF_HALF 0.7071067811865476

INLINE double sine(double argument) {
  half_turns_t turns = half_turns(argument);
  double r = turns.rest;
  halves_t z = halves(r * r);
  double sum = 1.0 - OVER(z, 420.0);
  sum = 1.0 - OVER(z, 342.0) * sum;
  sum = 1.0 - OVER(z, 272.0) * sum;
  sum = 1.0 - OVER(z, 210.0) * sum;
  sum = 1.0 - OVER(z, 156.0) * sum;
  sum = 1.0 - OVER(z, 110.0) * sum;
  sum = 1.0 - OVER(z, 72.0) * sum;
  sum = 1.0 - OVER(z, 42.0) * sum;
  sum = 1.0 - OVER(z, 20.0) * sum;
  sum = 1.0 - OVER(z, 6.0) * sum;
  double far = argument < 0 ? -ROOT_OF_HALF : ROOT_OF_HALF;
  return magnitude(argument) >= REACH ? far : turns.sign * (r * sum);
}

INLINE double sine_slope(double argument, double frequency) {
  half_turns_t turns = half_turns(argument);
  halves_t z = halves(turns.rest * turns.rest);
  double sum = 1.0 - OVER(z, 462.0);
  sum = 1.0 - OVER(z, 380.0) * sum;
  sum = 1.0 - OVER(z, 306.0) * sum;
  sum = 1.0 - OVER(z, 240.0) * sum;
  sum = 1.0 - OVER(z, 182.0) * sum;
  sum = 1.0 - OVER(z, 132.0) * sum;
  sum = 1.0 - OVER(z, 90.0) * sum;
  sum = 1.0 - OVER(z, 56.0) * sum;
  sum = 1.0 - OVER(z, 30.0) * sum;
  sum = 1.0 - OVER(z, 12.0) * sum;
  sum = 1.0 - z.all * 0.5 * sum;
  return magnitude(argument) >= REACH ? frequency * ROOT_OF_HALF : frequency * turns.sign * sum;
}

#define LOOPS(REAL)                                                                                \
  WIDEST void init_study_sine_values_##REAL(                                                       \
      double frequency, const REAL *x, REAL *y, int64_t count) {                                   \
    for (int64_t i = 0; i < count; i++) y[i] = (REAL)sine(frequency * (double)x[i]);               \
  }                                                                                                \
  WIDEST void init_study_sine_slopes_##REAL(                                                       \
      double frequency, const REAL *x, REAL *y, int64_t count) {                                   \
    for (int64_t i = 0; i < count; i++)                                                            \
      y[i] = (REAL)sine_slope(frequency * (double)x[i], frequency);                                \
  }

LOOPS(float)
LOOPS(double)
