import Numerics

/// How the correlation c of two inputs' pre-activations goes from one wide layer to the next.
///
/// Both inputs have the length q* by then (Poole et al. 2016, eq. 5):
///
///     c′ = C(c) = (σ_w² E f(x) f(y) + σ_b²)/q*,   C′(c) = σ_w² E f′(x) f′(y)
public struct CorrelationMap: Sendable {
  /// The length map that belongs to it.
  public let lengthMap: LengthMap
  /// q*, a positive fixed point of the length map.
  public let length: Double

  /// Makes the map at a positive fixed point.
  public init(_ lengthMap: LengthMap, length: Double) throws(TheoryError) {
    guard length > 0, length.isFinite else {
      throw .outOfRange(name: "length q*", value: length, allowed: "positive and finite")
    }
    self.lengthMap = lengthMap
    self.length = length
  }

  /// C(c), kept in [−1, 1] against rounding.
  public func value(at correlation: Double) throws(TheoryError) -> Double {
    if correlation == 1 { return 1 }
    let moments = try pair(correlation)
    let value =
      (lengthMap.weightVariance * moments.product + lengthMap.biasVariance) / length
    return Swift.min(1, Swift.max(-1, value))
  }

  /// C′(c); at c = 1 this is χ₁.
  public func slope(at correlation: Double) throws(TheoryError) -> Double {
    if correlation == 1 { return try lengthMap.chi(at: length) }
    return lengthMap.weightVariance * (try pair(correlation)).slopeProduct
  }

  /// c₀, C(c₀), …: `layers + 1` values.
  public func orbit(from start: Double, layers: Int) throws(TheoryError) -> [Double] {
    guard start >= -1, start <= 1 else { throw .badCorrelation(start) }
    var orbit = [start]
    for _ in 0..<Swift.max(0, layers) { orbit.append(try value(at: orbit[orbit.count - 1])) }
    return orbit
  }

  /// c*, the stable fixed point that positive correlations are drawn to: 1 if χ₁ ≤ 1, else below 1.
  ///
  /// C has a power series with positive coefficients, hence is convex on [0, 1]; with C(1) = 1 there is
  /// at most one other fixed point there, and there is one exactly if C′(1) > 1.
  public func fixedPoint() throws(TheoryError) -> Double {
    if try slope(at: 1) <= 1 { return 1 }
    let atZero = try value(at: 0)
    // An odd activation without biases maps 0 to 0.
    if atZero.magnitude < 1e-12 { return 0 }
    // Just below 1 the excess C(c) − c is −(χ₁ − 1)(1 − c) < 0; move closer until it shows.
    var gap = 0.5
    while gap > 1e-9 {
      if try value(at: 1 - gap) < 1 - gap {
        return try Root.find(0, 1 - gap) { c throws(TheoryError) in try value(at: c) - c }
      }
      gap *= 0.25
    }
    return 1
  }

  private func pair(_ correlation: Double) throws(TheoryError) -> GaussianPairMoments {
    try GaussianPairMoments(
      of: lengthMap.activation, variance: length, correlation: correlation)
  }
}
