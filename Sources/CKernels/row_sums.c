#include "dispatch.h"
#include "include/ckernels.h"

#pragma STDC FP_CONTRACT OFF

typedef double lanes __attribute__((ext_vector_type(8)));
typedef double doubles __attribute__((ext_vector_type(8), aligned(8)));
typedef float floats __attribute__((ext_vector_type(8), aligned(4)));
typedef uint32_t words __attribute__((ext_vector_type(8), aligned(4)));

// FNV-1a over 32-bit words in eight lanes, and over those in 64 bits (Fowler, Noll and Vo).
#define PRIME32 0x01000193u
#define PRIME64 0x00000100000001B3ull

WIDEST init_study_row_sums init_study_row(
    const float *x, int64_t count, double *sums, double *squares, uint32_t *hashes) {
  lanes sum = (lanes)0.0, square = (lanes)0.0;
  words hash = (words)0x811C9DC5u;
  int64_t whole = count / 8 * 8;
  for (int64_t i = 0; i < whole; i += 8) {
    lanes v = __builtin_convertvector(*(const floats *)(x + i), lanes);
    words bits = *(const words *)(x + i);
    lanes q = v * v;
    sum = sum + v;
    square = square + q;
    hash = (hash ^ bits) * PRIME32;
    *(doubles *)(sums + i) = *(doubles *)(sums + i) + v;
    *(doubles *)(squares + i) = *(doubles *)(squares + i) + q;
    *(words *)(hashes + i) = (*(words *)(hashes + i) ^ bits) * PRIME32;
  }
  init_study_row_sums result = {0.0, 0.0, 0xCBF29CE484222325ull};
  for (int lane = 0; lane < 8; lane++) {
    result.sum = result.sum + sum[lane];
    result.square = result.square + square[lane];
    result.hash = (result.hash ^ (uint64_t)hash[lane]) * PRIME64;
  }
  for (int64_t i = whole; i < count; i++) {
    double v = (double)x[i];
    union {
      float number;
      uint32_t bits;
    } one = {x[i]};
    result.sum = result.sum + v;
    result.square = result.square + v * v;
    result.hash = (result.hash ^ (uint64_t)one.bits) * PRIME64;
    sums[i] = sums[i] + v;
    squares[i] = squares[i] + v * v;
    hashes[i] = (hashes[i] ^ one.bits) * PRIME32;
  }
  return result;
}
