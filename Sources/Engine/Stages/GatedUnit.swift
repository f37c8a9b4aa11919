import Kernels
import Networks

/// A gated unit: half of the channels, through an activation, multiply the other half.
///
/// y = f(a) ⊙ b for input [a | b]: SwiGLU with f = SiLU, GEGLU with GELU, GLU with the sigmoid (Dauphin et
/// al. 2017; Shazeer 2020).
public struct GatedUnit: Stage {
  public static let kind = "gated"

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
    return TheoryStep(output: output) { gradient, _ in
      // Half of the entries see f′(a) b, half f(a).
      gradient.scaled(by: (moments.slopeSecondMoment * q + moments.secondMoment) / 2)
    }
  }
}

final class GatedPass<Real: NetworkReal>: StagePass {
  private let scaled: ScaledActivation
  private let output: Signal<Real>
  private let gate: Signal<Real>
  private let value: Signal<Real>
  private let opened: Signal<Real>
  private let slopes: UnsafeMutablePointer<Real>
  private let workspace: Workspace<Real>
  private var exponents = (gate: 0, opened: 0)

  init(_ builder: PassBuilder<Real>, _ activation: any Activation, output shape: Shape) {
    scaled = ScaledActivation(activation)
    output = builder.signal(shape)
    gate = builder.signal(shape)
    value = builder.signal(shape)
    opened = builder.signal(shape)
    slopes = builder.allocate(output.count)
    workspace = builder.workspace
  }

  func forward(_ input: Signal<Real>) -> Signal<Real> {
    let n = output.columns
    for row in 0..<output.rows {
      (gate.base + row * n).update(from: input.base + 2 * row * n, count: n)
      (value.base + row * n).update(from: input.base + (2 * row + 1) * n, count: n)
    }
    var z = gate
    z.exponent = input.exponent
    var f = opened
    scaled.values(at: z, into: &f)
    scaled.slopes(at: z, into: slopes)
    exponents = (input.exponent, f.exponent)
    var result = output
    result.base.update(from: opened.base, count: output.count)
    Real.multiply(value.base, into: result.base, count: output.count)
    result.exponent = f.exponent + input.exponent
    return result
  }

  func backward(_ gradient: Signal<Real>) -> Signal<Real> {
    let n = output.columns
    var result = workspace.take(rows: output.rows, columns: 2 * n)
    // ∂ℓ/∂a = g f′(a) b, ∂ℓ/∂b = g f(a), in the larger of their powers of two.
    var z = gate
    z.exponent = exponents.gate
    let first = gradient.exponent + exponents.gate + scaled.slopeExponent(at: z)
    let second = gradient.exponent + exponents.opened
    result.exponent = max(first, second)
    let byGate = Real(powerOfTwo(first - result.exponent))
    let byValue = Real(powerOfTwo(second - result.exponent))
    for row in 0..<output.rows {
      let (to, at) = (result.base + 2 * row * n, row * n)
      to.update(from: gradient.base + at, count: n)
      Real.multiply(slopes + at, into: to, count: n)
      Real.multiply(value.base + at, into: to, count: n)
      if byGate != 1 { Real.scale(to, by: byGate, count: n) }
      (to + n).update(from: gradient.base + at, count: n)
      Real.multiply(opened.base + at, into: to + n, count: n)
      if byValue != 1 { Real.scale(to + n, by: byValue, count: n) }
    }
    workspace.give(gradient)
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
