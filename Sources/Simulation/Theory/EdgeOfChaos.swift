import Kernels

/// The line χ₁ = 1 between order and chaos.
///
/// On it the length q* is a parameter: σ_w² = 1/E f′² and σ_b² = q − E f²/E f′², both at q. So the
/// whole line is found without solving for a fixed point.
public enum EdgeOfChaos {
  /// A point on the line.
  public struct Point: Equatable, Sendable, Codable {
    /// q*.
    public let qStar: Double
    /// The critical σ_w².
    public let weightVariance: Double
    /// The σ_b² to which it belongs.
    public let biasVariance: Double
  }

  /// The point with length q; its bias variance may be negative, and then it is no network's.
  public static func point(
    of activation: any Activation, length: Double
  ) throws(TheoryError) -> Point {
    let moments = try GaussianMoments(of: activation, variance: length)
    return Point(
      qStar: length, weightVariance: 1 / moments.slopeSecondMoment,
      biasVariance: length - moments.secondMoment / moments.slopeSecondMoment)
  }

  /// The critical weight variance for a bias variance: the point of the line with the smallest q*.
  ///
  /// For activations with f(0) = 0 and no biases this is the limit q* → 0, 1/f′(0)². Homogeneous
  /// ones (identity, ReLU) are critical at any length without biases, and at none with them: throws.
  public static func criticalPoint(
    of activation: any Activation, biasVariance: Double
  ) throws(TheoryError) -> Point {
    try requireVariance(biasVariance, "bias variance")
    if try isHomogeneous(activation) {
      guard biasVariance == 0 else {
        throw .noSolution(
          of: "critical weight variance of \(activation.name) with biases: lengths diverge there")
      }
      let point = try point(of: activation, length: 1)
      return Point(qStar: 1, weightVariance: point.weightVariance, biasVariance: 0)
    }
    if biasVariance == 0 && activation.value(at: 0) == 0 {
      let slope = activation.slope(at: 0)
      if slope != 0 {
        return Point(qStar: 0, weightVariance: 1 / (slope * slope), biasVariance: 0)
      }
    }
    // ln q from −60 to 25 in steps of ¼: the bias variance along the line is smooth in ln q.
    func excess(_ logLength: Double) throws(TheoryError) -> Double {
      try point(of: activation, length: .exp(logLength)).biasVariance - biasVariance
    }
    var previous = try excess(-60)
    for index in 1...340 {
      let logLength = -60 + 0.25 * Double(index)
      let current = try excess(logLength)
      if previous <= 0 && current > 0 {
        let root = try Root.find(logLength - 0.25, logLength, excess)
        let point = try point(of: activation, length: .exp(root))
        return Point(
          qStar: point.qStar, weightVariance: point.weightVariance, biasVariance: biasVariance)
      }
      previous = current
    }
    throw .noSolution(
      of: "critical weight variance of \(activation.name) at bias variance \(biasVariance)")
  }

  /// Whether E f²/E f′² = q at every length, as for f(x) = a x or b x on either side of 0.
  private static func isHomogeneous(_ activation: any Activation) throws(TheoryError) -> Bool {
    for length in [0.01, 1, 100] {
      let point = try point(of: activation, length: length)
      if point.biasVariance.magnitude > 1e-9 * length { return false }
    }
    return true
  }
}
