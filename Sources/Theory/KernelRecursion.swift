import Kernels
import Networks
import Numerics

/// What infinitely wide networks make of two inputs of one length, layer by layer: variance and
/// correlation of their pre-activations, and with them the two kernels of the network.
///
/// With Σ¹ = σ_w² x·x′/n + σ_b²,
///
///     Σˡ⁺¹ = σ_w² E f(u) f(v) + σ_b²,          (u, v) ~ N(0, Σˡ)
///     Θˡ⁺¹ = Σˡ⁺¹ + σ_w² E f′(u) f′(v) Θˡ,      Θ¹ = Σ¹
///
/// Σ is the covariance of the Gaussian process that the random network is (Lee et al. 2018), Θ the
/// neural tangent kernel, which says how a step of training at x′ moves the output at x (Jacot, Gabriel and
/// Hongler 2018, with weights σ_w ω/√n and biases σ_b β that are trained at one rate).
public struct KernelRecursion: Equatable, Sendable, Codable {
  /// One layer of pre-activations.
  public struct Layer: Equatable, Sendable, Codable {
    /// From 1, the layer that reads the input.
    public let layer: Int
    /// Σ(x, x), the variance q of pre-activations.
    public let variance: Double
    /// The correlation c of the two inputs' pre-activations.
    public let correlation: Double
    /// Θ(x, x).
    public let tangent: Double
    /// Θ(x, x′).
    public let tangentProduct: Double

    /// Σ(x, x′).
    public var product: Double { correlation * variance }
    /// Θ(x, x′)/Θ(x, x).
    public var tangentCorrelation: Double { tangentProduct / tangent }
  }

  /// Layers 1, 2, …; the last one may belong to a linear read-out.
  public let layers: [Layer]

  /// Follows two inputs of mean square `inputSquare` and a correlation through `layers` layers.
  ///
  /// One quadrature per layer and pair, until both variance and correlation stand still.
  ///
  /// - Throws: `TheoryError` for numbers out of range, or where the variance leaves the finite numbers.
  public init(
    _ map: LengthMap, inputSquare: Double = 1, inputCorrelation: Double, layers count: Int
  ) throws(TheoryError) {
    try requireVariance(inputSquare, "mean square of an input")
    guard inputCorrelation >= -1, inputCorrelation <= 1 else {
      throw .badCorrelation(inputCorrelation)
    }
    let (weights, biases) = (map.weightVariance, map.biasVariance)
    let q1 = weights * inputSquare + biases
    let c1 = q1 > 0 ? (weights * inputSquare * inputCorrelation + biases) / q1 : 1
    try self.init(map, variance: q1, correlation: c1, layers: count)
  }

  /// The same from the variance and the correlation of the first layer's pre-activations.
  public init(
    _ map: LengthMap, variance: Double, correlation: Double, layers count: Int
  ) throws(TheoryError) {
    try requireVariance(variance, "variance of the first layer")
    guard correlation >= -1, correlation <= 1 else { throw .badCorrelation(correlation) }
    let (weights, biases) = (map.weightVariance, map.biasVariance)
    var (q, c) = (variance, correlation)
    var (tangent, tangentProduct) = (q, c * q)
    var layers = [
      Layer(layer: 1, variance: q, correlation: c, tangent: tangent, tangentProduct: tangentProduct)
    ]
    var single: GaussianMoments?
    var pair: GaussianPairMoments?
    for layer in stride(from: 2, through: count, by: 1) {
      let moments: GaussianMoments
      if let single, single.variance == q {
        moments = single
      } else {
        moments = try GaussianMoments(of: map.activation, variance: q)
        single = moments
      }
      let product: (value: Double, slope: Double)
      if c == 1 {
        product = (moments.secondMoment, moments.slopeSecondMoment)
      } else if let pair, pair.variance == q, pair.correlation == c {
        product = (pair.product, pair.slopeProduct)
      } else {
        let both = try GaussianPairMoments(of: map.activation, variance: q, correlation: c)
        product = (both.product, both.slopeProduct)
        pair = both
      }
      let next = weights * moments.secondMoment + biases
      guard next.isFinite, next < 1e100 else {
        throw .outOfRange(
          name: "variance in layer \(layer)", value: next, allowed: "below 1e100")
      }
      let covariance = weights * product.value + biases
      tangent = next + weights * moments.slopeSecondMoment * tangent
      tangentProduct = covariance + weights * product.slope * tangentProduct
      let near = next > 0 ? Swift.min(1, Swift.max(-1, covariance / next)) : 1
      // Within rounding of a fixed point: stay, so that the quadratures above are not repeated.
      if (next - q).magnitude > 1e-14 * q { q = next }
      if (near - c).magnitude > 1e-14 { c = near }
      layers.append(
        Layer(
          layer: layer, variance: q, correlation: c, tangent: tangent,
          tangentProduct: tangentProduct))
    }
    self.layers = layers
  }
}
