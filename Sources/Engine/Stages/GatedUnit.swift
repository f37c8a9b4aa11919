import Kernels
import Networks

/// A gated unit: half of the channels, through an activation, multiply the other half.
///
/// y = f(a) ⊙ b for input [a | b]: SwiGLU with f = SiLU, GEGLU with GELU, GLU with the sigmoid (Dauphin et
/// al. 2017; Shazeer 2020).
public struct GatedUnit: Stage {
  public static let kind = "gated"
  public func detail(for input: Shape) -> String { activation.name }

  /// f.
  public var activation: any Activation

  /// Gates by an activation.
  public init(_ activation: any Activation) { self.activation = activation }

  public func output(for input: Shape) throws(NetworkError) -> Shape {
    guard input.channels % 2 == 0 else {
      throw .shape(
        stage: Self.kind, input: input,
        reason:
          "the number of channels is odd; the stage before it gives gate and value, twice as many "
          + "channels as come out")
    }
    return Shape(positions: input.positions, channels: input.channels / 2)
  }

  public func pass<Real: NetworkReal>(
    _ builder: PassBuilder<Real>, input: Shape
  ) throws(NetworkError) -> any StagePass<Real> {
    GatedPass(builder, activation, output: try output(for: input))
  }

  public func theory(
    of input: StageMoments, shape: Shape, _ context: inout TheoryContext
  ) -> TheoryStep? {
    // Gate and value are different units of a layer drawn afresh: independent.
    guard input.isNormal,
      let moments = context.moments(of: activation, variance: input.secondMoment)
    else { return nil }
    let q = input.secondMoment
    let cosine = input.cosine.flatMap { c in
      context.cosine(of: activation, variance: q, correlation: c).map { $0 * c }
    }
    let output = StageMoments(
      mean: 0, secondMoment: moments.secondMoment * q, cosine: cosine, isNormal: false,
      hasIndependentPositions: input.hasIndependentPositions)
    // Half of the entries see f′(a) b, half f(a).
    var step = TheoryStep(output: output) { gradient, context in
      gradient.through(
        activation, of: input, positions: shape.positionCount, &context,
        own: { moments, q in (moments.slopeSecondMoment * q + moments.secondMoment) / 2 },
        pair: { moments, product in (moments.slopeProduct * product + moments.product) / 2 })
    }
    guard let kernel = input.kernel else { return step }
    guard
      let gated = kernel.map(
        means: Array(repeating: 0, count: kernel.count),
        { moment, q, isSame in
          isSame
            ? context.moments(of: activation, variance: moment).map { $0.secondMoment * moment }
            : context.pair(of: activation, moment, q).map { $0.product * moment }
        })
    else { return nil }
    step.output = StageMoments(
      gated, samples: context.samples, isNormal: false, isCentredByWeights: false)
    return step
  }
}

/// f(a) ⊙ b; gate and value are read from the input again on the way back, instead of being kept.
final class GatedPass<Real: NetworkReal>: StagePass {
  private let scaled: ScaledActivation
  private let output: Signal<Real>
  private let workspace: Workspace<Real>
  private var input: Signal<Real>?

  init(_ builder: PassBuilder<Real>, _ activation: any Activation, output shape: Shape) {
    scaled = ScaledActivation(activation)
    output = builder.signal(shape)
    workspace = builder.workspace
  }

  /// One half of the channels.
  private func half(_ number: Int, of input: Signal<Real>) -> Signal<Real> {
    let n = output.columns
    var part = workspace.take(rows: output.rows, columns: n)
    part.exponent = input.exponent
    for row in 0..<output.rows {
      (part.base + row * n).update(from: input.base + (2 * row + number) * n, count: n)
    }
    return part
  }

  func forward(_ input: Signal<Real>) -> Signal<Real> {
    self.input = input
    let (gate, value) = (half(0, of: input), half(1, of: input))
    var result = output
    scaled.values(at: gate, into: &result)
    Real.multiply(value.base, into: result.base, count: output.count)
    result.exponent += input.exponent
    workspace.give(gate)
    workspace.give(value)
    return result
  }

  func backward(_ gradient: Signal<Real>) -> Signal<Real> {
    guard let input else { preconditionFailure("a pass goes forward first") }
    let n = output.columns
    let (gate, value) = (half(0, of: input), half(1, of: input))
    var opened = workspace.take(rows: output.rows, columns: n)
    let slopes = workspace.take(rows: output.rows, columns: n)
    scaled.values(at: gate, into: &opened)
    scaled.slopes(at: gate, into: slopes.base)
    // ∂ℓ/∂a = g f′(a) b, ∂ℓ/∂b = g f(a), in the larger of their powers of two.
    Real.multiply(value.base, into: slopes.base, count: slopes.count)
    Real.multiply(gradient.base, into: slopes.base, count: slopes.count)
    Real.multiply(gradient.base, into: opened.base, count: opened.count)
    let first = gradient.exponent + input.exponent + scaled.slopeExponent(at: gate)
    let second = gradient.exponent + opened.exponent
    var result = workspace.take(rows: output.rows, columns: 2 * n)
    result.exponent = max(first, second)
    for (part, exponent) in [(slopes, first), (opened, second)] where exponent != result.exponent {
      Real.scale(part.base, by: Real(powerOfTwo(exponent - result.exponent)), count: part.count)
    }
    for row in 0..<output.rows {
      (result.base + 2 * row * n).update(from: slopes.base + row * n, count: n)
      (result.base + (2 * row + 1) * n).update(from: opened.base + row * n, count: n)
    }
    for signal in [gate, value, opened, slopes, gradient] { workspace.give(signal) }
    return result
  }
}

extension GatedUnit {
  /// The stage in network files.
  static let entry = StageEntry(
    kind, "Half of the channels, through an activation, multiply the other half.",
    shorthand: "function",
    [
      StageParameter(
        "function", .activation, "silu for SwiGLU, gelu for GEGLU, sigmoid for GLU.",
        standard: "the file's activation")
    ]
  ) { arguments throws(NetworkError) in
    GatedUnit(try arguments.activation("function", stage: kind))
  }
}
