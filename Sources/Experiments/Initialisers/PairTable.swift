import Simulation
import Study

/// Which pairs of start and activation carry signal and gradient through twenty layers.
///
/// Target: the 95 % interval of each cell's mean within 0.1 decades, a tenth of what counts as kept.
/// Reached but for He with GELU and N(0, 1) with tanh, whose networks differ most.
public struct PairTable: Experiment {
  public let id = "pair-table"
  public let chartIDs = ["pair-table-gradient", "pair-table-signal"]

  /// Makes the experiment.
  public init() {}

  /// What was measured.
  public struct Outcome: Codable, Equatable, Sendable {
    /// Units per layer.
    public var width: Int
    /// L, the number of layers.
    public var depth: Int
    /// How many networks of normal or orthogonal weights a pair has; see `denseNetworks`.
    public var networks: Int
    /// Names of the activations, the columns of the tables.
    public var activations: [String]
    /// The rows of the tables.
    public var starts: [Start]
  }

  /// A row of both tables: decimal logarithms of rms ratios from end to end; nil where there is no
  /// signal or gradient at all.
  public struct Start: Codable, Equatable, Sendable {
    /// The start's name in saved outcomes.
    public var rule: String
    /// Its variance in a few words, in Markdown.
    public var formula: String
    /// The rms of h in layer L over that of the input, by activation.
    public var signal: [Cell]
    /// The rms of ∂ℓ/∂z in layer 1 over that in layer L, by activation.
    public var gradient: [Cell]
  }

  /// One pair of start and activation.
  public struct Cell: Codable, Equatable, Sendable {
    /// The median over networks; nil if more than half of them carry nothing.
    public var median: Double?
    /// Half the 95 % interval of the mean, in decades.
    public var margin: Double
    /// What mean-field theory gives; nil for weights without variance.
    public var theory: Double?
  }

  static let activations: [(name: String, activation: any Activation)] = [
    ("sigmoid", Sigmoid()), ("tanh", Tanh()), ("GELU", GELU()), ("ReLU", ReLU()),
    ("leaky ReLU", LeakyReLU(negativeSlope: leak)), ("identity", Identity()), ("SELU", SELU()),
  ]

  /// The starts, with the formula that outcomes store beside them.
  static let starts: [(rule: StartingRule, formula: String)] = [
    (.zero, "all weights 0"), (.normal, "fixed, any width"),
    (StartingRule(name: "U(±1/√*m*)", initializer: CommonHeuristic()), "framework default"),
    (.xavier, "2/(*m* + *n*)"), (.orthogonal, "1/*m*, rotations"), (.he, "2/*m*"),
    (.unitNormal, "fixed, any width"),
  ]

  /// The negative slope of the leaky ReLU.
  public static let leak = 0.1

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    let (width, depth) = (study.units(256), 20)
    let networks = study.count(quick: 16, standard: 80, thorough: 800)
    var starts: [Start] = []
    for (rule, formula) in Self.starts {
      var start = Start(rule: rule.name, formula: formula, signal: [], gradient: [])
      for (name, activation) in Self.activations {
        let isDense = ![.gaussian, .orthogonal].contains(rule.initializer.law)
        // A framework's default comes with biases of the weights' own variance.
        let bias = rule.initializer is CommonHeuristic ? 1 / (3 * Double(width)) : 0
        let result = try await propagate(
          PropagationRequest(
            width: width, depth: depth, activation: activation, initializer: rule.initializer,
            biasVariance: bias, trials: isDense ? Self.denseNetworks(networks) : networks,
            seed: seed.child(name), jobs: jobs))
        let theory = try Self.theory(rule, activation, width: width, depth: depth, bias: bias)
        start.signal.append(
          Cell(result.layers[depth - 1].activation, theory: theory?.signal))
        start.gradient.append(
          Cell(
            result.layers[0].gradient, over: result.layers[depth - 1].gradient,
            theory: theory?.gradient))
      }
      starts.append(start)
    }
    return Outcome(
      width: width, depth: depth, networks: networks, activations: Self.activations.map(\.name),
      starts: starts)
  }

  /// How many networks of explicit matrices stand beside so many drawn from their law.
  public static func denseNetworks(_ networks: Int) -> Int { max(2, networks / 8) }

  /// Decimal logarithms of the two rms ratios in infinitely wide layers.
  private static func theory(
    _ rule: StartingRule, _ activation: any Activation, width: Int, depth: Int, bias: Double
  ) throws -> (signal: Double, gradient: Double)? {
    if rule.initializer.law == .constant { return nil }
    let widths = Array(repeating: width, count: depth + 1)
    let layers = try MeanFieldPass(
      activation: activation, widths: widths, weightVariances: rule.variances(of: widths),
      biasVariance: bias
    ).layers
    let (first, last) = (layers[0], layers[depth - 1])
    let perDecade = 0.5 / DecimalLogarithm.ln10
    return (
      perDecade * last.logActivationSecondMoment,
      perDecade * (first.logGradientSecondMoment - last.logGradientSecondMoment)
    )
  }

  /// How many pairs keep within a factor of ten what the cells measure.
  public func kept(_ outcome: Outcome, _ cells: KeyPath<Start, [Cell]>) -> Int {
    outcome.starts.flatMap { $0[keyPath: cells] }.count { abs($0.median ?? .infinity) <= 1 }
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    func cell(_ start: String, _ activation: String) -> Double {
      guard let column = outcome.activations.firstIndex(of: activation) else { return .nan }
      return outcome.starts.first { $0.rule == start }?.gradient[column].median ?? -.infinity
    }
    return [
      Fact("pairs-kept-signal", kept(outcome, \.signal)),
      Fact("pair-orthogonal-tanh", cell("Orthogonal", "tanh"), .fixed(1)),
      Fact("pair-orthogonal-identity", cell("Orthogonal", "identity"), .fixed(1)),
      Fact("pair-orthogonal-relu", cell("Orthogonal", "ReLU"), .fixed(1)),
      Fact("pairs-all", outcome.starts.count * outcome.activations.count),
      Fact("pair-he-relu", cell("He", "ReLU"), .fixed(1)),
      Fact("pair-xavier-relu", cell("Xavier", "ReLU"), .fixed(1)),
      Fact("pair-xavier-tanh", cell("Xavier", "tanh"), .fixed(1)),
      Fact("pair-he-tanh", cell("He", "tanh"), .fixed(1)),
      Fact("pair-xavier-sigmoid", cell("Xavier", "sigmoid"), .fixed(1)),
      Fact("pair-xavier-selu", cell("Xavier", "SELU"), .fixed(1)),
      Fact("pair-default-relu", cell("U(±1/√*m*)", "ReLU"), .fixed(1)),
    ]
  }
}

extension PairTable.Cell {
  /// The rms of a quantity whose mean square is summarised, relative to another layer's.
  fileprivate init(
    _ summary: MomentSummary, over other: MomentSummary? = nil, theory: Double?
  ) {
    let count = summary.log10.mean.samples
    guard count > 0, summary.log10.zeros <= count else {
      self.init(median: nil, margin: 0, theory: nil)
      return
    }
    let scale = other?.log10.median.value ?? 0
    self.init(
      median: 0.5 * (summary.log10.median.value - scale),
      margin: 0.5 * summary.log10.mean.halfWidth,
      theory: theory)
  }
}
