import Networks
import Numerics

/// Stages one after the other.
public struct Sequence: Stage {
  public static let kind = "sequence"

  /// The stages, first to last.
  public var stages: [NamedStage]

  /// Composes stages.
  public init(_ stages: [NamedStage]) { self.stages = stages }

  public var parts: [StagePart] { [StagePart(stages)] }

  public func output(for input: Shape) throws(NetworkError) -> Shape {
    var shape = input
    for stage in stages { shape = try stage.stage.output(for: shape) }
    return shape
  }

  public func pass<Real: NetworkReal>(
    _ builder: PassBuilder<Real>, input: Shape
  ) throws(NetworkError) -> any StagePass<Real> {
    var shape = input
    var passes: [any StagePass<Real>] = []
    for (index, named) in stages.enumerated() {
      let stage = named.stage
      let name = named.name ?? "\(type(of: stage).kind)-\(index + 1)"
      let output = try stage.output(for: shape)
      try builder.checkRoom(output)
      let before = shape
      if stage is Sequence || stage is Repeat {
        passes.append(
          try builder.within(name) { () throws(NetworkError) -> any StagePass<Real> in
            try stage.pass(builder, input: before)
          })
      } else {
        passes.append(
          try builder.recorded(kind: type(of: stage).kind, name: name, output: output) {
            () throws(NetworkError) -> any StagePass<Real> in try stage.pass(builder, input: before)
          })
      }
      shape = output
    }
    return SequencePass(passes)
  }

  public func theory(
    of input: StageMoments, shape: Shape, _ context: inout TheoryContext
  ) -> TheoryStep? {
    var moments = input
    var shape = shape
    var steps: [(TheoryStep)] = []
    for (index, named) in stages.enumerated() {
      let name = named.name ?? "\(type(of: named.stage).kind)-\(index + 1)"
      guard
        let step = context.within(
          name,
          { context in
            named.stage.theory(of: moments, shape: shape, &context)
          }), let output = try? named.stage.output(for: shape)
      else { return nil }
      context.note(step.output, name: name)
      steps.append(step)
      moments = step.output
      shape = output
    }
    return TheoryStep(output: moments) { gradient, context in
      var gradient = gradient
      for (index, step) in steps.enumerated().reversed() {
        let named = stages[index]
        let name = named.name ?? "\(type(of: named.stage).kind)-\(index + 1)"
        context.noteGradient(gradient, name: name)
        guard
          let next = context.within(name, { context in step.backward(gradient, &context) })
        else { return nil }
        gradient = next
      }
      return gradient
    }
  }
}

/// Passes one after the other.
final class SequencePass<Real: NetworkReal>: StagePass {
  private let passes: [any StagePass<Real>]

  init(_ passes: [any StagePass<Real>]) { self.passes = passes }

  func begin(_ network: SeedTree) {
    for pass in passes { pass.begin(network) }
  }

  @_specialize(where Real == Float)
  @_specialize(where Real == Double)
  func forward(_ input: Signal<Real>) -> Signal<Real> {
    var signal = input
    for pass in passes { signal = pass.forward(signal) }
    return signal
  }

  @_specialize(where Real == Float)
  @_specialize(where Real == Double)
  func backward(_ gradient: Signal<Real>) -> Signal<Real> {
    var gradient = gradient
    for pass in passes.reversed() { gradient = pass.backward(gradient) }
    return gradient
  }
}

extension Sequence {
  /// The stage in network files.
  static let entry = StageEntry(
    kind, aliases: ["block"], "Stages one after the other, under one name.", shorthand: "stack",
    [StageParameter("stack", .stack, "The stages.")]
  ) { arguments throws(NetworkError) in
    Sequence(arguments.stages("stack"))
  }
}
