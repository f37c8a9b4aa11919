/// A network of a study file trained with each of several values of one property.
public struct LearningPlan: Codable, Equatable, Sendable {
  /// What varies.
  public enum Axis: String, Codable, CaseIterable, Sendable {
    /// The optimiser's learning rate: numbers.
    case learningRate = "learning-rate"
    /// The optimiser, by ``OptimizerName``.
    case optimizer
    /// The rule that weights start by, by its name in the catalogue.
    case initializer = "init"
    /// The remedy, by ``Remedy``.
    case remedy
  }

  /// The optimisers by name.
  public enum OptimizerName: String, Codable, CaseIterable, Sendable {
    /// Plain gradient descent.
    case sgd
    /// Gradient descent with momentum 0.9.
    case momentum
    /// Adam.
    case adam
  }

  /// What is done against gradients that vanish or explode.
  public enum Remedy: String, Codable, CaseIterable, Sendable {
    /// The network as it is.
    case none
    /// The gradient's norm is at most one.
    case clipNorm = "clip-norm"
    /// Each of its entries is at most a hundredth.
    case clipValue = "clip-value"
    /// Batch normalisation before each hidden activation.
    case batchNorm = "batch-norm"
    /// Layer normalisation there.
    case layerNorm = "layer-norm"
    /// Normalisation by the root mean square there.
    case rmsNorm = "rms-norm"
    /// Each hidden layer's input is added to its output where both have one width.
    case residual
    /// The same with layers times 1/√L for L such layers.
    case scaledResidual = "scaled-residual"
    /// The same with layers times a number that starts at zero and is learned (SkipInit).
    case skipInit = "skip-init"
  }

  /// The name in charts and tables.
  public var name: String
  /// The name of the network that is trained: of a chain its hidden layers, of stages all.
  public var network: String
  /// What is learned: `digits`, `adding`, `copy`, or a file of comma-separated numbers by its name.
  public var task = LearningPlan.digits
  /// The lines of that file.
  public var lines: String?
  /// The length of the adding problem, the delay of the copy; nil for the usual one.
  public var length: Int?
  /// What varies.
  public var axis: Axis
  /// Its values, as they are written.
  public var values: [String]
  /// How gradients become steps, where that does not vary.
  public var optimizer = OptimizerName.sgd
  /// η, where it does not vary; nil for what suits the optimiser.
  public var learningRate: Double?
  /// How many steps the rate takes to rise to that; nil for none.
  public var warmUp: Int?
  /// The remedy, where it does not vary.
  public var remedy = Remedy.none
  /// How many steps.
  public var steps = 200
  /// How many samples a step sees.
  public var batch = 32
  /// How many networks for each value.
  public var networks = 10
  /// How hard the digits are to read, 0 … 2.
  public var difficulty = 1.0

  /// The name of the task of stroke digits.
  public static let digits = "digits"
  /// The name of the adding problem.
  public static let adding = "adding"
  /// The name of the delayed copy.
  public static let copy = "copy"
  /// The tasks that are made, by name; any other is a file of samples.
  public static let madeTasks = [digits, adding, copy]
  /// The usual length of a sequence.
  public static let usualLength = 20

  /// Makes a plan.
  public init(name: String, network: String, axis: Axis, values: [String]) {
    self.name = name
    self.network = network
    self.axis = axis
    self.values = values
  }

  /// The plan with one value in place of what varies.
  package func setting(_ value: String) -> LearningPlan {
    var copy = self
    switch axis {
    case .learningRate: copy.learningRate = Double(value)
    case .optimizer: copy.optimizer = OptimizerName(rawValue: value) ?? .sgd
    case .remedy: copy.remedy = Remedy(rawValue: value) ?? .none
    case .initializer: break
    }
    return copy
  }
}
