import Kernels
import Networks
import Numerics

/// The weight and bias variance that theory advises for an activation.
///
/// A start should keep signal and gradient, and do so *stably*: lengths that are a little off must not run
/// away. Both hold at a stable point of the edge of chaos, χ₁ = 1 and V′(q*) ≤ 1.
public struct StartAdvice: Equatable, Sendable, Codable {
  /// What the advice is.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    /// A stable point of the edge without biases.
    case edge
    /// The edge is stable only with biases, as for GELU, SiLU and Mish.
    case edgeWithBiases
    /// The edge has no stable point; of the rules 1/m and 2/m the one whose χ₁ is nearer to 1.
    case nearest
  }

  /// σ_w², fan-in times the variance of one weight.
  public let weightVariance: Double
  /// σ_b².
  public let biasVariance: Double
  /// Which kind of advice it is.
  public let kind: Kind

  /// Lengths that settle by 1 % per layer or faster: a hundred layers forget where they began.
  private static let settling = 0.99

  /// Advises.
  public init(for activation: any Activation) throws(TheoryError) {
    if let point = try Self.edge(of: activation), point.isStable {
      (weightVariance, biasVariance, kind) = (point.weightVariance, 0, .edge)
      return
    }
    // ln q in steps of 1/16 from 1/50 on: below, the biases are next to nothing, and so is their pull.
    for index in -64...96 {
      let point = try EdgeOfChaos.point(of: activation, length: .exp(Double(index) / 16))
      if point.biasVariance > 0, point.lengthSlope <= Self.settling {
        (weightVariance, biasVariance, kind) = (
          point.weightVariance, point.biasVariance, .edgeWithBiases
        )
        return
      }
    }
    var best = (distance: Double.infinity, variance: 1.0)
    for variance in [1.0, 2] {
      let chi = try StartProspect(
        activation: activation, weightVariance: variance, depth: 50
      ).chi
      let distance = Double.log(chi).magnitude
      if distance < best.distance { best = (distance, variance) }
    }
    (weightVariance, biasVariance, kind) = (best.variance, 0, .nearest)
  }

  /// The point of the edge without biases; `nil` where there is none.
  private static func edge(of activation: any Activation) throws(TheoryError) -> EdgeOfChaos.Point?
  {
    do {
      return try EdgeOfChaos.criticalPoint(of: activation, biasVariance: 0)
    } catch {
      if case .noSolution = error { return nil }
      throw error
    }
  }
}
