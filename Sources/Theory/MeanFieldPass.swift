import Kernels
import Networks
import Numerics

/// What mean-field theory predicts for each layer of a network at its start, forward and backward.
///
/// For a standard normal input and independent centred weights of variance σₗ² in layer l,
/// with fan-in m and fan-out n:
///
///     qₗ = mₗ σₗ² E hₗ₋₁² + σ_b²        (variance of the pre-activation z)
///     E hₗ² = E f(√qₗ ξ)²               (activation, ξ standard normal)
///     E δₗ² = E gₗ² · E f′(√qₗ ξ)²      (gradient at z; g is the gradient at h)
///     E gₗ₋₁² = nₗ σₗ² E δₗ²
///
/// with E g² = 1 at the last layer's output (Poole et al. 2016, eq. 3; Schoenholz et al. 2017, eq. 15).
/// It is the limit of infinite width. For linear and ReLU networks without biases the forward line is
/// the exact expectation at every width. Everything is in natural logarithms, so no depth overflows.
public struct MeanFieldPass: Equatable, Sendable {
  /// One layer of weights and what follows it.
  public struct Layer: Equatable, Sendable {
    /// 1 for the layer that reads the input.
    public let index: Int
    /// The number of units.
    public let width: Int
    /// ln qₗ.
    public let logPreactivationVariance: Double
    /// ln E hₗ².
    public let logActivationSecondMoment: Double
    /// ln E δₗ², the gradient at the pre-activation.
    public let logGradientSecondMoment: Double

    /// qₗ; 0 or +∞ where the logarithm is out of range.
    public var preactivationVariance: Double { Double.exp(logPreactivationVariance) }
    /// E hₗ².
    public var activationSecondMoment: Double { Double.exp(logActivationSecondMoment) }
    /// E δₗ².
    public var gradientSecondMoment: Double { Double.exp(logGradientSecondMoment) }
  }

  /// The layers in forward order.
  public let layers: [Layer]

  /// ln E g₀², the gradient at the input.
  public let logInputGradientSecondMoment: Double

  /// Predicts.
  ///
  /// - Parameters:
  ///   - widths: the input's width, then each layer's; at least two, each at least 1.
  ///   - weightVariances: σₗ² of one weight in each of the `widths.count − 1` layers.
  ///   - biasVariance: σ_b², the same in every layer.
  ///   - inputSecondMoment: E h₀².
  public init(
    activation: any Activation, widths: [Int], weightVariances: [Double],
    biasVariance: Double = 0, inputSecondMoment: Double = 1
  ) throws(TheoryError) {
    try self.init(
      activation: activation, widths: widths, weightVariances: weightVariances,
      biasVariances: Array(repeating: biasVariance, count: weightVariances.count),
      inputSecondMoment: inputSecondMoment)
  }

  /// Predicts for biases of a variance of their own in each layer.
  ///
  /// - Parameters:
  ///   - widths: the input's width, then each layer's; at least two, each at least 1.
  ///   - weightVariances: σₗ² of one weight in each of the `widths.count − 1` layers.
  ///   - biasVariances: σ_b² in each layer.
  ///   - inputSecondMoment: E h₀².
  public init(
    activation: any Activation, widths: [Int], weightVariances: [Double],
    biasVariances: [Double], inputSecondMoment: Double = 1
  ) throws(TheoryError) {
    try Self.check(widths: widths, weightVariances: weightVariances)
    guard biasVariances.count == weightVariances.count else {
      throw .mismatchedLayers(widths: widths.count, variances: biasVariances.count)
    }
    for variance in biasVariances { try requireVariance(variance, "bias variance") }
    try requireVariance(inputSecondMoment, "input's second moment")
    let curve = try MomentCurve(of: activation)

    var logInput = Double.log(inputSecondMoment)
    var forward: [(q: Double, h: Double, slope: Double)] = []
    // A length that has arrived at its fixed point needs no further quadrature.
    var arrived: (q: Double, moments: (value: Double, slope: Double))?
    for (layer, (fanIn, variance)) in zip(widths, weightVariances).enumerated() {
      let logFactor = Double.log(Double(fanIn) * variance)
      let q = Double.logSum(logFactor + logInput, Double.log(biasVariances[layer]))
      let moments: (value: Double, slope: Double)
      if let arrived, arrived.q == q {
        moments = arrived.moments
      } else {
        moments = try curve.logMoments(atLogVariance: q)
      }
      arrived = (q, moments)
      forward.append((q, moments.value, moments.slope))
      logInput = moments.value
    }

    var logGradient = 0.0
    var built: [Layer] = []
    for index in stride(from: forward.count - 1, through: 0, by: -1) {
      let logDelta = logGradient + forward[index].slope
      built.append(
        Layer(
          index: index + 1, width: widths[index + 1],
          logPreactivationVariance: forward[index].q,
          logActivationSecondMoment: forward[index].h,
          logGradientSecondMoment: logDelta))
      logGradient =
        logDelta + Double.log(Double(widths[index + 1]) * weightVariances[index])
    }
    layers = built.reversed()
    logInputGradientSecondMoment = logGradient
  }

  static func check(widths: [Int], weightVariances: [Double]) throws(TheoryError) {
    guard widths.count >= 2, widths.allSatisfy({ $0 >= 1 }) else { throw .badWidths(widths) }
    guard weightVariances.count == widths.count - 1 else {
      throw .mismatchedLayers(widths: widths.count, variances: weightVariances.count)
    }
    for variance in weightVariances { try requireVariance(variance, "weight variance") }
  }
}
