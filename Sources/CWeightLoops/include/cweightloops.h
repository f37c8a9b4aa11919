/// Hot loops over the numbers of checkpoints in C, chosen at run time for the vector width of the CPU.
///
/// As in CKernels: IEEE operations in eight lanes of fixed order, without contraction, the same bits on every CPU.
#pragma once
#include <stdint.h>

/// What one pass over a run of numbers tells.
typedef struct {
  /// Σx, Σx², Σx³, Σx⁴.
  double powers[4];
  /// How many are zero.
  double zeros;
  /// The smallest and the largest; of no use where a power is not finite.
  double smallest, largest;
} init_study_run_moments;

/// The moments of `count` numbers; see Moments in Diagnosis.
init_study_run_moments init_study_moments(const float *x, int64_t count);

/// Sum, sum of squares and fingerprint of a row.
typedef struct {
  double sum, square;
  uint64_t hash;
} init_study_row_sums;

/// Those of a row of `count` numbers, which is added to the sums, squares and fingerprints of the columns, too; see
/// LineSums in Diagnosis.
init_study_row_sums init_study_row(
    const float *x, int64_t count, double *sums, double *squares, uint32_t *hashes);
