#pragma once

#include <stdint.h>
#include <string.h>

#include "dispatch.h"

// The bits of floating-point numbers as integers and back.

INLINE uint32_t bits_of(float x) {
  uint32_t b;
  memcpy(&b, &x, sizeof b);
  return b;
}

INLINE float of_bits(uint32_t b) {
  float x;
  memcpy(&x, &b, sizeof x);
  return x;
}

INLINE uint64_t bits_of_double(double x) {
  uint64_t b;
  memcpy(&b, &x, sizeof b);
  return b;
}

INLINE double double_of_bits(uint64_t b) {
  double x;
  memcpy(&x, &b, sizeof x);
  return x;
}
