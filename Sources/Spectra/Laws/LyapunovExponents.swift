import Kernels
import Numerics

/// Growth rates of products of independent n × n matrices of N(0, s²) entries.
///
/// The k-th singular value of a product of t factors grows like e^(λₖ t) with
/// λₖ = ln s + ½(ln 2 + ψ((n − k + 1)/2)) (Newman 1986, *Commun. Math. Phys.* 103:121). The image of any
/// fixed unit vector is, exactly and for every t, a product of t independent sχₙ lengths: its logarithm
/// has mean λ₁ t and variance t ψ′(n/2)/4. The norm of the product follows the same
/// growth and spread up to constants (`logNormMean`, `logNormVariance`).
public struct LyapunovExponents: Equatable, Sendable, Codable {
  /// n.
  public let size: Int
  /// s, the standard deviation of one entry.
  public let entryDeviation: Double
  /// λ₁ ≥ … ≥ λₙ, per factor, in natural logarithms.
  public let exponents: [Double]

  /// Computes all exponents for n ≥ 1 and s > 0.
  public init(size: Int, entryDeviation: Double = 1) throws(TheoryError) {
    guard size >= 1 else {
      throw .outOfRange(name: "matrix size", value: Double(size), allowed: "at least 1")
    }
    guard entryDeviation > 0, entryDeviation.isFinite else {
      throw .outOfRange(
        name: "entries' standard deviation", value: entryDeviation, allowed: "positive")
    }
    self.size = size
    self.entryDeviation = entryDeviation
    let logScale = Double.log(entryDeviation)
    exponents = (1...size).map { k in
      logScale + 0.5 * ChiSquared(degreesOfFreedom: Double(size - k + 1)).logMean
    }
  }

  /// λ₁, the rate at which the norm grows.
  public var top: Double { exponents[0] }

  /// ψ′(n/2)/4, the variance of the logarithm that each factor adds.
  public var variancePerStep: Double {
    0.25 * SpecialFunctions.trigamma(Double(size) / 2)
  }

  /// E ln ‖M_t ⋯ M₁‖₂ for large t: λ₁ t + ½(ψ(n/2) − ψ(½)).
  ///
  /// M_t ⋯ M₁ = U S Vᵀ with V Haar and independent of S, because the law of the factors does not change
  /// under rotations. Once the first singular value dominates, |M_t ⋯ M₁ e| is s₁ |v₁·e|, and
  /// (v₁·e)² is Beta(½, (n−1)/2) with E ln = ψ(½) − ψ(n/2). What is neglected vanishes like
  /// e^(−(λ₁−λ₂)t), so t should be several times n.
  public func logNormMean(steps: Int) -> Double {
    let half = Double(size) / 2
    return top * Double(steps)
      + 0.5 * (SpecialFunctions.digamma(half) - SpecialFunctions.digamma(0.5))
  }

  /// Var ln ‖M_t ⋯ M₁‖₂ for large t: ¼[t ψ′(n/2) − (ψ′(½) − ψ′(n/2))], by the same argument.
  public func logNormVariance(steps: Int) -> Double {
    let entry = SpecialFunctions.trigamma(Double(size) / 2)
    return 0.25 * (Double(steps + 1) * entry - SpecialFunctions.trigamma(0.5))
  }

  /// Whether a product is so long that `logNormMean` and `logNormVariance` hold: the first singular value
  /// is e⁵ ≈ 150 times the second, typically, so that what they neglect is below 1 %.
  public func isAsymptotic(steps: Int) -> Bool {
    guard exponents.count > 1 else { return true }
    return Double(steps) * (exponents[0] - exponents[1]) >= 5
  }

  /// The standard deviation s of entries for which the norm neither grows nor shrinks: λ₁ = 0.
  public var neutralEntryDeviation: Double { entryDeviation * Double.exp(-top) }
}
