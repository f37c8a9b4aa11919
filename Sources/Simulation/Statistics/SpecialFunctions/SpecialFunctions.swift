/// The special functions that intervals and theory need, in one place.
///
/// | function | file | method | error |
/// |---|---|---|---|
/// | `erf`, `erfc` | `ErrorFunction` | series, continued fraction | 10⁻¹⁴ relative |
/// | `logGamma`, `digamma`, `trigamma` | `GammaFunction` | recurrence + Stirling | 10⁻¹⁴ of max(1, value) |
/// | `regularizedGammaP`, `…Q` | `IncompleteGamma` | series, continued fraction | 10⁻¹² relative |
/// | `regularizedBeta` | `IncompleteBeta` | continued fraction | 10⁻¹² relative |
///
/// The distributions built on them (`NormalDistribution`, `StudentT`, `ChiSquared`, `Binomial`) have
/// a file each. Everything rests on `Elementary`, so results are the same bits everywhere. The tests
/// compare each with mpmath and scipy.
public enum SpecialFunctions {}
