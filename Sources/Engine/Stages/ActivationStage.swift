import Kernels
import Networks
import Numerics
import Theory

/// An activation function, applied to every entry by itself.
public struct ActivationStage: Stage {
  public static let kind = "activation"
  public func detail(for input: Shape) -> String { activation.name }

  /// The function.
  public var activation: any Activation

  /// Applies a function.
  public init(_ activation: any Activation) { self.activation = activation }

  public func output(for input: Shape) throws(NetworkError) -> Shape { input }

  public func pass<Real: NetworkReal>(
    _ builder: PassBuilder<Real>, input: Shape
  ) throws(NetworkError) -> any StagePass<Real> {
    ActivationPass(builder, activation, shape: input)
  }

  public func theory(
    of input: StageMoments, shape: Shape, _ context: inout TheoryContext
  ) -> TheoryStep? {
    guard input.isNormal,
      let moments = context.moments(of: activation, variance: input.secondMoment)
    else { return nil }
    let cosine = input.cosine.flatMap { c in
      context.cosine(of: activation, variance: input.secondMoment, correlation: c)
    }
    let output = StageMoments(
      mean: moments.mean, secondMoment: moments.secondMoment, cosine: cosine, isNormal: false,
      hasIndependentPositions: input.hasIndependentPositions)
    var step = TheoryStep(output: output) { gradient, context in
      gradient.through(
        activation, of: input, positions: shape.positionCount, &context,
        own: { moments, _ in moments.slopeSecondMoment },
        pair: { moments, _ in moments.slopeProduct })
    }
    guard let kernel = input.kernel else { return step }
    var means: [Double] = []
    for q in kernel.own.diagonal {
      guard let own = context.moments(of: activation, variance: q) else { return nil }
      means.append(own.mean)
    }
    guard
      let bent = kernel.map(
        means: means,
        { moment, q, isSame in
          isSame
            ? context.moments(of: activation, variance: moment)?.secondMoment
            : context.pair(of: activation, moment, q)?.product
        })
    else { return nil }
    step.output = StageMoments(
      bent, samples: context.samples, isNormal: false, isCentredByWeights: false)
    return step
  }
}

/// h = f(z), and ∂ℓ/∂z = f′(z) ∂ℓ/∂h.
final class ActivationPass<Real: NetworkReal>: StagePass {
  private let scaled: ScaledActivation
  private let output: Signal<Real>
  private let workspace: Workspace<Real>
  private let recorder: Recorder<Real>
  private let index: Int
  /// The slope below which a unit counts as saturated; only a record asks.
  private lazy var saturation = 0.05 * Self.steepest(scaled.activation)
  private var input: Signal<Real>?

  init(_ builder: PassBuilder<Real>, _ activation: any Activation, shape: Shape) {
    scaled = ScaledActivation(activation)
    output = builder.signal(shape)
    workspace = builder.workspace
    recorder = builder.recorder
    index = builder.index
  }

  /// The largest |f′| on −20…20, in steps of 1/16.
  private static func steepest(_ activation: any Activation) -> Double {
    var steepest = 0.0
    for step in -320...320 {
      let slope = activation.slope(at: Double(step) / 16).magnitude
      if slope.isFinite { steepest = max(steepest, slope) }
    }
    return steepest
  }

  @_specialize(where Real == Float)
  @_specialize(where Real == Double)
  func forward(_ input: Signal<Real>) -> Signal<Real> {
    self.input = input
    var result = output
    scaled.values(at: input, into: &result)
    if recorder.isActive { noteSaturation(input) }
    return result
  }

  private func noteSaturation(_ input: Signal<Real>) {
    let slopes = workspace.take(rows: output.rows, columns: output.columns)
    scaled.slopes(at: input, into: slopes.base)
    let below = countBelow(slopes.base, output.count, Real(saturation))
    recorder.noteSaturated(Double(below) / Double(output.count), at: index)
    workspace.give(slopes)
  }

  @_specialize(where Real == Float)
  @_specialize(where Real == Double)
  func backward(_ gradient: Signal<Real>) -> Signal<Real> {
    guard let input else { preconditionFailure("a pass goes forward first") }
    var result = gradient
    let slopes = workspace.take(rows: output.rows, columns: output.columns)
    scaled.slopes(at: input, into: slopes.base)
    Real.multiply(slopes.base, into: result.base, count: result.count)
    workspace.give(slopes)
    result.exponent += scaled.slopeExponent(at: input)
    return result
  }
}

@_specialize(where Real == Float)
@_specialize(where Real == Double)
private func countBelow<Real: NetworkReal>(
  _ x: UnsafePointer<Real>, _ count: Int, _ bound: Real
) -> Int {
  // As wide as single precision, so that lanes count.
  var below: Int32 = 0
  for i in 0..<count { below &+= abs(x[i]) < bound ? 1 : 0 }
  return Int(below)
}

extension ActivationStage {
  /// The stage in network files.
  static let entry = StageEntry(
    kind, "An activation function on every entry.", shorthand: "function",
    [
      StageParameter(
        "function", .activation, "Its name, or a formula of x.", standard: "the file's activation")
    ]
  ) { arguments throws(NetworkError) in
    ActivationStage(try arguments.activation("function", stage: kind))
  }
}
