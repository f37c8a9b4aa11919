import Networks

/// A value of a key, read and checked against its ``StageParameter``.
public enum StageValue: Sendable {
  case integer(Int)
  case integers([Int])
  case number(Double)
  case flag(Bool)
  case word(String)
  case activation(any Activation)
  case rule(any WeightInitializer)
  case stages([NamedStage])
}

/// What holds for every stage of a file that does not say otherwise.
public struct StageDefaults: Sendable {
  /// Whose defaults count.
  public var framework: Framework?
  /// The rule of all weights.
  public var rule: (any WeightInitializer)?
  /// A factor on all weights.
  public var gain = 1.0
  /// All biases.
  public var bias: BiasValue?
  /// The activation.
  public var activation: (any Activation)?

  /// Nothing is said.
  public init() {}
}

/// What is said of biases: a number, or a rule that draws them.
public enum BiasValue: Sendable {
  case constant(Double)
  case rule(any WeightInitializer)

  /// Their law, for fans of the weights beside them.
  func law(fanIn: Int, fanOut: Int) -> BiasLaw {
    switch self {
    case .constant(let number): BiasLaw(mean: number)
    case .rule(let rule):
      BiasLaw(
        variance: rule.variance(fanIn: fanIn, fanOut: fanOut), isUniform: rule.law == .uniform)
    }
  }
}

/// What a stage of a file is made from.
public struct StageArguments: Sendable {
  /// The values of the keys that were given.
  public var values: [String: StageValue]
  /// What holds for the whole file.
  public var defaults: StageDefaults
  /// What comes into the stage.
  public var input: Shape
  /// L, the number of residual branches of the whole network.
  public var branches: Int

  /// Collects what a stage is made from.
  public init(
    _ values: [String: StageValue], defaults: StageDefaults, input: Shape, branches: Int
  ) {
    self.values = values
    self.defaults = defaults
    self.input = input
    self.branches = branches
  }

  /// A whole number.
  public func integer(_ name: String) -> Int? {
    if case .integer(let value) = values[name] { value } else { nil }
  }

  /// One whole number, or one for each direction.
  public func integers(_ name: String) -> [Int]? {
    if case .integers(let value) = values[name] { value } else { nil }
  }

  /// A number.
  public func number(_ name: String) -> Double? {
    if case .number(let value) = values[name] { value } else { nil }
  }

  /// True or false, false if it is not said.
  public func flag(_ name: String) -> Bool? {
    if case .flag(let value) = values[name] { value } else { nil }
  }

  /// A word.
  public func word(_ name: String) -> String? {
    if case .word(let value) = values[name] { value } else { nil }
  }

  /// Stages, none if there are none.
  public func stages(_ name: String) -> [NamedStage] {
    if case .stages(let value) = values[name] { value } else { [] }
  }

  /// An activation; the file's if the stage does not name one.
  public func activation(_ name: String, stage: String) throws(NetworkError) -> any Activation {
    if case .activation(let value) = values[name] { return value }
    guard let activation = defaults.activation else {
      throw .parameter(
        stage: stage, name: name, value: "",
        reason: "is missing, and the file has no 'activation:' for all stages")
    }
    return activation
  }

  /// The gain of the weights.
  public var gain: Double { number("gain") ?? defaults.gain }

  /// The rule of weights that play a role: the stage's own, the file's, or the framework's.
  ///
  /// A rule in place of PyTorch's own leaves its biases as they are, as `init.kaiming_normal_(weight)` does.
  public func rule(
    _ name: String = "init", for role: WeightRole, units: Int = 1, stage: String
  ) throws(NetworkError) -> any WeightInitializer {
    let own: (any WeightInitializer)? =
      if case .rule(let rule) = values[name] { rule } else { defaults.rule }
    if let own {
      guard defaults.framework == .pytorch, role == .dense || role == .convolution else {
        return own
      }
      return WithTorchBiases(own)
    }
    guard let framework = defaults.framework else {
      throw .parameter(
        stage: stage, name: name, value: "",
        reason: "is missing: give the stage a rule, or the whole file 'init:' or 'framework:'")
    }
    return framework.rule(of: role, units: units)
  }

  /// The law of biases beside weights of some fans; `nil` for what the rule of the weights draws.
  public func bias(
    _ name: String = "bias", fanIn: Int, fanOut: Int, for role: WeightRole, units: Int = 1
  ) -> BiasLaw? {
    let own: BiasValue? =
      switch values[name] {
      case .number(let number): .constant(number)
      case .rule(let rule): .rule(rule)
      default: defaults.bias
      }
    if let own { return own.law(fanIn: fanIn, fanOut: fanOut) }
    return defaults.framework?.bias(of: role, units: units)
  }
}
