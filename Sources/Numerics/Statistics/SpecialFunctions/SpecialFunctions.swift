/// The special functions that intervals and theory need, in one place.
///
/// | function | file | method | error |
/// |---|---|---|---|
/// | `logGamma`, `digamma`, `trigamma` | `GammaFunction` | recurrence + Stirling | 2·10⁻¹⁴ of max(1, value) |
/// | `regularizedGammaP`, `…Q` | `IncompleteGamma` | series, continued fraction | 10⁻¹² relative |
/// | `regularizedBeta` | `IncompleteBeta` | continued fraction | 10⁻¹² relative |
///
/// `Double.exp`, `.log`, `.erf`, `.erfc` and their kin are in Kernels, `.power` and `.logSum` in `Powers`.
/// The distributions built on them (`NormalDistribution`, `StudentT`, `ChiSquared`, `Binomial`) have
/// a file each. None of it calls the C library, so results are the same bits everywhere. The tests
/// compare each with mpmath and scipy.
public enum SpecialFunctions {}
