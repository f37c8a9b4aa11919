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

  /// The number of outputs.
  public var units: Int
  /// The rule of its weights.
  public var rule: any WeightInitializer
  /// What the rule's weights are multiplied by.
  public var gain: Double
  /// The biases; `nil` for what the rule draws.
  public var bias: BiasLaw?
  /// Fans other than inputs and outputs, as some frameworks compute them.
  public var fans: (fanIn: Int, fanOut: Int)?

  /// A layer of so many units.
  public init(
    _ units: Int, rule: any WeightInitializer, gain: Double = 1, bias: BiasLaw? = nil,
    fans: (fanIn: Int, fanOut: Int)? = nil
  ) {
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
      biases: [biasLaw(input)])
  }

  public func theory(
    of input: StageMoments, shape: Shape, _ context: inout TheoryContext
  ) -> TheoryStep? {
    .linear(
      input, terms: Double(shape.channels), outputs: Double(units), tensor: tensor(shape),
      bias: biasLaw(shape),
      rows: Double(context.samples * shape.positionCount))
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

  /// `biases` holds a law for each block.
  init(
    _ builder: PassBuilder<Real>, rows: Int, inputs: Int, blocks: [ColumnBlock],
    biases laws: [BiasLaw], terms: Int? = nil
  ) throws(NetworkError) {
    self.inputs = inputs
    self.blocks = blocks
    workspace = builder.workspace
    let columns = blocks.reduce(0) { $0 + $1.columns }
    map = try builder.map(inputs: inputs, blocks: blocks, use: .once(rows: rows))
    output = builder.signal(rows: rows, columns: columns)
    biases = BiasVector(builder, blocks: blocks, laws: laws)
    weightGradient = WeightGradient(
      builder, inputs: inputs, blocks: blocks, terms: terms ?? inputs)
  }

  func begin(_ network: SeedTree) {
    map.begin(network)
    biases?.begin(network)
  }

  func forward(_ input: Signal<Real>) -> Signal<Real> {
    self.input = input
    map.multiply(input.base, rows: input.rows, side: .right, into: output.base)
    var result = output
    result.exponent = input.exponent
    biases?.add(to: &result)
    return result
  }

  func backward(_ gradient: Signal<Real>) -> Signal<Real> {
    guard let input else { preconditionFailure("a pass goes forward first") }
    weightGradient.note(input, gradient)
    var result = workspace.take(rows: gradient.rows, columns: inputs)
    map.multiply(gradient.base, rows: gradient.rows, side: .left, into: result.base)
    result.exponent = gradient.exponent
    workspace.give(gradient)
    return result
  }
}
