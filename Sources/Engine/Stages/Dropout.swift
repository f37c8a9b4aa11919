import Kernels
import Networks
import Numerics

/// Dropout as in training: an entry is set to zero with a probability, else divided by what is left of one.
///
/// Srivastava et al. 2014; the mean is kept, the mean square grows by 1/(1 − p).
public struct Dropout: Stage {
  public static let kind = "dropout"
  public func detail(for input: Shape) -> String { "\(probability)" }

  /// p, from 0 up to, but not, 1.
  public var probability: Double

  /// Drops with a probability.
  public init(_ probability: Double) { self.probability = probability }

  public func output(for input: Shape) throws(NetworkError) -> Shape {
    guard probability >= 0, probability < 1 else {
      throw .parameter(
        stage: Self.kind, name: "probability", value: "\(probability)",
        reason: "is not from 0 up to, but not, 1")
    }
    return input
  }

  public func pass<Real: NetworkReal>(
    _ builder: PassBuilder<Real>, input: Shape
  ) throws(NetworkError) -> any StagePass<Real> {
    DropoutPass(builder, probability, shape: input)
  }

  public func theory(
    of input: StageMoments, shape: Shape, _ context: inout TheoryContext
  ) -> TheoryStep? {
    let kept = 1 - probability
    var output = StageMoments(
      mean: input.mean, secondMoment: input.secondMoment / kept,
      // Two samples meet masks of their own: their product is kept, their squares grow.
      cosine: input.cosine.map { $0 * kept }, isNormal: input.isNormal && probability == 0,
      hasIndependentPositions: input.hasIndependentPositions,
      isCentredByWeights: input.isCentredByWeights)
    if let kernel = input.kernel.flatMap({ kernel in
      kernel.map(means: kernel.means, { moment, _, isSame in isSame ? moment / kept : moment })
    }) {
      output = StageMoments(
        kernel, samples: context.samples, isNormal: output.isNormal,
        isCentredByWeights: output.isCentredByWeights)
    }
    return TheoryStep(output: output) { gradient, _ in
      gradient.kernel == nil
        ? gradient.scaled(by: 1 / kept)
        : gradient.map(shape.positionCount) { t, u, g in t == u ? g / kept : g }
    }
  }
}

final class DropoutPass<Real: NetworkReal>: StagePass {
  private let probability: Double
  private let output: Signal<Real>
  private let mask: UnsafeMutablePointer<Real>
  private let stream: Int

  init(_ builder: PassBuilder<Real>, _ probability: Double, shape: Shape) {
    self.probability = probability
    output = builder.signal(shape)
    mask = builder.allocate(output.count)
    stream = builder.stream()
  }

  func begin(_ network: SeedTree) {
    let address = network.child(stream).source().address
    Real.fillUniforms(mask, count: output.count, from: address, radius: 1)
    // A uniform number in (−1, 1) lies below 2p − 1 with probability p.
    cut(mask, count: output.count, at: Real(2 * probability - 1), Real(1 / (1 - probability)))
  }

  func forward(_ input: Signal<Real>) -> Signal<Real> {
    var result = output
    result.base.update(from: input.base, count: input.count)
    result.exponent = input.exponent
    Real.multiply(mask, into: result.base, count: result.count)
    return result
  }

  func backward(_ gradient: Signal<Real>) -> Signal<Real> {
    Real.multiply(mask, into: gradient.base, count: gradient.count)
    return gradient
  }
}

/// x ← 0 below a bound, else a number.
@_specialize(where Real == Float)
@_specialize(where Real == Double)
private func cut<Real: NetworkReal>(
  _ x: UnsafeMutablePointer<Real>, count: Int, at bound: Real, _ kept: Real
) {
  for i in 0..<count { x[i] = x[i] < bound ? 0 : kept }
}

extension Dropout {
  /// The stage in network files.
  static let entry = StageEntry(
    kind, "Dropout as in training: what is left is divided by its share.",
    shorthand: "probability",
    [StageParameter("probability", .number(0...0.999999), "The share that is set to zero.")]
  ) { arguments throws(NetworkError) in Dropout(arguments.number("probability") ?? 0) }
}
