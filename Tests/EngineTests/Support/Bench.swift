import Kernels
import Numerics

@testable import Engine
@testable import Networks

/// The passes of a network with its two ends open: whoever tests holds the input and the gradient.
final class Bench<Real: NetworkReal> {
  let builder: PassBuilder<Real>
  let input: Signal<Real>
  let outputShape: Shape
  private let pass: any StagePass<Real>

  init(
    _ stages: [NamedStage], input shape: Shape, samples: Int = 1, source: WeightSource = .dense,
    arithmetic: Arithmetic = .float64, isTrained: Bool = false
  ) throws {
    builder = PassBuilder(
      samples: samples, source: source, arithmetic: arithmetic,
      residualCount: stages.count { $0 is ResidualStage }, isCounting: false, isTrained: isTrained)
    let place = builder.recorder.reserve(kind: "input", name: "input", shape: shape)
    builder.recorder.finish(place)
    input = builder.signal(shape)
    pass = try Sequence(stages).pass(builder, input: shape)
    outputShape = try Sequence(stages).output(for: shape)
  }

  /// What was noted of the stage and its tensors.
  var recorder: Recorder<Real> { builder.recorder }

  /// Draws a fresh network.
  func begin(_ seed: SeedTree) {
    recorder.begin()
    pass.begin(seed)
  }

  /// The output for the numbers that `input` holds, times 2^exponent.
  func forward(exponent: Int = 0) -> Signal<Real> {
    var signal = input
    signal.exponent = exponent
    return pass.forward(signal)
  }

  /// The gradient at the input from one at the output.
  func backward(_ gradient: [Real], exponent: Int = 0) -> (numbers: [Real], exponent: Int) {
    let rows = builder.samples * outputShape.positionCount
    precondition(gradient.count == rows * outputShape.channels)
    var signal = builder.workspace.take(rows: rows, columns: outputShape.channels)
    for i in gradient.indices { signal.base[i] = gradient[i] }
    signal.exponent = exponent
    let result = pass.backward(signal)
    defer { builder.workspace.give(result) }
    return (Array(UnsafeBufferPointer(start: result.base, count: result.count)), result.exponent)
  }
}

extension Signal {
  /// The stored numbers.
  var numbers: [Real] { Array(UnsafeBufferPointer(start: base, count: count)) }
}

/// Standard normal numbers at a node of the seed tree.
func normals<Real: NetworkReal>(_ count: Int, _ seed: SeedTree) -> [Real] {
  var numbers = [Real](repeating: 0, count: count)
  Real.fillNormals(&numbers, count: count, from: seed.source().address, standardDeviation: 1)
  return numbers
}
