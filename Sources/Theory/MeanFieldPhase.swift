import Kernels
import Networks
import Numerics

/// Where a wide network of one activation stands: ordered, chaotic, or at the edge between them.
public struct MeanFieldPhase: Equatable, Sendable, Codable {
  /// What happens to two nearby inputs, and to gradients.
  public enum Phase: String, Sendable, Codable {
    /// χ₁ < 1: inputs become alike, gradients vanish.
    case ordered
    /// χ₁ = 1 to 10⁻⁹: the edge of chaos, where depth scales diverge.
    case critical
    /// χ₁ > 1: inputs become unlike, gradients explode.
    case chaotic
  }

  /// σ_w².
  public let weightVariance: Double
  /// σ_b².
  public let biasVariance: Double
  /// q*; `nil` if lengths grow without bound.
  public let qStar: Double?
  /// χ₁ at q*, or its limit at infinite q.
  public let chi1: Double
  /// c*; `nil` where it has no meaning, because q* is 0 or infinite.
  public let cStar: Double?
  /// ξ_c = 1/|ln C′(c*)|, the layers over which a correlation approaches c* by a factor e.
  ///
  /// Beyond about six of them training fails (Schoenholz et al. 2017, eq. 9). `nil` if infinite.
  public let depthScale: Double?
  /// ξ_q = 1/|ln V′(q*)|, the same for lengths; `nil` if infinite.
  public let lengthDepthScale: Double?
  /// ξ_∇ = 1/|ln χ₁|, the same for gradients; `nil` at the edge.
  public let gradientDepthScale: Double?
  /// Which phase.
  public let phase: Phase

  /// Solves for the fixed points.
  public init(
    activation: any Activation, weightVariance: Double, biasVariance: Double = 0
  ) throws(TheoryError) {
    let map = try LengthMap(
      activation: activation, weightVariance: weightVariance, biasVariance: biasVariance)
    self.weightVariance = weightVariance
    self.biasVariance = biasVariance
    switch try map.limit() {
    case .infinite:
      qStar = nil
      chi1 = try map.chi(at: 1e30)
      cStar = nil
      depthScale = nil
      lengthDepthScale = nil
    case .finite(let q):
      qStar = q
      chi1 = try map.chi(at: q)
      lengthDepthScale = Self.scale(try map.slope(at: q))
      if q > 0 {
        let correlations = try CorrelationMap(map, length: q)
        let c = try correlations.fixedPoint()
        cStar = c
        depthScale = Self.scale(c == 1 ? chi1 : try correlations.slope(at: c))
      } else {
        cStar = nil
        depthScale = Self.scale(chi1)
      }
    }
    gradientDepthScale = Self.scale(chi1)
    phase = (chi1 - 1).magnitude < 1e-9 ? .critical : chi1 < 1 ? .ordered : .chaotic
  }

  /// 1/|ln slope|; `nil` where that is infinite, 0 for a slope of 0.
  private static func scale(_ slope: Double) -> Double? {
    if (slope - 1).magnitude < 1e-9 { return nil }
    return slope <= 0 ? 0 : 1 / Double.log(slope).magnitude
  }
}
