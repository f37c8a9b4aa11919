import Kernels
import Networks
import Numerics

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
    /// V′(q*), the slope of the length map there.
    public let lengthSlope: Double
    /// Whether lengths near q* move towards it, or at least stay.
    ///
    /// Where they leave it, as for GELU with small biases, no deep network is at this point.
    public let isStable: Bool
  }

  /// The point with length q; its bias variance may be negative, and then it is no network's.
  public static func point(
    of activation: any Activation, length: Double
  ) throws(TheoryError) -> Point {
    let moments = try GaussianMoments(of: activation, variance: length)
    let slope = moments.secondMomentDerivative / moments.slopeSecondMoment
    return Point(
      qStar: length, weightVariance: 1 / moments.slopeSecondMoment,
      biasVariance: length - moments.secondMoment / moments.slopeSecondMoment,
      lengthSlope: slope, isStable: slope <= 1 + 1e-12)
  }

  /// The critical weight variance for a bias variance: the stable point of the line with the smallest
  /// q*, or if none is stable the one with the smallest q*.
  ///
  /// For activations with f(0) = 0 and no biases this is the limit q* → 0, 1/E f′² with the slopes on
  /// either side of 0. Homogeneous ones (identity, ReLU) are critical at any length without biases,
  /// and at none with them: throws.
  public static func criticalPoint(
    of activation: any Activation, biasVariance: Double
  ) throws(TheoryError) -> Point {
    try requireVariance(biasVariance, "bias variance")
    if try isHomogeneous(activation) {
      guard biasVariance == 0 else {
        throw .noSolution(
          of: "critical weight variance of \(activation.name) with biases: lengths diverge there")
      }
      // Every length is one where lengths stay.
      return Point(
        qStar: 1, weightVariance: try point(of: activation, length: 1).weightVariance,
        biasVariance: 0, lengthSlope: 1, isStable: true)
    }
    if biasVariance == 0 && activation.value(at: 0) == 0 {
      let moments = try GaussianMoments(of: activation, variance: 0)
      if moments.slopeSecondMoment > 0 {
        // V′(0) = χ₁ = 1 here, so that the next order decides: does V(q) < q for small q?
        let weightVariance = 1 / moments.slopeSecondMoment
        let small = 1e-3
        let next = try GaussianMoments(of: activation, variance: small).secondMoment
        return Point(
          qStar: 0, weightVariance: weightVariance, biasVariance: 0, lengthSlope: 1,
          isStable: weightVariance * next <= small)
      }
    }
    let candidates = try points(of: activation, biasVariance: biasVariance)
    guard let point = candidates.first(where: \.isStable) ?? candidates.first else {
      throw .noSolution(
        of: "critical weight variance of \(activation.name) at bias variance \(biasVariance)")
    }
    return point
  }

  /// The points of the line that have a bias variance, by increasing q*.
  private static func points(
    of activation: any Activation, biasVariance: Double
  ) throws(TheoryError) -> [Point] {
    // ln q from −60 to 25 in steps of ¼: the bias variance along the line is smooth in ln q.
    func excess(_ logLength: Double) throws(TheoryError) -> Double {
      try point(of: activation, length: .exp(logLength)).biasVariance - biasVariance
    }
    var points: [Point] = []
    var previous = try excess(-60)
    for index in 1...340 {
      let logLength = -60 + 0.25 * Double(index)
      let current = try excess(logLength)
      if previous <= 0 && current > 0 || previous > 0 && current <= 0 {
        let root = try Root.find(logLength - 0.25, logLength, excess)
        let point = try point(of: activation, length: .exp(root))
        points.append(
          Point(
            qStar: point.qStar, weightVariance: point.weightVariance, biasVariance: biasVariance,
            lengthSlope: point.lengthSlope, isStable: point.isStable))
      }
      previous = current
    }
    return points
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
