import Kernels
import Networks
import Numerics

/// What becomes of signal and gradient in a wide plain network of equal layers, from a start on.
///
/// Weights have variance σ_w²/fan-in, biases σ_b²; the input has mean square 1, and so has the gradient at the
/// last output. Everything is the limit of wide layers: ``MeanFieldPass`` layer by layer.
public struct StartProspect: Equatable, Sendable, Codable {
  /// Where lengths go.
  public enum Stability: String, Sendable, Codable, CaseIterable {
    /// To a fixed point q* > 0, from both sides, by a constant factor per layer.
    case settles
    /// Nowhere: every length stays where it is, as under homogeneous activations.
    case stays
    /// To 0, though by no constant factor per layer: the edge of chaos at q* = 0.
    case fadesSlowly
    /// To 0 by a factor per layer, or at once.
    case fades
    /// Without bound.
    case grows
  }

  /// The activation's name.
  public let activation: String
  /// σ_w², fan-in times the variance of one weight.
  public let weightVariance: Double
  /// σ_b².
  public let biasVariance: Double
  /// L.
  public let depth: Int
  /// q of layers 1 … L.
  public let lengths: [Double]
  /// ln E h² of layers 1 … L.
  public let logSignal: [Double]
  /// ln E δ² of layers 1 … L.
  public let logGradient: [Double]
  /// What becomes of lengths.
  public let stability: Stability
  /// V′, the slope of the length map at layer L: above 1, lengths leave this point.
  public let lengthSlope: Double
  /// σ_w² E f′² at layer L, the factor of the gradient's mean square per layer there.
  public let chi: Double

  /// Predicts.
  ///
  /// - Parameters:
  ///   - weightVariance: σ_w², positive.
  ///   - biasVariance: σ_b².
  ///   - depth: the number of layers, at least 2.
  public init(
    activation: any Activation, weightVariance: Double, biasVariance: Double = 0, depth: Int
  ) throws(TheoryError) {
    let map = try LengthMap(
      activation: activation, weightVariance: weightVariance, biasVariance: biasVariance)
    try self.init(activation, map, depth: depth, stability: try Self.stability(of: map))
  }

  /// The same start in a network of another depth.
  public func with(
    depth: Int, activation: any Activation
  ) throws(TheoryError) -> StartProspect {
    let map = try LengthMap(
      activation: activation, weightVariance: weightVariance, biasVariance: biasVariance)
    return try StartProspect(activation, map, depth: depth, stability: stability)
  }

  /// What depends on depth; where lengths end does not.
  private init(
    _ activation: any Activation, _ map: LengthMap, depth: Int, stability: Stability
  ) throws(TheoryError) {
    guard depth >= 2 else {
      throw .outOfRange(name: "depth", value: Double(depth), allowed: "at least 2")
    }
    let (weightVariance, biasVariance) = (map.weightVariance, map.biasVariance)
    self.activation = activation.name
    self.weightVariance = weightVariance
    self.biasVariance = biasVariance
    self.depth = depth
    // Equal layers: the width cancels, so one unit stands for any.
    let pass = try MeanFieldPass(
      activation: activation, widths: Array(repeating: 1, count: depth + 1),
      weightVariances: Array(repeating: weightVariance, count: depth), biasVariance: biasVariance)
    lengths = pass.layers.map(\.preactivationVariance)
    logSignal = pass.layers.map(\.logActivationSecondMoment)
    logGradient = pass.layers.map(\.logGradientSecondMoment)
    let last = Swift.min(Swift.max(lengths[depth - 1], 1e-30), 1e30)
    lengthSlope = try map.slope(at: last)
    chi = try map.chi(at: last)
    self.stability = stability
  }

  private static func stability(of map: LengthMap) throws(TheoryError) -> Stability {
    switch try map.limit() {
    case .infinite: return .grows
    case .finite(let end):
      if end == 0 {
        return (try map.slope(at: 0) - 1).magnitude < 1e-9 ? .fadesSlowly : .fades
      }
      // A line of fixed points: half and twice the length stay as well.
      for length in [0.5 * end, 2 * end] {
        if (try map.value(at: length) / length - 1).magnitude > 1e-9 { return .settles }
      }
      return .stays
    }
  }

  /// ln of the weights' mean square gradient E(∂ℓ/∂w)² = E δₗ² E hₗ₋₁², of layers 1 … L.
  public var logWeightGradient: [Double] {
    zip(logGradient, [0] + logSignal).map { $0 + $1 }
  }

  /// The typical factor per layer on the root mean square of the signal.
  public var signalFactor: Double {
    .exp(0.5 * (logSignal[depth - 1] - logSignal[0]) / Double(depth - 1))
  }

  /// The same of the gradient, on the way down.
  public var gradientFactor: Double {
    .exp(0.5 * (logGradient[0] - logGradient[depth - 1]) / Double(depth - 1))
  }

  /// The same of the weights' gradient: 1 where all layers are fed alike.
  public var weightFactor: Double {
    let weights = logWeightGradient
    return .exp(0.5 * (weights[0] - weights[depth - 1]) / Double(depth - 1))
  }

  /// How many layers a network of this start may have, up to `depth`, so that signal, gradient and the weights'
  /// gradient have a root mean square between e^low and e^high in every layer.
  ///
  /// Shorter networks are the lower layers of this one; their gradient starts at their own top.
  public func layers(within range: ClosedRange<Double>) -> Int {
    // ln E f′² of each layer: what δ gains beyond the matrices.
    let matrix = Double.log(weightVariance)
    let slopes = (0..<depth).map { index in
      logGradient[index] - (index + 1 < depth ? logGradient[index + 1] + matrix : 0)
    }
    // A size that is exactly at an end, as ReLU's powers of two may be, is inside whatever the rounding.
    let range = (2 * range.lowerBound - 1e-9)...(2 * range.upperBound + 1e-9)
    var bottom = 0.0
    for index in 0..<depth {
      bottom += slopes[index] + (index > 0 ? matrix : 0)
      let below = index > 0 ? logSignal[index - 1] : 0
      let sizes = [logSignal[index], slopes[index], bottom, slopes[index] + below]
      if !sizes.allSatisfy(range.contains) { return index }
    }
    return depth
  }

  /// The cosine of the angle between the outputs hₗ for two inputs with that cosine, of layers 1 … L.
  ///
  /// With cosine a of the outputs below, pre-activations have the correlation (σ_w² a E h² + σ_b²)/q. About
  /// a millisecond per layer.
  public func cosines(
    from cosine: Double, activation: any Activation
  ) throws(TheoryError) -> [Double] {
    guard -1...1 ~= cosine else { throw .badCorrelation(cosine) }
    var (current, below) = (cosine, 1.0)
    var cosines: [Double] = []
    var latest: GaussianPairMoments?
    for (index, length) in lengths.enumerated() {
      let square = Double.exp(logSignal[index])
      guard length > 1e-30, length < 1e30, square > 0 else { break }
      let correlation = Swift.min(
        1, Swift.max(-1, (weightVariance * current * below + biasVariance) / length))
      // Where both have arrived, nothing changes any more.
      let moments: GaussianPairMoments
      if let latest, latest.variance == length, latest.correlation == correlation {
        moments = latest
      } else {
        moments = try GaussianPairMoments(
          of: activation, variance: length, correlation: correlation)
      }
      latest = moments
      current = Swift.min(1, Swift.max(-1, moments.product / square))
      cosines.append(current)
      below = square
    }
    return cosines
  }
}
