import Kernels
import Simulation

/// N(0, s²), whole or cut at ±k s and not corrected for what was cut away.
///
/// Cut laws are what `trunc_normal_` of PyTorch and `TruncatedNormal` of Keras draw (k = 2), and
/// `nn.init.trunc_normal_` with wider bounds (k = 3).
public struct NormalFamily: LawFamily {
  /// The cut in scales; nil for the whole law.
  public let cut: Double?
  public let name: String
  public let prior: Double
  public let deviationOfUnitScale: Double
  public let kurtosis: Double

  /// ln P(|Z| ≤ k).
  private let logInside: Double

  /// The whole normal law.
  public static let whole = NormalFamily(cut: nil, prior: 0.55)
  /// Cut at two scales.
  public static let cutAtTwo = NormalFamily(cut: 2, prior: 0.14)
  /// Cut at three scales.
  public static let cutAtThree = NormalFamily(cut: 3, prior: 0.01)

  private init(cut: Double?, prior: Double) {
    (self.cut, self.prior) = (cut, prior)
    guard let cut else {
      (name, deviationOfUnitScale, kurtosis, logInside) = ("normal", 1, 3, 0)
      return
    }
    name = "truncated-normal-\(Int(cut))"
    let inside = 1 - 2 * NormalDistribution.cumulative(-cut)
    logInside = Double.log(inside)
    // Var = 1 − 2 k φ(k)/P(|Z| ≤ k), by parts.
    let edge = 2 * cut * NormalDistribution.density(cut) / inside
    let variance = 1 - edge
    deviationOfUnitScale = variance.squareRoot()
    // By parts again: E x⁴ = 3 E x² − 2 k³ φ(k)/P(|Z| ≤ k).
    kurtosis = (3 * variance - cut * cut * edge) / (variance * variance)
  }

  public func logLikelihood(_ sample: ScaleStatistics, scale: Double) -> Double {
    if let cut, sample.largestMagnitude > cut * scale { return -.infinity }
    let n = Double(sample.count)
    return -n * (Double.log(scale) + halfLogTwoPi + logInside)
      - n * sample.meanSquare / (2 * scale * scale)
  }

  public func likeliestScale(_ sample: ScaleStatistics) -> Double {
    let free = sample.meanSquare.squareRoot()
    guard let cut else { return free }
    // Rounded up where the quotient was rounded down: the law must be able to give its largest number.
    let edge = sample.largestMagnitude / cut
    return max(free, cut * edge < sample.largestMagnitude ? edge.nextUp : edge)
  }

  /// With t = N m₂/2s² the integral is an incomplete gamma function:
  /// ∫ s^(−N) e^(−N m₂/2s²) d ln s = ½ (N m₂/2)^(−N/2) γ(N/2, T), where T belongs to the smallest scale that is
  /// possible, and is infinite for the whole law.
  public func logEvidence(_ sample: ScaleStatistics) -> Double {
    let n = Double(sample.count)
    let half = n / 2
    var log =
      -n * (halfLogTwoPi + logInside) - Double.log(2)
      - half * Double.log(half * sample.meanSquare) + SpecialFunctions.logGamma(half)
    if let cut {
      let smallest = sample.largestMagnitude / cut
      log += LogIncompleteGamma.p(half, half * sample.meanSquare / (smallest * smallest))
    }
    return log
  }

  public func cumulative(_ x: Double, scale: Double) -> Double {
    let z = x / scale
    guard let cut else { return NormalDistribution.cumulative(z) }
    if z <= -cut { return 0 }
    if z >= cut { return 1 }
    let below = NormalDistribution.cumulative(-cut)
    return (NormalDistribution.cumulative(z) - below) / (1 - 2 * below)
  }

  /// ½ ln 2π.
  private let halfLogTwoPi = 0.9189385332046727
}
