/// Hot loops in C, chosen at run time for the vector width of the CPU.
///
/// Each function does the IEEE operations of its Swift counterpart in the same order, without
/// contraction, and gives the same bits on every CPU; the tests compare them bit for bit.
#pragma once
#include <stdint.h>

/// Groups of 64 single-precision normal numbers; see NormalFill in Kernels.
void init_study_normals_float(
    float *output, int64_t groups, uint64_t key, uint64_t lane, uint64_t first_group, float scale);

/// Groups of 32 double-precision normal numbers; see NormalFill in Kernels.
void init_study_normals_double(
    double *output, int64_t groups, uint64_t key, uint64_t lane, uint64_t first_group,
    double scale);

/// C ← A B, all row-major; `packed` holds inner × INIT_STUDY_PANEL numbers. See MatrixProduct in Kernels.
#define INIT_STUDY_PANEL 32
void init_study_product_float(
    const float *a, const float *b, float *c, int64_t rows, int64_t inner, int64_t columns,
    int transposed, float *packed);

/// The same in double precision.
void init_study_product_double(
    const double *a, const double *b, double *c, int64_t rows, int64_t inner, int64_t columns,
    int transposed, double *packed);
