import Simulation
import Study

/// Measures how much of the gradient reaches layer 1, by activation and start.
public struct GradientDecay: Experiment {
  /// All combinations of activation and start.
  public struct Outcome: Codable, Equatable, Sendable {
    public var width: Int
    public var depth: Int
    public var networks: Int
    /// Activations in the order of the panels, starts in the order of `starts`.
    public var cases: [Case]
  }

  /// One activation with one start.
  ///
  /// Arrays run over layers 1 … L; their values are log₁₀ of the root mean square gradient ∂ℓ/∂z of
  /// a layer, divided by that of the median network at layer L.
  public struct Case: Codable, Equatable, Sendable {
    public var activation: String
    public var start: String
    public var median: [Double]
    /// Ends of the range of the central 95 % of networks.
    public var low: [Double]
    public var high: [Double]
    public var theory: [Double]
    /// The factor per layer: the (L − 1)-th root of the geometric mean of the ratio layer 1 : layer L.
    public var factor: Estimate

    /// log₁₀ of what arrives at layer 1.
    public var end: Double { median[0] }

    /// The layer, counted down from the top, at which the median network's gradient leaves fp16.
    public var fp16Exit: Int? {
      median.lastIndex { !NumberRange.fp16.log10.contains($0) }.map { $0 + 1 }
    }
  }

  /// A start with the names that outcomes, charts and facts give it.
  package struct Start: Sendable {
    /// In saved outcomes.
    package var name: String
    /// In the vocabulary of charts and tables.
    package var key: String
    /// In names of facts.
    var slug: String
    var rule: any WeightInitializer
  }

  package static let activations: [any Activation] = [Sigmoid(), Tanh(), ReLU()]
  package static let starts = [
    Start(
      name: "N(0, 0.01²)", key: "normal-0.01", slug: "small",
      rule: Normal(standardDeviation: 0.01)),
    Start(name: "Xavier", key: "xavier", slug: "xavier", rule: XavierNormal()),
    Start(name: "He", key: "he", slug: "he", rule: HeNormal()),
  ]

  /// The key of a start by the name that outcomes hold.
  package static func key(of start: String) -> String {
    starts.first { $0.name == start }?.key ?? start
  }

  /// The cases that the prose names; the others stand in the table.
  private static let quotedFactors = [
    "sigmoid-xavier", "tanh-xavier", "tanh-he", "relu-xavier", "relu-he",
  ]
  private static let quotedEnds = ["sigmoid-xavier", "tanh-xavier"]

  public let id = "gradient-decay"
  public let chartIDs = ["gradient-decay"]

  /// Makes the experiment.
  public init() {}

  public func run(_ study: StudyConfiguration, jobs: Int) async throws -> Outcome {
    try await Self.simulate(
      width: study.width, depth: study.depth, networks: min(study.networks, 400),
      seed: SeedTree(seed: study.seed).child(id), jobs: jobs)
  }

  static func simulate(width: Int, depth: Int, networks: Int, seed: SeedTree, jobs: Int)
    async throws -> Outcome
  {
    var cases: [Case] = []
    for activation in activations {
      for start in starts {
        let result = try await propagate(
          PropagationRequest(
            width: width, depth: depth, activation: activation, initializer: start.rule,
            trials: networks, seed: seed, jobs: jobs))
        let theory = try MeanFieldPass(
          activation: activation, widths: Array(repeating: width, count: depth + 1),
          weightVariances: Array(
            repeating: start.rule.variance(fanIn: width, fanOut: width), count: depth))
        guard !(result.layers.contains { $0.gradient.log10.median.value.isNaN }) else {
          throw GradientDecayError.nothingArrives(
            activation: activation.name, width: width, depth: depth, networks: networks)
        }
        cases.append(Case(start.name, result, theory))
      }
    }
    return Outcome(width: width, depth: depth, networks: networks, cases: cases)
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    let starts = Dictionary(uniqueKeysWithValues: Self.starts.map { ($0.name, $0.slug) })
    return outcome.cases.flatMap { one -> [Fact] in
      let name = "\(one.activation)-\(starts[one.start] ?? one.start)"
      var facts: [Fact] = []
      if Self.quotedFactors.contains(name) {
        facts.append(Fact("gradient-factor-\(name)", one.factor, .significant(3)))
      }
      if Self.quotedEnds.contains(name) {
        facts.append(Fact("gradient-end-\(name)", one.end, .powerOfTen(1)))
      }
      return facts
    } + [
      Fact("gradient-depth", outcome.depth), Fact("gradient-width", outcome.width),
      Fact("gradient-networks", outcome.networks),
      Fact("gradient-usable-count", outcome.usable.count),
      Fact("gradient-case-count", outcome.cases.count),
      Fact("gradient-usable-names", groups: outcome.usableKeys),
      Fact("gradient-finite-width", outcome.finiteWidthDrop, .percent(0)),
    ] + words(of: outcome)
  }

  /// Words that depend on the depth: in a shallow network little has had the time to vanish.
  private func words(of outcome: Outcome) -> [Fact] {
    func one(_ activation: String, _ start: String) -> Case? {
      outcome.cases.first { $0.activation == activation && $0.start == start }
    }
    func allFail(_ cases: [Case]) -> Bool { cases.allSatisfy { $0.fp16Exit != nil } }
    let tanh = one("tanh", Self.starts[2].name)?.factor
    let sigmoid = outcome.cases.filter { $0.activation == "sigmoid" }
    let small = outcome.cases.filter { $0.start == Self.starts[0].name }
    // Three answers to guess among: theory's for sigmoid and Xavier, and two that are far above it.
    let answer = one("sigmoid", Self.starts[1].name)?.theory[0] ?? 0
    return [
      Fact("gradient-tanh-he-gains", text: tanh.map { $0.low > 1 } == true ? "yes" : ""),
      Fact("gradient-tanh-he-loses", text: tanh.map { $0.high < 1 } == true ? "yes" : ""),
      Fact("gradient-sigmoid-fails", text: allFail(sigmoid) ? "yes" : ""),
      Fact("gradient-small-fails", text: allFail(small) ? "yes" : ""),
      Fact("gradient-guess-high", (0.1 * answer).rounded(), .powerOfTen(0)),
      Fact("gradient-guess-middle", (0.42 * answer).rounded(), .powerOfTen(0)),
      Fact("gradient-guess-low", answer.rounded(), .powerOfTen(0)),
    ]
  }

  public func tables(of outcome: Outcome, study: StudyConfiguration) -> [FactTable] {
    [
      FactTable(
        name: "gradient-factors",
        header: ["activation", "start", "factor", "theory", "end", "exit"],
        numeric: [false, false, true, true, true, true],
        rows: outcome.cases.map { one in
          let theory = (one.theory[0] - (one.theory.last ?? 0)) / Double(outcome.depth - 1)
          return [
            "@" + one.activation, "@" + Self.key(of: one.start),
            "\(NumberFormat.significant(3).text(one.factor.value)) ± "
              + NumberFormat.significant(1).text(one.factor.halfWidth),
            NumberFormat.significant(3).text(Elementary.exp(theory * DecimalLogarithm.ln10)),
            NumberFormat.powerOfTen(1).text(one.end),
            one.fp16Exit.map { NumberFormat.count.text(Double($0)) } ?? "@if.never",
          ]
        })
    ]
  }
}

extension GradientDecay.Case {
  /// Halves the logarithms of mean squares and puts the median of layer L at 0.
  init(_ start: String, _ result: PropagationResult, _ theory: MeanFieldPass) {
    let layers = result.layers.map(\.gradient.log10)
    let top = layers[layers.count - 1].median.value
    let theoryTop = theory.layers[theory.layers.count - 1].logGradientSecondMoment
    let (first, last) = (layers[0].mean, layers[layers.count - 1].mean)
    let steps = 2 * Double(layers.count - 1)
    let rate = (first.value - last.value) / steps
    // The two ends come from the same networks; adding their margins covers any correlation.
    let margin = (first.halfWidth + last.halfWidth) / steps
    func factor(_ exponent: Double) -> Double {
      Elementary.exp(exponent * DecimalLogarithm.ln10)
    }
    self.init(
      activation: result.activation, start: start,
      median: layers.map { ($0.median.value - top) / 2 },
      low: layers.map { ($0.low - top) / 2 }, high: layers.map { ($0.high - top) / 2 },
      theory: theory.layers.map {
        DecimalLogarithm.ofExponential($0.logGradientSecondMoment - theoryTop) / 2
      },
      factor: Estimate(
        value: factor(rate), low: factor(rate - margin), high: factor(rate + margin),
        samples: result.trials))
  }
}

extension GradientDecay.Outcome {
  /// The cases whose gradient is still inside half precision at layer 1.
  var usable: [GradientDecay.Case] { cases.filter { $0.fp16Exit == nil } }

  /// The usable cases by activation, in the order of the panels.
  package var usableGroups: [(activation: String, starts: [String])] {
    GradientDecay.activations.map(\.name).compactMap { activation in
      let starts = usable.filter { $0.activation == activation }.map(\.start)
      return starts.isEmpty ? nil : (activation, starts)
    }
  }

  /// The keys of each activation with a usable start, and of its starts.
  var usableKeys: [(key: String, parts: [String])] {
    usableGroups.map { ($0.activation, $0.starts.map(GradientDecay.key)) }
  }

  /// By how much the median network falls short of theory at layer 1, at most, as a share.
  var finiteWidthDrop: Double {
    1
      - Elementary.exp(
        (cases.map { $0.median[0] - $0.theory[0] }.min() ?? 0) * DecimalLogarithm.ln10)
  }
}

/// Why there is nothing to draw.
enum GradientDecayError: Error, Equatable, CustomStringConvertible {
  case nothingArrives(activation: String, width: Int, depth: Int, networks: Int)

  var description: String {
    switch self {
    case .nothingArrives(let activation, let width, let depth, let networks):
      "in none of \(networks) \(activation) networks of width \(width) and depth \(depth) a gradient"
        + " arrives, because all units of some layer are dead; take wider or fewer layers"
    }
  }
}
