import Kernels
import Networks
import Numerics

/// The biases of a linear stage.
public struct BiasLaw: Sendable, Equatable {
  /// Added to each.
  public var mean: Double
  /// The variance of each.
  public var variance: Double
  /// Whether they are uniform instead of normal.
  public var isUniform: Bool

  /// Makes a law.
  public init(mean: Double = 0, variance: Double = 0, isUniform: Bool = false) {
    self.mean = mean
    self.variance = variance
    self.isUniform = isUniform
  }

  /// No biases.
  public static let none = BiasLaw()

  /// Whether there are any.
  var areDrawn: Bool { mean != 0 || variance > 0 }

  /// E b².
  var secondMoment: Double { mean * mean + variance }
}

/// A dense layer, y = xW + b, at every position by itself.
public struct Dense: Stage {
  public static let kind = "dense"
  public func detail(for input: Shape) -> String { "\(units)" }

  /// The number of outputs.
  public var units: Int
  /// The rule of its weights.
  public var rule: any WeightInitializer
  /// What the rule's weights are multiplied by.
  public var gain: Double
  /// The biases; `nil` for what the rule draws.
  public var bias: BiasLaw?
  /// Whether training adds biases, which begin at zero, where none are drawn.
  public var learnsBias: Bool
  /// Fans other than inputs and outputs, as some frameworks compute them.
  public var fans: (fanIn: Int, fanOut: Int)?

  /// A layer of so many units.
  public init(
    _ units: Int, rule: any WeightInitializer, gain: Double = 1, bias: BiasLaw? = nil,
    learnsBias: Bool = true, fans: (fanIn: Int, fanOut: Int)? = nil
  ) {
    self.learnsBias = learnsBias
    self.units = units
    self.rule = rule
    self.gain = gain
    self.bias = bias
    self.fans = fans
  }

  public func output(for input: Shape) throws(NetworkError) -> Shape {
    try checkUnits(units, stage: Self.kind)
    return Shape(positions: input.positions, channels: units)
  }

  func tensor(_ input: Shape) -> WeightTensor {
    WeightTensor(
      rule, fanIn: fans?.fanIn ?? input.channels, fanOut: fans?.fanOut ?? units, gain: gain)
  }

  func biasLaw(_ input: Shape) -> BiasLaw {
    bias ?? BiasLaw(variance: tensor(input).biasVariance, isUniform: true)
  }

  public func pass<Real: NetworkReal>(
    _ builder: PassBuilder<Real>, input: Shape
  ) throws(NetworkError) -> any StagePass<Real> {
    try LinearPass(
      builder, rows: builder.samples * input.positionCount, inputs: input.channels,
      blocks: [ColumnBlock("", columns: units, tensor: tensor(input))],
      biases: [biasLaw(input)], learnsBias: learnsBias)
  }

  public func theory(
    of input: StageMoments, shape: Shape, _ context: inout TheoryContext
  ) -> TheoryStep? {
    .linear(
      input, terms: Double(shape.channels), outputs: Double(units), tensor: tensor(shape),
      bias: biasLaw(shape), positions: shape.positionCount, samples: context.samples)
  }
}

/// Refuses layers without units and beyond what any network has.
func checkUnits(_ units: Int, stage: String) throws(NetworkError) {
  guard 1...10_000_000 ~= units else {
    throw .parameter(
      stage: stage, name: "units", value: String(units), reason: "is not between 1 and 10,000,000")
  }
}

/// A linear map with biases, its pull-back, and the gradient of its weights.
final class LinearPass<Real: NetworkReal>: StagePass {
  private let map: any LinearMap<Real>
  private let blocks: [ColumnBlock]
  private let biases: BiasVector<Real>?
  private let output: Signal<Real>
  private let inputs: Int
  private let workspace: Workspace<Real>
  private let weightGradient: WeightGradient<Real>
  private var input: Signal<Real>?
  private var isFresh = false
  /// Whether nothing that is trained lies before: then ∂ℓ/∂input is only for the record.
  private let isFirst: Bool
  private let recorder: Recorder<Real>

  /// `biases` holds a law for each block.
  init(
    _ builder: PassBuilder<Real>, rows: Int, inputs: Int, blocks: [ColumnBlock],
    biases laws: [BiasLaw], terms: Int? = nil, learnsBias: Bool = true
  ) throws(NetworkError) {
    self.inputs = inputs
    self.blocks = blocks
    workspace = builder.workspace
    let columns = blocks.reduce(0) { $0 + $1.columns }
    isFirst = builder.isTrained && builder.parameters.isEmpty
    recorder = builder.recorder
    map = try builder.map(
      inputs: inputs, blocks: blocks, use: .once(rows: rows), seesData: blocks.count == 1)
    output = builder.signal(rows: rows, columns: columns)
    biases = try BiasVector(
      builder, blocks: blocks, laws: laws, isLearned: learnsBias)
    weightGradient = WeightGradient(
      builder, inputs: inputs, blocks: blocks, terms: terms ?? inputs, map: map)
  }

  func begin(_ network: SeedTree) {
    map.begin(network)
    biases?.begin(network)
    isFresh = true
  }

  @_specialize(where Real == Float)
  @_specialize(where Real == Double)
  func forward(_ input: Signal<Real>) -> Signal<Real> {
    self.input = input
    map.multiply(input.base, rows: input.rows, side: .right, into: output.base)
    if isFresh, let rule = blocks[0].tensor.rule as? any DataDependentInitializer {
      settle(by: rule, exponent: input.exponent)
    }
    isFresh = false
    var result = output
    result.exponent = input.exponent
    biases?.add(to: &result)
    return result
  }

  /// Lets a rule that looks at data settle on its weights, on the first signal that comes.
  private func settle(by rule: any DataDependentInitializer, exponent: Int) {
    let count = Double(output.count)
    let sums = Real.sums(output.base, count: output.count)
    let variance = sums.squares / count - (sums.sum / count) * (sums.sum / count)
    let unit = powerOfTwo(exponent)
    let factor = rule.rescaling(outputVariance: variance * unit * unit)
    guard map.rescale(by: factor) else { return }
    Real.scale(output.base, by: Real(factor), count: output.count)
  }

  @_specialize(where Real == Float)
  @_specialize(where Real == Double)
  func backward(_ gradient: Signal<Real>) -> Signal<Real> {
    guard let input else { preconditionFailure("a pass goes forward first") }
    weightGradient.note(input, gradient)
    biases?.note(gradient)
    var result = workspace.take(rows: gradient.rows, columns: inputs)
    if isFirst, !recorder.isActive {
      result.base.update(repeating: 0, count: result.count)
    } else {
      map.multiply(gradient.base, rows: gradient.rows, side: .left, into: result.base)
      result.exponent = gradient.exponent
    }
    workspace.give(gradient)
    return result
  }
}

extension Dense {
  /// The stage in network files.
  static let entry = StageEntry(
    kind, aliases: ["linear"], "A dense layer, at every position by itself.", shorthand: "units",
    [
      StageParameter("units", .integer(1...10_000_000), "How many outputs.", isWidth: true),
      .rule, .gain, .bias,
    ]
  ) { arguments throws(NetworkError) in
    let units = arguments.integer("units") ?? 1
    return Dense(
      units, rule: try arguments.rule(for: .dense, stage: kind), gain: arguments.gain,
      bias: arguments.bias(fanIn: arguments.input.channels, fanOut: units, for: .dense))
  }
}
