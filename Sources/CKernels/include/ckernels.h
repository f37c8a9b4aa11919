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

/// A standard normal number of each of `count` blocks, `stride` blocks apart; see NormalFill in Kernels.
void init_study_single_normals(
    double *output, int64_t count, uint64_t key, uint64_t lane, uint64_t first_block,
    uint64_t stride);

/// Groups of 64 single-precision uniform numbers in (−radius, radius); see NormalFill in Kernels.
void init_study_uniforms_float(
    float *output, int64_t groups, uint64_t key, uint64_t lane, uint64_t first_group,
    float radius);

/// Groups of 32 double-precision uniform numbers.
void init_study_uniforms_double(
    double *output, int64_t groups, uint64_t key, uint64_t lane, uint64_t first_group,
    double radius);

/// C ← A B, all row-major; `packed` holds inner × INIT_STUDY_PANEL numbers. See MatrixProduct in Kernels.
#define INIT_STUDY_PANEL 32
void init_study_product_float(
    const float *a, const float *b, float *c, int64_t rows, int64_t inner, int64_t columns,
    int transposed, float *packed);

/// The same in double precision.
void init_study_product_double(
    const double *a, const double *b, double *c, int64_t rows, int64_t inner, int64_t columns,
    int transposed, double *packed);

/// C ← Aᵀ B for a row-major A of inner × rows: what an outer product summed over a batch is.
void init_study_turned_product_float(
    const float *a, const float *b, float *c, int64_t rows, int64_t inner, int64_t columns,
    float *packed);
void init_study_turned_product_double(
    const double *a, const double *b, double *c, int64_t rows, int64_t inner, int64_t columns,
    double *packed);

/// Copies all of B into the panels that the products read, once for many products.
///
/// `packed` holds inner × (columns rounded up to a multiple of INIT_STUDY_PANEL) numbers; the order in
/// it is the CPU's affair, but the columns from j on start at packed + j · inner if INIT_STUDY_PANEL
/// divides j.
void init_study_pack_float(
    const float *b, float *packed, int64_t inner, int64_t columns, int transposed);
void init_study_pack_double(
    const double *b, double *packed, int64_t inner, int64_t columns, int transposed);

/// C ← factor · (A B) for a packed B; rows of C are `stride` numbers apart.
void init_study_packed_product_float(
    const float *a, const float *packed, float *c, int64_t rows, int64_t inner, int64_t columns,
    int64_t stride, float factor);
void init_study_packed_product_double(
    const double *a, const double *packed, double *c, int64_t rows, int64_t inner,
    int64_t columns, int64_t stride, double factor);

/// next ← G product for `lanes` small matrices side by side, element e of lane t at e · lanes + t;
/// G in single precision, `lanes` a multiple of 8. See GaussianProductBlock in Simulation.
void init_study_multiply_lanes(
    const float *g, const double *product, double *next, int64_t size, int64_t lanes);

/// One step of the tridiagonalisation in SymmetricEigenvalues of Simulation, on the lower triangle of
/// a, whose rows are `stride` apart: rows 0 ..< count are updated by A ← A − v qᵀ − q vᵀ, and y ← A u.
void init_study_symmetric_step(
    double *a, int64_t stride, int64_t count, const double *v, const double *q, const double *u,
    double *y);

/// x ← x − y u, then w ← w + f x; see Bidiagonalization in Simulation.
void init_study_update_and_accumulate(
    double *x, double y, const double *u, double f, double *w, int64_t count);
/// x ← x − v w, then Σ x u.
double init_study_update_and_dot(
    double *x, double v, const double *w, const double *u, int64_t count);

/// Activations whose single-precision loops exist in C; the numbers are shared with ActivationKernel in Kernels.
enum {
  INIT_STUDY_SIGMOID,
  INIT_STUDY_SCALED_SIGMOID,
  INIT_STUDY_TANH,
  INIT_STUDY_LECUN_TANH,
  INIT_STUDY_ELU,
  INIT_STUDY_SELU,
  INIT_STUDY_GELU,
  INIT_STUDY_SILU,
  INIT_STUDY_SOFTPLUS,
  INIT_STUDY_MISH,
  INIT_STUDY_ERF,
  INIT_STUDY_GELU_TANH
};

/// y ← f(x); y may be x.
void init_study_activation_values_float(int32_t kind, const float *x, float *y, int64_t count);
void init_study_activation_values_double(int32_t kind, const double *x, double *y, int64_t count);
/// y ← f′(x); y may be x.
void init_study_activation_slopes_float(int32_t kind, const float *x, float *y, int64_t count);
void init_study_activation_slopes_double(int32_t kind, const double *x, double *y, int64_t count);

/// y ← sin(frequency · x), and y ← frequency · cos(frequency · x); y may be x. See Sine in Activations.
void init_study_sine_values_float(double frequency, const float *x, float *y, int64_t count);
void init_study_sine_values_double(double frequency, const double *x, double *y, int64_t count);
void init_study_sine_slopes_float(double frequency, const float *x, float *y, int64_t count);
void init_study_sine_slopes_double(double frequency, const double *x, double *y, int64_t count);

/// y ← φ(z), the density of N(0, 1); y may be z.
void init_study_normal_densities(const double *z, double *y, int64_t count);

/// Reductions with eight double-precision lanes; see BufferReal in Kernels.
void init_study_sums_float(const float *x, int64_t count, double *sum, double *squares);
void init_study_sums_double(const double *x, int64_t count, double *sum, double *squares);
double init_study_dot_float(const float *x, const float *y, int64_t count);
double init_study_dot_double(const double *x, const double *y, int64_t count);
/// y ← x ⊙ y; returns the sum of squares of the product.
double init_study_multiply_float(const float *x, float *y, int64_t count);
double init_study_multiply_double(const double *x, double *y, int64_t count);
/// How many numbers are zero, how many infinite or not a number, and the largest magnitude of all.
void init_study_extremes_float(
    const float *x, int64_t count, int64_t *zeros, int64_t *lost, float *largest);
void init_study_extremes_double(
    const double *x, int64_t count, int64_t *zeros, int64_t *lost, double *largest);
/// x ← e^(factor · x), 1 where x = 0.
void init_study_exponentials_float(float *x, float factor, int64_t count);
void init_study_exponentials_double(double *x, double factor, int64_t count);
/// y ← y + a x.
void init_study_add_float(const float *x, float a, float *y, int64_t count);
void init_study_add_double(const double *x, double a, double *y, int64_t count);

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
