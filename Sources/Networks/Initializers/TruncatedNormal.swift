import Kernels
import Numerics

/// N(0, s²) with everything beyond two standard deviations drawn again; s² = 1/m.
///
/// The cut takes the standard deviation down to 0.8796 s. `corrected` divides by that factor first, as
/// Keras's variance scaling does, so that σ² = 1/m holds for what is drawn.
public struct TruncatedNormal: WeightInitializer {
  /// The standard deviation of N(0, 1) cut at ±2: √(1 − 4φ(2)/(2Φ(2) − 1)).
  public static let deviationAfterCut = 0.87962566103423978

  /// Whether s is enlarged to make up for the cut.
  public let corrected: Bool

  /// Makes the rule.
  public init(corrected: Bool = true) { self.corrected = corrected }

  public var name: String { corrected ? "truncated-normal" : "truncated-normal-uncorrected" }

  public var law: WeightLaw { .independent }

  public func variance(fanIn: Int, fanOut: Int) -> Double {
    let cut = Self.deviationAfterCut
    return (corrected ? 1 : cut * cut) / Double(fanIn)
  }

  private func scale(_ fanIn: Int) -> Double {
    (1 / Double(fanIn)).squareRoot() / (corrected ? Self.deviationAfterCut : 1)
  }

  @_specialize(where Real == Float)
  @_specialize(where Real == Double)
  public func fill<Real: BufferReal>(
    _ weights: inout MutableSpan<Real>, fanIn: Int, fanOut: Int, random: inout RandomSource
  ) {
    random.fillNormals(&weights)
    let scale = Real(scale(fanIn))
    for i in weights.indices {
      while abs(weights[i]) > 2 { weights[i] = Real(random.normal()) }
      weights[i] *= scale
    }
  }
}

/// N(0, s²) whatever the shape, with everything beyond two standard deviations drawn again: BERT's
/// `truncated-normal-0.02` for s = 0.02 (Devlin and others 2019).
///
/// s is that before the cut, as in the frameworks; what is drawn has 0.8796 s.
public struct CutNormal: WeightInitializer {
  /// s.
  public let standardDeviation: Double

  /// Makes the rule for s ≥ 0.
  public init(standardDeviation: Double) { self.standardDeviation = standardDeviation }

  public var name: String { "truncated-normal-" + shortNumber(standardDeviation) }

  public var law: WeightLaw { .independent }

  public func variance(fanIn: Int, fanOut: Int) -> Double {
    let deviation = TruncatedNormal.deviationAfterCut * standardDeviation
    return deviation * deviation
  }

  public func fill<Real: BufferReal>(
    _ weights: inout MutableSpan<Real>, fanIn: Int, fanOut: Int, random: inout RandomSource
  ) {
    TruncatedNormal(corrected: false).fill(
      &weights, fanIn: fanIn, fanOut: fanOut, random: &random)
    weights.scale(by: Real(factor(fanIn)))
  }

  /// From the scale 1/√m of the other rule to s.
  private func factor(_ fanIn: Int) -> Double { standardDeviation * Double(fanIn).squareRoot() }
}
