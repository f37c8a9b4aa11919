#include "dispatch.h"
#include "include/ckernels.h"

#pragma STDC FP_CONTRACT OFF

typedef double lanes __attribute__((ext_vector_type(8)));
typedef float floats __attribute__((ext_vector_type(8), aligned(4)));

// A macro, because the ABI of a vector argument depends on the vector width.
#define IN_ORDER(v) (((((((v[0] + v[1]) + v[2]) + v[3]) + v[4]) + v[5]) + v[6]) + v[7])

WIDEST init_study_run_moments init_study_moments(const float *x, int64_t count) {
  lanes first = (lanes)0.0, second = (lanes)0.0, third = (lanes)0.0, fourth = (lanes)0.0;
  lanes zeros = (lanes)0.0, ones = (lanes)1.0, none = (lanes)0.0;
  lanes smallest = (lanes)__builtin_inf(), largest = (lanes)-__builtin_inf();
  int64_t whole = count / 8;
  for (int64_t i = 0; i < whole; i++) {
    lanes v = __builtin_convertvector(*(const floats *)(x + 8 * i), lanes);
    lanes square = v * v;
    first = first + v;
    second = second + square;
    third = third + square * v;
    fourth = fourth + square * square;
    zeros = zeros + ((v == none) ? ones : none);
    smallest = (v < smallest) ? v : smallest;
    largest = (v > largest) ? v : largest;
  }
  // What is left over goes to the first lane.
  for (int64_t i = 8 * whole; i < count; i++) {
    double v = (double)x[i], square = v * v;
    first[0] = first[0] + v;
    second[0] = second[0] + square;
    third[0] = third[0] + square * v;
    fourth[0] = fourth[0] + square * square;
    zeros[0] = zeros[0] + (v == 0.0 ? 1.0 : 0.0);
    smallest[0] = v < smallest[0] ? v : smallest[0];
    largest[0] = v > largest[0] ? v : largest[0];
  }
  init_study_run_moments result = {
      {IN_ORDER(first), IN_ORDER(second), IN_ORDER(third), IN_ORDER(fourth)},
      IN_ORDER(zeros),
      smallest[0],
      largest[0]};
  for (int lane = 1; lane < 8; lane++) {
    result.smallest = smallest[lane] < result.smallest ? smallest[lane] : result.smallest;
    result.largest = largest[lane] > result.largest ? largest[lane] : result.largest;
  }
  return result;
}
