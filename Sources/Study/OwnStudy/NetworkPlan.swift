import Kernels
import Simulation

/// One network of a study file, measured layer by layer.
public struct NetworkPlan: Codable, Equatable, Sendable {
  /// The name in charts and tables.
  public var name: String
  /// The input's width, then the width of each layer.
  public var widths: [Int]
  /// A name of the activation catalogue.
  public var activation: String
  /// A name of the initialiser catalogue.
  public var initializer: String
  /// A factor on the standard deviation of every weight.
  public var gain: Double
  /// The variance of each bias.
  public var biasVariance: Double
  /// A skip connection around every layer.
  public var residual: Residual?
  /// A normalisation of every layer's pre-activations.
  public var normalization: Normalization?
  /// How many inputs go through the network together; batch normalisation needs several.
  public var batch: Int
  /// How many times as wide the inner layer of a residual block is; nil for one matrix per layer.
  public var expansion: Int?
  /// Whether all layers share their weights, as the steps of a recurrent network do.
  public var tiesWeights: Bool
  /// Whether biases that the rule itself would draw are left out; nil draws them.
  public var leavesBiasesOut: Bool?
  /// The law of the inputs; nil for independent standard normal ones.
  public var inputs: InputLaw?
  /// The arithmetic; nil for single precision.
  public var precision: Precision?
  /// The stages of a network that is no chain of layers; what a chain has means nothing then.
  public var stack: StackPlan?

  /// Makes a plan.
  public init(
    name: String, widths: [Int], activation: String, initializer: String, gain: Double = 1,
    biasVariance: Double = 0, residual: Residual? = nil, normalization: Normalization? = nil,
    batch: Int = 1, expansion: Int? = nil, tiesWeights: Bool = false
  ) {
    self.name = name
    self.widths = widths
    self.activation = activation
    self.initializer = initializer
    self.gain = gain
    self.biasVariance = biasVariance
    self.residual = residual
    self.normalization = normalization
    self.batch = batch
    self.expansion = expansion
    self.tiesWeights = tiesWeights
  }

  /// The layers: blocks if the network has them, steps if its weights are tied.
  public var depth: Int { widths.count - 1 }

  /// What is asked of the simulation.
  ///
  /// - Throws: `CatalogError` for unknown names.
  public func request(trials: Int, seed: SeedTree, jobs: Int?) throws(CatalogError)
    -> PropagationRequest
  {
    var rule = try InitializerCatalog.initializer(named: initializer)
    if leavesBiasesOut == true { rule = rule.withoutBiases }
    var request = PropagationRequest(
      widths: widths, activation: try ActivationCatalog.activation(named: activation),
      // Unscaled rules stay themselves: one that measures the layers could not inside another.
      initializer: gain == 1 ? rule : Scaled(rule, by: gain),
      biasVariance: biasVariance, normalization: normalization, residual: residual, batch: batch,
      inputs: inputs ?? .standardNormal, precision: precision ?? .float32, trials: trials,
      seed: seed, jobs: jobs)
    request.expansion = expansion
    request.tiesWeights = tiesWeights
    return request
  }

  /// The network with one property set to a value of a sweep; a value that does not fit changes nothing.
  ///
  /// Width replaces every layer and the input; depth repeats the last layer's width.
  public func varied(_ axis: SweepPlan.Axis, to value: String) -> NetworkPlan {
    var copy = self
    switch axis {
    case .depth:
      copy.widths = Array(repeating: widths.last ?? 1, count: (Int(value) ?? depth) + 1)
    case .width: copy.widths = Array(repeating: Int(value) ?? widths[0], count: widths.count)
    case .gain: copy.gain = Double(value) ?? gain
    case .biasVariance: copy.setBiases(Double(value) ?? biasVariance)
    case .activation: copy.activation = value
    case .initializer: copy.initializer = value
    case .parameter: break
    case .residual: copy.residual = Residual(studyName: value)
    case .normalization:
      copy.normalization = Normalization(rawValue: value)
      copy.batch = copy.normalization == .batch ? max(batch, Self.batchForNormalization) : batch
    }
    return copy
  }

  /// Gives every bias a variance, in place of what the rule would draw.
  public mutating func setBiases(_ variance: Double) {
    biasVariance = variance
    leavesBiasesOut = variance == 0 ? true : nil
  }

  /// Gives the inputs a mean square and a correlation; nil leaves 1 and 0.
  public mutating func setInputs(secondMoment: Double?, correlation: Double?) {
    guard secondMoment != nil || correlation != nil else { return }
    inputs = InputLaw(secondMoment: secondMoment ?? 1, correlation: correlation ?? 0)
  }

  /// How many inputs a batch has when a study asks for batch normalisation and does not say.
  public static let batchForNormalization = 32
}

extension Residual {
  /// The names in study files: `plain`, and `1/√L` or `scaled`.
  public init?(studyName: String) {
    switch studyName {
    case "plain": self = .plain
    case "1/√L", "1/sqrt(L)", "scaled": self = .scaled
    default: return nil
    }
  }
}
