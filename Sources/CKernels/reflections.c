#include "dispatch.h"
#include "include/ckernels.h"

#pragma STDC FP_CONTRACT OFF

// Passes over matrices that are being reduced by reflections, each fusing an update with the product
// that needs its result: memory traffic is what bounds them. Sums run in eight lanes, added in order.

typedef double lanes __attribute__((ext_vector_type(8)));
typedef double loose __attribute__((ext_vector_type(8), aligned(8)));

#define IN_ORDER(v) (((((((v[0] + v[1]) + v[2]) + v[3]) + v[4]) + v[5]) + v[6]) + v[7])
#define AT(p) (*(const loose *)(p))

WIDEST void init_study_symmetric_step(
    double *a, int64_t stride, int64_t count, const double *v, const double *q, const double *u,
    double *y) {
  for (int64_t r = 0; r < count; r++) {
    double *row = a + r * stride;
    double vr = v[r], qr = q[r], ur = u[r];
    lanes sum = (lanes)0.0;
    int64_t j = 0;
    for (; j + 8 <= r; j += 8) {
      lanes x = AT(row + j) - (vr * AT(q + j) + qr * AT(v + j));
      *(loose *)(row + j) = x;
      sum = sum + x * AT(u + j);
      *(loose *)(y + j) = AT(y + j) + x * ur;
    }
    double total = IN_ORDER(sum);
    for (; j < r; j++) {
      double x = row[j] - (vr * q[j] + qr * v[j]);
      row[j] = x;
      total = total + x * u[j];
      y[j] = y[j] + x * ur;
    }
    double diagonal = row[r] - (vr * q[r] + qr * v[r]);
    row[r] = diagonal;
    y[r] = total + diagonal * ur;
  }
}

WIDEST void init_study_update_and_accumulate(
    double *x, double y, const double *u, double f, double *w, int64_t count) {
  int64_t j = 0;
  for (; j + 8 <= count; j += 8) {
    lanes value = AT(x + j) - y * AT(u + j);
    *(loose *)(x + j) = value;
    *(loose *)(w + j) = AT(w + j) + f * value;
  }
  for (; j < count; j++) {
    x[j] = x[j] - y * u[j];
    w[j] = w[j] + f * x[j];
  }
}

WIDEST double init_study_update_and_dot(
    double *x, double v, const double *w, const double *u, int64_t count) {
  lanes sum = (lanes)0.0;
  int64_t j = 0;
  for (; j + 8 <= count; j += 8) {
    lanes value = AT(x + j) - v * AT(w + j);
    *(loose *)(x + j) = value;
    sum = sum + value * AT(u + j);
  }
  double total = IN_ORDER(sum);
  for (; j < count; j++) {
    x[j] = x[j] - v * w[j];
    total = total + x[j] * u[j];
  }
  return total;
}
