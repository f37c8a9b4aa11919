import Simulation
import Study

/// What each rule makes of signal and gradient when layers differ in width.
///
/// A linear network whose widths alternate between a narrow and a wide layer: on equal widths most
/// rules are the same rule. Target: the interval of every mean within 2 %. Reached for normal weights;
/// the uniform rule needs explicit matrices and stays at 7 % (linear) and 12 % (ReLU), while
/// `EveryStart` has it within 1 %.
public struct InitComparison: Experiment {
  public let id = "init-comparison"
  public let chartIDs = ["init-comparison", "init-comparison-relu"]

  /// Makes the experiment.
  public init() {}

  /// What was measured.
  public struct Outcome: Codable, Equatable, Sendable {
    /// The widths of the input and of layers 1 … L.
    public var widths: [Int]
    /// How many networks of explicit matrices the uniform rule has.
    public var uniformNetworks: Int
    /// The rules in linear networks.
    public var linear: [RuleOutcome]
    /// The rules in ReLU networks, in the same order.
    public var relu: [RuleOutcome]
  }

  /// One rule under one activation; all numbers are decimal logarithms of mean squares.
  public struct RuleOutcome: Codable, Equatable, Sendable {
    /// The rule's name in saved outcomes, such as `Xavier normal`.
    public var rule: String
    /// How many networks the means rest on.
    public var networks: Int { forward.first?.mean.samples ?? 0 }
    /// After layers 1 … L; the input's mean square is 1.
    public var forward: [SignalSize]
    /// At the pre-activations of layers 1 … L, for a unit gradient at the output.
    public var backward: [SignalSize]
    /// log₁₀ of the expected mean square after layers 1 … L, which is exact.
    public var forwardTheory: [Double]
    /// log₁₀ of the expected mean square of the gradient at layers 1 … L, which is exact.
    public var backwardTheory: [Double]
    /// mnσ⁴ over a narrow and a wide layer, times the activation's ½ for each: what two layers do to
    /// signal and gradient alike.
    public var pairFactor: Double
  }

  /// The rules from the one that grows most to the one that shrinks most.
  static let rules: [StartingRule] = [
    .he, .harmonic, .leCun, .geometric, .xavierNormal, .xavierUniform, .quadratic, .normal,
  ]

  /// Layers of alternating width, half and twice the study's.
  static func widths(_ study: StudyConfiguration) -> [Int] {
    (0...12).map { $0 % 2 == 0 ? study.units(64) : study.units(256) }
  }

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    // Uniform weights have no matrix-free law: fewer networks, each of explicit matrices.
    let uniformNetworks = study.count(quick: 50, standard: 250, thorough: 2500)
    let widths = Self.widths(study)
    func outcomes(
      _ activation: any Activation, _ reference: StartingRule, _ networks: Int
    ) async throws -> [RuleOutcome] {
      let seed = seed.child(activation.name)
      let gaussian = try await HomogeneousPass(
        widths: widths, activation: activation, reference: reference, networks: networks,
        seed: seed, jobs: jobs)
      let uniform = try await propagate(
        PropagationRequest(
          widths: widths, activation: activation, initializer: XavierUniform(),
          trials: uniformNetworks, seed: seed.child("uniform"), jobs: jobs))
      return try Self.rules.map { rule in
        let isGaussian = rule.initializer.law == .gaussian
        return try Self.outcome(
          rule, activation, widths,
          forward: isGaussian
            ? gaussian.forward(rule) : uniform.layers.map { SignalSize($0.activation) },
          backward: isGaussian
            ? gaussian.backward(rule) : uniform.layers.map { SignalSize($0.gradient) })
      }
    }
    return Outcome(
      widths: widths, uniformNetworks: uniformNetworks,
      linear: try await outcomes(
        Identity(), .leCun, study.count(quick: 800, standard: 4000, thorough: 40_000)),
      // A ReLU layer adds 5/n to the variance of the logarithm, a linear one 2/n.
      relu: try await outcomes(
        ReLU(), .he, study.count(quick: 1800, standard: 9000, thorough: 90_000)))
  }

  private static func outcome(
    _ rule: StartingRule, _ activation: any Activation, _ widths: [Int], forward: [SignalSize],
    backward: [SignalSize]
  ) throws -> RuleOutcome {
    // For linear and ReLU networks without biases mean-field theory is the exact expectation.
    let variances = rule.variances(of: widths)
    let theory = try MeanFieldPass(
      activation: activation, widths: widths, weightVariances: variances)
    let two = theory.layers[1].logActivationSecondMoment
    return RuleOutcome(
      rule: rule.name, forward: forward, backward: backward,
      forwardTheory: theory.layers.map { $0.logActivationSecondMoment / DecimalLogarithm.ln10 },
      backwardTheory: theory.layers.map { $0.logGradientSecondMoment / DecimalLogarithm.ln10 },
      pairFactor: Elementary.exp(two))
  }

  /// Every rule of the chapter, for the layer of the comparison.
  public func tables(of outcome: Outcome, study: StudyConfiguration) -> [FactTable] {
    let (m, n) = (outcome.widths[0], outcome.widths[1])
    let rows = RuleCatalog.rows.map { rule in
      let variance = rule.initializer.variance(fanIn: m, fanOut: n)
      let format = NumberFormat.significant(3)
      return [
        "@\(rule.key)", "@\(rule.key).formula", format.text(Double(m) * variance),
        format.text(Double(n) * variance), "@\(rule.key).purpose",
      ]
    }
    return [
      FactTable(
        name: "rules",
        header: ["start", "variance", "forward", "backward", "purpose"],
        numeric: [false, false, true, true, false], rows: rows)
    ]
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    func pair(_ name: String, _ outcomes: [RuleOutcome]) -> Double {
      outcomes.first { $0.rule == name }?.pairFactor ?? .nan
    }
    func end(_ name: String, _ outcomes: [RuleOutcome]) -> Estimate {
      let last = outcomes.first { $0.rule == name }?.forward.last?.mean
      return last?.map(Elementary.power10)
        ?? Estimate(value: .nan, low: .nan, high: .nan, samples: 0)
    }
    let all = outcome.linear + outcome.relu
    let gaussian = all.filter { $0.rule != StartingRule.xavierUniform.name }
    let margins = gaussian.flatMap { ($0.forward + $0.backward).map(\.relativeMargin) }
    return [
      Fact("comparison-narrow", outcome.widths[0]), Fact("comparison-wide", outcome.widths[1]),
      Fact("comparison-layers", outcome.widths.count - 1),
      Fact("comparison-margin", margins.max() ?? .nan, .percent(1)),
      Fact("xavier-pair-factor", pair("Xavier normal", outcome.linear), .significant(3)),
      Fact("quadratic-pair-factor", pair("Quadratic", outcome.linear), .significant(3)),
      Fact("harmonic-pair-factor", pair("Harmonic", outcome.linear), .significant(3)),
      Fact("xavier-end-linear", end("Xavier normal", outcome.linear), .significant(3)),
      Fact("quadratic-end-linear", end("Quadratic", outcome.linear), .significant(3)),
      Fact("lecun-end-relu", end("LeCun", outcome.relu), .scientific(1)),
      Fact("he-end-relu", end("He", outcome.relu), .significant(3)),
    ]
  }
}
