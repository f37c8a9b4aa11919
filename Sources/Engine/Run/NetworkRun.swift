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

  init(
    _ request: NetworkRequest, isCounting: Bool, isTrained: Bool = false
  ) throws(NetworkError) {
    self.request = request
    builder = PassBuilder(
      samples: request.samples, source: request.source, arithmetic: request.arithmetic,
      residualCount: request.network.residualCount, isCounting: isCounting,
      isTrained: isTrained)
    builder.recorder.notesRange = request.notesRange
    builder.norms = request.norms
    builder.recorder.logGradientScale = Double(request.lossScaleExponent) * Double.ln2
    let shape = request.network.input.shape
    try builder.checkRoom(shape)
    input = builder.signal(shape)
    common = builder.allocate(shape.count)
    inputIndex = builder.recorder.reserve(kind: "input", name: "input", shape: shape)
    builder.recorder.finish(inputIndex)
    pass = try Sequence(request.network.stages).pass(builder, input: shape)
    output = try request.network.output()
    endsInLoss = request.network.stages.last?.stage is ReadOut
  }

  /// Draws a network.
  func begin(_ seed: SeedTree) { pass.begin(seed) }

  /// Sends inputs that `fill` writes through the network as it is, and back if it is to learn; the loss.
  @_specialize(where Real == Float)
  @_specialize(where Real == Double)
  func pass(isLearning: Bool, _ fill: (UnsafeMutablePointer<Real>) -> Void) -> Double {
    var input = input
    input.exponent = 0
    fill(input.base)
    let losses = pass.forward(input)
    let loss =
      Real.sums(losses.base, count: losses.count).sum / Double(losses.count)
      * powerOfTwo(losses.exponent)
    guard isLearning else { return loss }
    var gradient = builder.workspace.take(rows: losses.rows, columns: losses.columns)
    gradient.base.update(repeating: Real(1 / Double(losses.count)), count: gradient.count)
    gradient.exponent = request.lossScaleExponent
    request.arithmetic.settle(&gradient)
    builder.workspace.give(pass.backward(gradient))
    return loss
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
      let unit = settle(secondMoment.squareRoot(), &input)
      Real.fillNormals(
        common, count: count, from: seed.source(lane: 0).address,
        standardDeviation: Real(deviation * correlation.squareRoot() * unit))
      Real.fillNormals(
        input.base, count: all, from: address,
        standardDeviation: Real(deviation * (1 - correlation).squareRoot() * unit))
      for sample in 0..<request.samples {
        Real.add(common, to: input.base + sample * count, count: count)
      }
      if mean != 0 { for i in 0..<all { input.base[i] += Real(mean * unit) } }
    case .uniform(let low, let high):
      let unit = settle(max(abs(low), abs(high)), &input)
      Real.fillUniforms(
        input.base, count: all, from: address, radius: Real((high * unit - low * unit) / 2))
      for i in 0..<all { input.base[i] += Real((high * unit + low * unit) / 2) }
    case .tokens(let vocabulary):
      var random = seed.source(lane: 1)
      for i in 0..<all { input.base[i] = Real(random.integer(below: vocabulary)) }
    case .given(let numbers):
      let unit = settle(numbers[..<all].reduce(0) { max($0, abs($1)) }, &input)
      for i in 0..<all { input.base[i] = Real(numbers[i] * unit) }
    }
  }

  /// Gives a signal the exponent of a size that single numbers do not hold well; returns what its numbers
  /// are multiplied by.
  private func settle(_ size: Double, _ signal: inout Signal<Real>) -> Double {
    signal.exponent = Signal<Real>.settledExponent(size)
    return powerOfTwo(-signal.exponent)
  }
}
