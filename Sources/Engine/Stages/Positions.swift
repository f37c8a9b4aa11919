import Kernels
import Networks
import Numerics

/// A vector of its own added at every position, the same for all samples: learned positions at their start.
public struct Positions: Stage {
  public static let kind = "positions"

  /// The rule of the table.
  public var rule: any WeightInitializer
  /// What the rule's weights are multiplied by.
  public var gain: Double

  /// Adds positions.
  public init(rule: any WeightInitializer, gain: Double = 1) {
    self.rule = rule
    self.gain = gain
  }

  public func output(for input: Shape) throws(NetworkError) -> Shape {
    guard !input.positions.isEmpty else {
      throw .shape(stage: Self.kind, input: input, reason: "the input has no positions")
    }
    return input
  }

  private func tensor(_ shape: Shape) -> WeightTensor {
    WeightTensor(rule, fanIn: shape.positionCount, fanOut: shape.channels, gain: gain)
  }

  public func pass<Real: NetworkReal>(
    _ builder: PassBuilder<Real>, input: Shape
  ) throws(NetworkError) -> any StagePass<Real> {
    try PositionsPass(builder, tensor(input), shape: input)
  }

  public func theory(
    of input: StageMoments, shape: Shape, _ context: inout TheoryContext
  ) -> TheoryStep? {
    guard rule.law.hasIndependentEntries else { return nil }
    let variance = tensor(shape).variance
    let second = input.secondMoment + variance
    // Two samples have the same vector at a position, two positions of one sample do not.
    let shared = context.samples > 1 ? variance : 0
    var output = StageMoments(
      mean: input.mean, secondMoment: second,
      cosine: input.cosine.map { ($0 * input.secondMoment + shared) / second },
      isNormal: input.isNormal && rule.law == .gaussian,
      hasIndependentPositions: input.hasIndependentPositions,
      isCentredByWeights: input.isCentredByWeights)
    let samples = Double(context.samples)
    if var kernel = input.kernel {
      let isOwn = { (t: Int, u: Int, moment: Double) -> Double? in
        t == u ? moment + variance : moment
      }
      kernel.own = kernel.own.map(isOwn) ?? kernel.own
      kernel.across = kernel.across.flatMap { $0.map(isOwn) }
      output.kernel = kernel
      output.cosine = kernel.cosine(samples: context.samples)
    }
    return TheoryStep(output: output) { gradient, context in
      context.noteWeightGradient(samples * gradient.secondMoment)
      return gradient
    }
  }
}

final class PositionsPass<Real: NetworkReal>: StagePass {
  private let tensor: WeightTensor
  private let shape: Shape
  private let samples: Int
  private let output: Signal<Real>
  private let table: UnsafeMutablePointer<Real>
  private let sums: UnsafeMutablePointer<Real>
  private let stream: Int
  private let arithmetic: Arithmetic
  private let recorder: Recorder<Real>
  private let index: Int
  private let number: Int
  private let parameter: Parameter<Real>?
  private let stored: StoredWeights.Reader?

  init(
    _ builder: PassBuilder<Real>, _ tensor: WeightTensor, shape: Shape
  ) throws(NetworkError) {
    self.tensor = tensor
    self.shape = shape
    samples = builder.samples
    output = builder.signal(shape)
    table = builder.allocate(shape.count)
    sums = builder.allocate(shape.count)
    parameter = builder.parameter("", values: table, count: shape.count, isMatrix: true)
    stream = builder.stream()
    arithmetic = builder.arithmetic
    recorder = builder.recorder
    stored = builder.stored?.matrices[builder.name]?.first
    try builder.check(stored, count: shape.count)
    index = builder.index
    number = builder.recorder.add(
      [
        TensorInfo(
          name: "", fanIn: tensor.fanIn, fanOut: tensor.fanOut, terms: 1, count: shape.count,
          rule: tensor.rule.name, variance: tensor.variance)
      ], to: builder.index)
  }

  func begin(_ network: SeedTree) {
    if let stored {
      let numbers = stored()
      precondition(numbers.count == shape.count, "a reader gives the table of its stage")
      for i in 0..<shape.count { table[i] = Real(numbers[i]) }
      return
    }
    var random = network.child(stream).source()
    let (rows, columns) = (shape.positionCount, shape.channels)
    Real.fill(table, by: tensor.rule, fanIn: rows, fanOut: columns, random: &random)
    if tensor.gain != 1 { Real.scale(table, by: Real(tensor.gain), count: shape.count) }
    arithmetic.round(table, count: shape.count)
  }

  func forward(_ input: Signal<Real>) -> Signal<Real> {
    var result = output
    result.base.update(from: input.base, count: input.count)
    result.exponent = Signal<Real>.commonExponent(
      input, deviation: tensor.variance.squareRoot())
    if result.exponent != input.exponent {
      Real.scale(
        result.base, by: Real(powerOfTwo(input.exponent - result.exponent)), count: result.count)
    }
    let factor = Real(powerOfTwo(-result.exponent))
    for sample in 0..<samples {
      Real.add(table, times: factor, to: result.base + sample * shape.count, count: shape.count)
    }
    return result
  }

  func backward(_ gradient: Signal<Real>) -> Signal<Real> {
    sums.update(repeating: 0, count: shape.count)
    for sample in 0..<samples {
      Real.add(gradient.base + sample * shape.count, to: sums, count: shape.count)
    }
    if let parameter {
      Real.add(
        sums, times: Real(powerOfTwo(gradient.exponent)), to: parameter.gradient,
        count: shape.count)
    }
    let squares = Real.sums(sums, count: shape.count).squares
    recorder.noteWeightGradient(
      Double.log((squares.isNaN ? .infinity : squares) / Double(shape.count))
        + 2 * Double(gradient.exponent) * Double.ln2, tensor: number, at: index)
    return gradient
  }
}

extension Positions {
  /// The stage in network files.
  static let entry = StageEntry(
    kind, "A learned vector of its own added at every position.", [.rule, .gain]
  ) { arguments throws(NetworkError) in
    Positions(
      rule: try arguments.rule(for: .positions, units: arguments.input.channels, stage: kind),
      gain: arguments.gain)
  }
}
