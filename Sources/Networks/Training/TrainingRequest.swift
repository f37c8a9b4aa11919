import Kernels
import Numerics

/// A network to train, and how.
///
///     let result = try trainNetwork(TrainingRequest(
///       hidden: [32, 32], activation: Tanh(), initializer: XavierNormal(),
///       optimizer: .adam(rate: 0.01), steps: 500, seed: study.child("fit")), on: data)
///     result.records.last?.loss
public struct TrainingRequest: Sendable {
  /// The widths of the hidden layers; input and output widths are the data's.
  public var hidden: [Int]
  /// The activation of hidden layers.
  public var activation: any Activation
  /// The rule for the weights.
  public var initializer: any WeightInitializer
  /// The variance of each bias at the start, drawn from N(0, ·); 0 for biases that start at 0.
  public var biasVariance = 0.0
  /// Normalisation of pre-activations.
  public var normalization: Normalization?
  /// Skip connections between layers of equal width.
  public var residual: Residual?
  /// How gradients become steps.
  public var optimizer: Optimizer
  /// Bounds on the gradient.
  public var clipping: Clipping?
  /// How many steps.
  public var steps: Int
  /// How many samples in a step, from a fresh shuffle per epoch; `nil` for all of them.
  public var batch: Int?
  /// Every how many steps a record is kept, beside the first and the last.
  public var recordEvery: Int
  /// The node of the seed tree that belongs to this training.
  public var seed: SeedTree

  /// Makes a request.
  public init(
    hidden: [Int], activation: any Activation, initializer: any WeightInitializer,
    normalization: Normalization? = nil, residual: Residual? = nil,
    optimizer: Optimizer = .gradientDescent(rate: 0.1), clipping: Clipping? = nil,
    steps: Int = 100, batch: Int? = nil, recordEvery: Int = 10, seed: SeedTree
  ) {
    self.hidden = hidden
    self.activation = activation
    self.initializer = initializer
    self.normalization = normalization
    self.residual = residual
    self.optimizer = optimizer
    self.clipping = clipping
    self.steps = steps
    self.batch = batch
    self.recordEvery = recordEvery
    self.seed = seed
  }

  /// The most parameters.
  public static let mostParameters = 20_000_000

  func validate(on data: Dataset) throws(TrainingError) {
    func check(_ value: Int, _ name: String, _ range: ClosedRange<Int>) throws(TrainingError) {
      guard range.contains(value) else {
        throw .outOfRange(
          name: name, value: Double(value),
          allowed: "from \(range.lowerBound) to \(range.upperBound)")
      }
    }
    for width in hidden { try check(width, "width of a hidden layer", 1...100_000) }
    try check(hidden.count, "number of hidden layers", 0...10_000)
    try check(steps, "number of steps", 0...100_000_000)
    try check(recordEvery, "recording interval", 1...100_000_000)
    if let batch { try check(batch, "batch", 1...data.count) }
    let widths = [data.inputs.columns] + hidden + [data.targets.columns]
    let count = zip(widths, widths.dropFirst()).reduce(0.0) {
      $0 + Double($1.0 + 1) * Double($1.1)
    }
    guard count <= Double(Self.mostParameters) else {
      throw .outOfRange(
        name: "number of parameters", value: count, allowed: "at most \(Self.mostParameters)")
    }
    guard biasVariance >= 0, biasVariance.isFinite else {
      throw .outOfRange(
        name: "bias variance", value: biasVariance, allowed: "finite and not negative")
    }
    try optimizer.validate()
    try clipping?.validate()
  }
}
