import Simulation
import Study

/// How the size of the activations changes over ten layers, for tanh and ReLU.
///
/// The set-up of Stanford's CS231n lecture: 10 layers of 500 units. Target: every interval of an rms
/// within 2 %. Reached for normal weights, and for all with tanh; with ReLU the two rules that need
/// explicit matrices stay at 6 % (uniform) and 4 % (LSUV), beside the decades that part the starts.
public struct ActivationScale: Experiment {
  public let id = "activation-scale"
  public let chartIDs = ["activation-scale"]

  /// Makes the experiment.
  public init() {}

  /// What was measured.
  public struct Outcome: Codable, Equatable, Sendable {
    /// Units per layer, of LSUV's networks `lsuvWidth`.
    public var width: Int
    /// L, the number of layers.
    public var depth: Int
    /// Units per layer of the networks that LSUV starts.
    public var lsuvWidth: Int
    /// Tanh, then ReLU.
    public var panels: [Panel]
  }

  /// All starts under one activation.
  public struct Panel: Codable, Equatable, Sendable {
    /// The activation's name in the catalogue.
    public var activation: String
    /// One for each start, in the order of the chart.
    public var rules: [RuleOutcome]
  }

  /// The networks of one start.
  public struct RuleOutcome: Codable, Equatable, Sendable {
    /// The start's name in saved outcomes, such as `He` or `N(0, 0.01²)`.
    public var rule: String
    /// Decimal logarithms of E h², layers 1 to L.
    public var sizes: [SignalSize]
    /// The same for infinitely wide layers.
    public var theory: [Double]

    /// The rms of a layer, with its interval.
    public func rms(_ layer: Int) -> Estimate {
      sizes[layer - 1].mean.map { Elementary.power10(0.5 * $0) }
    }
  }

  /// The inputs that share a network of explicit uniform weights.
  public static let explicitInputs = 8
  /// The inputs of the batch that LSUV looks at.
  public static let lsuvInputs = 32

  static let rules: [StartingRule] = [
    .unitNormal, .he, .lsuv, .xavier, .frameworkDefault, .normal,
  ]

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    // 500 units, as in the lecture.
    let (width, depth) = (study.units(500), 10)
    let lsuvWidth = study.units(64, atLeast: 2)
    var panels: [Panel] = []
    for activation in [Tanh(), ReLU()] as [any Activation] {
      var rules: [RuleOutcome] = []
      for rule in Self.rules {
        let isLSUV = rule.initializer is LSUV
        let isGaussian = rule.initializer.law == .gaussian
        // The matrix-free law serves Gaussian weights. Uniform ones are explicit, eight inputs to a
        // network; the data-driven rule needs a batch, and a narrower network for its orthogonal start.
        var request = PropagationRequest(
          width: isLSUV ? lsuvWidth : width, depth: depth, activation: activation,
          initializer: rule.initializer,
          batch: isLSUV ? Self.lsuvInputs : isGaussian ? 1 : Self.explicitInputs,
          trials: isGaussian
            ? study.count(quick: 100, standard: 500, thorough: 5000)
            : isLSUV
              ? study.count(quick: 8, standard: 40, thorough: 400)
              : study.count(quick: 5, standard: 25, thorough: 250),
          seed: seed.child(activation.name).child(rule.initializer.name), jobs: jobs)
        request.measuresGradients = false
        let result = try await propagate(request)
        rules.append(
          RuleOutcome(
            rule: rule.name, sizes: result.layers.map { SignalSize($0.activation) },
            theory: try Self.theory(rule, activation, width: width, depth: depth)))
      }
      panels.append(Panel(activation: activation.name, rules: rules))
    }
    return Outcome(width: width, depth: depth, lsuvWidth: lsuvWidth, panels: panels)
  }

  /// Decimal logarithms of E h² by mean-field theory.
  private static func theory(
    _ rule: StartingRule, _ activation: any Activation, width: Int, depth: Int
  ) throws -> [Double] {
    if rule.initializer is LSUV {
      // Unit variance of every pre-activation, whatever came before.
      let moments = try GaussianMoments(of: activation, variance: 1)
      return Array(repeating: Elementary.log10(moments.secondMoment), count: depth)
    }
    let widths = Array(repeating: width, count: depth + 1)
    return try MeanFieldPass(
      activation: activation, widths: widths, weightVariances: rule.variances(of: widths)
    ).layers.map { $0.logActivationSecondMoment / DecimalLogarithm.ln10 }
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    let nothing = Estimate(value: .nan, low: .nan, high: .nan, samples: 0)
    func end(_ activation: String, _ rule: StartingRule) -> Estimate {
      outcome.panels.first { $0.activation == activation }?
        .rules.first { $0.rule == rule.name }?.rms(outcome.depth) ?? nothing
    }
    /// The factor per layer over the last half, where the start is forgotten.
    func factor(_ activation: String, _ rule: StartingRule) -> Double {
      let sizes = outcome.panels.first { $0.activation == activation }?
        .rules.first { $0.rule == rule.name }?.sizes
      guard let sizes, sizes.count == outcome.depth else { return .nan }
      let (first, last) = (
        sizes[outcome.depth / 2 - 1].mean.value, sizes[outcome.depth - 1].mean.value
      )
      return Elementary.power10(0.5 * (last - first) / Double(outcome.depth - outcome.depth / 2))
    }
    return [
      Fact("scale-width", outcome.width), Fact("scale-depth", outcome.depth),
      Fact("tanh-normal-end", end("tanh", .normal), .scientific(0)),
      Fact("tanh-xavier-end", end("tanh", .xavier), .significant(3)),
      Fact("tanh-unit-end", end("tanh", .unitNormal), .significant(2)),
      Fact("relu-unit-end", end("relu", .unitNormal), .scientific(0)),
      Fact("relu-xavier-factor", factor("relu", .xavier), .fixed(3)),
      Fact("relu-he-end", end("relu", .he), .fixed(3)),
      Fact("tanh-asymptote", 1 / (2 * Double(outcome.depth)).squareRoot(), .fixed(2)),
      // ReLU under σ² = 1/(3m): the rms falls by 1/√6 per layer.
      Fact(
        "default-layers", Int((3 * DecimalLogarithm.ln10 / (0.5 * Elementary.log(6))).rounded(.up))),
      Fact("tanh-lsuv-end", end("tanh", .lsuv), .fixed(3)),
      Fact(
        "tanh-lsuv-theory",
        Elementary.power10(0.5 * (outcome.panels[0].rules[2].theory.last ?? .nan)), .fixed(3)),
    ]
  }
}
