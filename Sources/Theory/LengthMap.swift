import Kernels
import Networks
import Numerics

/// How the variance q of pre-activations goes from one wide layer to the next.
///
///     q′ = V(q) = σ_w² E f(√q z)² + σ_b²        (Poole et al. 2016, eq. 3)
///
/// σ_w² is fan-in times the variance of one weight, σ_b² the variance of a bias.
public struct LengthMap: Sendable {
  /// The activation f.
  public let activation: any Activation
  /// σ_w² = fan-in · Var w.
  public let weightVariance: Double
  /// σ_b².
  public let biasVariance: Double

  /// Makes the map; both variances are finite and not negative.
  public init(
    activation: any Activation, weightVariance: Double, biasVariance: Double = 0
  ) throws(TheoryError) {
    try requireVariance(weightVariance, "weight variance")
    try requireVariance(biasVariance, "bias variance")
    self.activation = activation
    self.weightVariance = weightVariance
    self.biasVariance = biasVariance
  }

  /// V(q).
  public func value(at variance: Double) throws(TheoryError) -> Double {
    let moments = try GaussianMoments(of: activation, variance: variance)
    return weightVariance * moments.secondMoment + biasVariance
  }

  /// V′(q) = σ_w² E[f f′ z]/√q.
  public func slope(at variance: Double) throws(TheoryError) -> Double {
    weightVariance
      * (try GaussianMoments(of: activation, variance: variance)).secondMomentDerivative
  }

  /// χ₁ = σ_w² E f′(√q z)², the factor of a gradient's second moment per layer.
  ///
  /// It is also the slope of the correlation map at c = 1 (Schoenholz et al. 2017, eq. 5).
  public func chi(at variance: Double) throws(TheoryError) -> Double {
    weightVariance * (try GaussianMoments(of: activation, variance: variance)).slopeSecondMoment
  }

  /// q₀, V(q₀), V(V(q₀)), …: `layers + 1` values.
  public func orbit(from start: Double, layers: Int) throws(TheoryError) -> [Double] {
    try requireVariance(start, "initial variance")
    var orbit = [start]
    for _ in 0..<Swift.max(0, layers) {
      let next = try value(at: orbit[orbit.count - 1])
      orbit.append(next)
      if !next.isFinite || next > 1e300 { break }
    }
    return orbit
  }

  /// Where the lengths end.
  public enum Limit: Equatable, Sendable {
    /// At a fixed point q* = V(q*); 0 if signals die out.
    case finite(Double)
    /// Nowhere: q grows without bound.
    case infinite
  }

  /// Where the lengths end that start at q = σ_w² + σ_b², as those of an input whose units have f² = 1.
  ///
  /// V increases for every activation whose f² increases with |x| on average, so the orbit moves
  /// one way and stops at the first fixed point on that side; the search brackets it by steps of 10 %
  /// and then narrows the bracket. Where two fixed points are stable this start decides. Below
  /// 10⁻²⁵ the limit is 0, above 10³⁰ infinite.
  public func limit() throws(TheoryError) -> Limit {
    let start = weightVariance + biasVariance
    if start == 0 { return .finite(try value(at: 0) == 0 ? 0 : try value(at: value(at: 0))) }
    let excess = try relativeExcess(start)
    // A line of fixed points, such as the identity's at σ_w² = 1: stay.
    if excess.magnitude <= 1e-11 { return .finite(start) }
    let upward = excess > 0
    var near = start
    var ratio = excess
    // Steps at which V(q) − q drowns in rounding: near a fixed point, or on the way to a limit at
    // infinity or 0 that is approached ever more slowly, as by ReLU with σ_w² = 2 and biases.
    var flatSteps = 0
    var far = near
    while true {
      let step = flatSteps < 8 ? 1.1 : 1e3
      far = upward ? far * step : far / step
      if far > 1e30 { return .infinite }
      if far < 1e-25 { return .finite(0) }
      let next = try relativeExcess(far)
      if next.magnitude <= 1e-12 {
        flatSteps += 1
        continue
      }
      if (next > 0) != upward {
        return .finite(
          try Root.find(Swift.min(near, far), Swift.max(near, far)) { q throws(TheoryError) in
            try value(at: q) - q
          })
      }
      (near, ratio, flatSteps) = (far, next, 0)
      // Once the relative excess is constant there is no fixed point ahead: jump.
      let farther = upward ? far * 1e6 : far / 1e6
      if farther < 1e30 && farther > 1e-25 {
        let there = try relativeExcess(farther)
        if (there > 0) == upward && (there - ratio).magnitude < 1e-6 * ratio.magnitude {
          (near, far) = (farther, farther)
        }
      }
    }
  }

  /// V(q)/q − 1.
  private func relativeExcess(_ variance: Double) throws(TheoryError) -> Double {
    (try value(at: variance) - variance) / variance
  }
}
