import Kernels
import Numerics

/// A skip connection around every layer.
///
/// The branch is the pre-activation form x + c (W f(Norm x) + b): independent of the stream and of
/// mean zero, so that second moments add. He's rule on rectifiers doubles them per layer with c = 1
/// and multiplies them by (1 + 1/L) with c = 1/√L.
public enum Residual: String, Sendable, Codable, CaseIterable {
  /// c = 1.
  case plain
  /// c = 1/√L for L layers.
  case scaled

  /// c for a network of so many layers.
  package func branchFactor(depth: Int) -> Double {
    self == .plain ? 1 : (1 / Double(depth)).squareRoot()
  }
}

/// The law of a network's inputs: normal entries, with the same correlation between any two inputs
/// of a batch.
public struct InputLaw: Sendable, Codable, Equatable {
  /// The mean square of an entry.
  public var secondMoment: Double
  /// The correlation of two inputs of one batch, in [0, 1].
  public var correlation: Double

  /// Makes the law.
  public init(secondMoment: Double = 1, correlation: Double = 0) {
    self.secondMoment = secondMoment
    self.correlation = correlation
  }

  /// Independent standard normal entries.
  public static let standardNormal = InputLaw()
}

/// What a pass needs to know about a network, checked.
struct NetworkDesign: Sendable {
  var widths: [Int]
  var activation: any Activation
  var biases: BiasDesign
  var normalization: Normalization?
  var residual: Residual?
  var tiesWeights = false
  var expansion: Int?
  var batch: Int
  var inputs: InputLaw
  var isHalf: Bool
  var countsZeros: Bool
  /// Whether means of activations and mean squares of pre-activations are recorded too.
  var recordsDetails = false
  /// Whether a gradient is sent back.
  var measuresGradients = true

  var depth: Int { widths.count - 1 }

  /// The widths that the matrices lead from and to: two matrices a layer for blocks.
  var matrixWidths: [Int] {
    expansion.map { ExpandedBranch<Float>.widths(of: widths, expansion: $0) } ?? widths
  }

  /// Numbers that a pass keeps, beside what its sampler keeps.
  var capacity: Double {
    let widest = Double(widths.max() ?? 0)
    let input = Double(widths[0])
    let layers = widths.dropFirst().reduce(0.0) { $0 + Double($1) }
    var arrays = 2.0  // h and u
    if residual != nil { arrays += 1 }  // what the weights see
    if residual == nil, biases.areDrawn { arrays += 1 }  // z beside u
    if normalization != nil { arrays += 1 }
    return Double(batch) * (2 * input + layers * arrays + 4 * widest)
  }
}

/// How the biases of a network are drawn: its own variance for all layers, or what its rule asks for.
package struct BiasDesign: Sendable, Equatable {
  /// The standard deviation of a bias, by layer.
  package let deviations: [Double]
  /// The same for the inner layers of blocks.
  package let innerDeviations: [Double]
  /// U(−√3 s, √3 s) instead of N(0, s²).
  package let isUniform: Bool
  /// Whether there are any; each layer of each pass asks.
  package let areDrawn: Bool

  /// The biases of a request: normal ones of its variance, else those of its rule.
  package init(_ request: PropagationRequest) {
    let matrices =
      request.expansion.map { ExpandedBranch<Float>.widths(of: request.widths, expansion: $0) }
      ?? request.widths
    isUniform = request.biasVariance == 0
    let all = zip(matrices, matrices.dropFirst()).map { fanIn, fanOut in
      (request.biasVariance > 0
        ? request.biasVariance
        : request.initializer.biasVariance(fanIn: fanIn, fanOut: fanOut)).squareRoot()
    }
    areDrawn = all.contains { $0 > 0 }
    let hasBlocks = request.expansion != nil
    innerDeviations = hasBlocks ? stride(from: 0, to: all.count, by: 2).map { all[$0] } : []
    deviations = hasBlocks ? stride(from: 1, to: all.count, by: 2).map { all[$0] } : all
  }

  /// Draws biases of deviation `deviation` · 2^−`exponent`.
  func fill<Real: NetworkReal>(
    _ output: UnsafeMutablePointer<Real>, count: Int, deviation: Double, exponent: Int,
    from source: RandomSource
  ) {
    let scaled = deviation * powerOfTwo(-exponent)
    if isUniform {
      Real.fillUniforms(
        output, count: count, from: source.address, radius: Real(3.0.squareRoot() * scaled))
    } else {
      Real.fillNormals(
        output, count: count, from: source.address, standardDeviation: Real(scaled))
    }
  }
}

extension PropagationRequest {
  /// The variance of the biases of each layer: the request's own, else its rule's.
  public var biasVariances: [Double] { BiasDesign(self).deviations.map { $0 * $0 } }
}
