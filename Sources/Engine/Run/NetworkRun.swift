import Kernels
import Networks
import Numerics

/// The passes of one thread, and the two ends of the network.
final class NetworkRun<Real: NetworkReal> {
  let builder: PassBuilder<Real>
  private let pass: any StagePass<Real>
  private let request: NetworkRequest
  private let input: Signal<Real>
  private let common: UnsafeMutablePointer<Real>
  private let output: Shape
  private let endsInLoss: Bool
  private let inputIndex: Int

  init(_ request: NetworkRequest, isCounting: Bool) throws(NetworkError) {
    self.request = request
    builder = PassBuilder(
      samples: request.samples, source: request.source, arithmetic: request.arithmetic,
      residualCount: residualCount(request.network.stages), isCounting: isCounting)
    builder.recorder.logGradientScale = Double(request.lossScaleExponent) * naturalLogOfTwo
    let shape = request.network.input.shape
    input = builder.signal(shape)
    common = builder.allocate(shape.count)
    inputIndex = builder.recorder.reserve(kind: "input", name: "input", shape: shape)
    builder.recorder.finish(inputIndex)
    pass = try Sequence(request.network.stages).pass(builder, input: shape)
    output = try request.network.output()
    endsInLoss = request.network.stages.last?.stage is ReadOut
  }

  /// Draws a network, sends inputs and gradients through it, and hands out what was noted.
  func trial(_ seed: SeedTree) -> [StageRecord] {
    builder.recorder.begin()
    let shape = request.network.input.shape
    var input = input
    fill(&input, seed.child("input"))
    let isTokens = if case .tokens = request.network.input.law { true } else { false }
    if !isTokens { request.arithmetic.settle(&input) }
    builder.recorder.noteOutput(
      input, rowsPerSample: request.samples > 1 ? shape.positionCount : 1, at: inputIndex)
    pass.begin(seed)
    _ = pass.forward(input)
    let rows = request.samples * output.positionCount
    var gradient = builder.workspace.take(rows: rows, columns: output.channels)
    if endsInLoss {
      gradient.base.update(repeating: Real(1 / Double(rows)), count: gradient.count)
    } else {
      Real.fillNormals(
        gradient.base, count: gradient.count, from: seed.child("gradient").source().address,
        standardDeviation: 1)
    }
    gradient.exponent = request.lossScaleExponent
    request.arithmetic.settle(&gradient)
    let result = pass.backward(gradient)
    if !isTokens { builder.recorder.noteGradient(result, at: inputIndex) }
    builder.workspace.give(result)
    return builder.recorder.records
  }

  private func fill(_ input: inout Signal<Real>, _ seed: SeedTree) {
    let count = request.network.input.shape.count
    let all = input.count
    let address = seed.source(lane: 1).address
    switch request.network.input.law {
    case .normal(let mean, let secondMoment, let correlation):
      let deviation = max(0, secondMoment - mean * mean).squareRoot()
      Real.fillNormals(
        common, count: count, from: seed.source(lane: 0).address,
        standardDeviation: Real(deviation * correlation.squareRoot()))
      Real.fillNormals(
        input.base, count: all, from: address,
        standardDeviation: Real(deviation * (1 - correlation).squareRoot()))
      for sample in 0..<request.samples {
        Real.add(common, to: input.base + sample * count, count: count)
      }
      if mean != 0 { for i in 0..<all { input.base[i] += Real(mean) } }
    case .uniform(let low, let high):
      Real.fillUniforms(input.base, count: all, from: address, radius: Real((high - low) / 2))
      for i in 0..<all { input.base[i] += Real((high + low) / 2) }
    case .tokens(let vocabulary):
      var random = seed.source(lane: 1)
      for i in 0..<all { input.base[i] = Real(random.integer(below: vocabulary)) }
    case .given(let numbers):
      for i in 0..<all { input.base[i] = Real(numbers[i % numbers.count]) }
    }
  }
}

/// How many residual stages there are, in all repetitions.
func residualCount(_ stages: [NamedStage]) -> Int {
  stages.reduce(0) { sum, named in
    switch named.stage {
    case let stage as Sequence: sum + residualCount(stage.stages)
    case let stage as Repeat: sum + stage.count * residualCount(stage.stages)
    case let stage as ResidualStage: sum + 1 + residualCount(stage.branch)
    default: sum
    }
  }
}
