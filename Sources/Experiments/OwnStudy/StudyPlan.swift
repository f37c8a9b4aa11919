/// A study of the user's own networks: what a study file says.
public struct StudyPlan: Codable, Equatable, Sendable {
  /// The report's title.
  public var title: String
  /// Who made it; nil leaves the line out.
  public var author: String?
  /// The root of all random numbers.
  public var seed: UInt64
  /// How many random networks each setting is measured on.
  public var trials: Int
  /// The half-width of the 95 % interval to reach, as a share of the value; nil samples `trials`.
  public var precision: Double?
  /// Where sampling for `precision` stops at the latest.
  public var maximumTrials: Int
  public var networks: [NetworkPlan]
  public var sweeps: [SweepPlan]
  /// The ids of built-in chapters to include.
  public var chapters: [String]
  /// A folder with Markdown templates of the user's own chapters, relative to the study file.
  public var prose: String?

  /// Makes a plan.
  public init(
    title: String, author: String? = nil, seed: UInt64 = StudyConfiguration.defaultSeed,
    trials: Int = 1000, precision: Double? = nil, maximumTrials: Int = 100_000,
    networks: [NetworkPlan] = [], sweeps: [SweepPlan] = [], chapters: [String] = [],
    prose: String? = nil
  ) {
    self.title = title
    self.author = author
    self.seed = seed
    self.trials = trials
    self.precision = precision
    self.maximumTrials = maximumTrials
    self.networks = networks
    self.sweeps = sweeps
    self.chapters = chapters
    self.prose = prose
  }
}

/// One network to measure, layer by layer.
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

  /// Makes a plan.
  public init(
    name: String, widths: [Int], activation: String, initializer: String, gain: Double = 1,
    biasVariance: Double = 0
  ) {
    self.name = name
    self.widths = widths
    self.activation = activation
    self.initializer = initializer
    self.gain = gain
    self.biasVariance = biasVariance
  }
}

/// One property of a network, varied.
public struct SweepPlan: Codable, Equatable, Sendable {
  /// What varies.
  public enum Axis: String, Codable, CaseIterable, Sendable {
    case depth, width, gain, activation
    case initializer = "init"
  }

  /// The name in charts and tables.
  public var name: String
  /// The name of the network that is varied.
  public var network: String
  public var axis: Axis
  /// The values as the study file gives them: numbers or names.
  public var values: [String]

  /// Makes a plan.
  public init(name: String, network: String, axis: Axis, values: [String]) {
    self.name = name
    self.network = network
    self.axis = axis
    self.values = values
  }
}

extension NetworkPlan {
  /// The network with one property set to a value of a sweep.
  ///
  /// Width replaces every layer and the input; depth repeats the last layer's width.
  public func varied(_ axis: SweepPlan.Axis, to value: String) -> NetworkPlan {
    var copy = self
    switch axis {
    case .depth:
      let width = widths.last ?? 1
      copy.widths = Array(repeating: width, count: (Int(value) ?? 1) + 1)
    case .width: copy.widths = Array(repeating: Int(value) ?? 1, count: widths.count)
    case .gain: copy.gain = Double(value) ?? 1
    case .activation: copy.activation = value
    case .initializer: copy.initializer = value
    }
    return copy
  }
}
