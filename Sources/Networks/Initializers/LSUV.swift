import Kernels
import Numerics

/// Layer-sequential unit variance: an orthogonal start, each layer then divided by the standard
/// deviation of its own output on a batch.
///
/// Mishkin and Matas 2016, "All you need is a good init", algorithm 1: repeat at most 10 times until
/// the variance is within 0.1 of one. The output is linear in the weights, so that one division is
/// exact; layers whose variance is within the tolerance stay as they are.
public struct LSUV: DataDependentInitializer {
  /// How far the variance may be from one.
  public static let tolerance = 0.1

  public let name = "lsuv"

  /// Makes the rule; it has no parameters.
  public init() {}

  public var law: WeightLaw { .other }

  /// σ² before the layer has seen data: that of the orthogonal start.
  public func variance(fanIn: Int, fanOut: Int) -> Double {
    Orthogonal().variance(fanIn: fanIn, fanOut: fanOut)
  }

  public func fill<Real: BufferReal>(
    _ weights: inout MutableSpan<Real>, fanIn: Int, fanOut: Int, random: inout RandomSource
  ) {
    Orthogonal().fill(&weights, fanIn: fanIn, fanOut: fanOut, random: &random)
  }

  public func rescaling(outputVariance: Double) -> Double {
    guard outputVariance > 0, abs(outputVariance - 1) >= Self.tolerance else { return 1 }
    return 1 / outputVariance.squareRoot()
  }
}

/// A rule that looks at what a layer does to data before it settles on its weights.
public protocol DataDependentInitializer: WeightInitializer {
  /// The factor for the weights of a layer whose linear output has this variance over units and batch.
  func rescaling(outputVariance: Double) -> Double
}
