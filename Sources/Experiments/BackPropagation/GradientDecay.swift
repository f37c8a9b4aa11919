import Simulation
import Study

/// Measures δ, h and their product, the gradient of the weights, in every layer of a deep network.
///
/// The weights of a layer follow ∂ℓ/∂W = δhᵀ: its root mean square is that of δ times that of h. Where h
/// vanishes on the way up as δ does on the way down, all layers starve alike; where h keeps its size, as
/// the sigmoid's does near ½, the lowest starve first.
public struct GradientDecay: Experiment {
  /// All combinations of activation and start.
  public struct Outcome: Codable, Equatable, Sendable {
    /// Units per layer.
    public var width: Int
    /// L, the number of layers.
    public var depth: Int
    /// How many networks each case rests on.
    public var networks: Int
    /// Activations in the order of the panels, starts in the order of `starts`.
    public var cases: [Case]
  }

  /// One activation with one start.
  ///
  /// Sizes are root mean squares, for inputs N(0, 1) and a gradient N(0, 1) at the last output.
  public struct Case: Codable, Equatable, Sendable {
    /// The activation's name in the catalogue.
    public var activation: String
    /// The start's name, as in `starts`.
    public var start: String
    /// δ = ∂ℓ/∂z of layers 1 … L; of the biases it is the whole gradient.
    public var gradient: Curve
    /// h of layers 1 … L − 1, which layers 2 … L read.
    public var signal: Curve
    /// ∂ℓ/∂W of layers 1 … L.
    public var weights: Curve
    /// The factor per layer on δ: the (L − 1)-th root of the geometric mean of the ratio layer 1 : layer L.
    public var factor: Estimate

    /// log₁₀ of δ at layer 1 over δ at layer L.
    public var end: Double { gradient.median[0] - (gradient.median.last ?? 0) }

    /// log₁₀ of the weights' gradient at layer 1 over that at layer L.
    public var tilt: Double { weights.median[0] - (weights.median.last ?? 0) }

    /// Which layers' weights receive a gradient that half precision holds with all its digits.
    public var supply: Supply {
      let range = NumberRange.fp16.normalLog10
      if weights.median.allSatisfy(range.contains) { return .everyLayer }
      let top = weights.median.last.map(range.contains) ?? false
      let bottom = weights.median.first.map(range.contains) ?? false
      return top ? .topOnly : bottom ? .bottomOnly : .none
    }
  }

  /// log₁₀ of a root mean square by layer.
  public struct Curve: Codable, Equatable, Sendable {
    /// The median over networks, by layer.
    public var median: [Double]
    /// The 2.5 % quantile over networks, by layer.
    public var low: [Double]
    /// The 97.5 % quantile over networks, by layer.
    public var high: [Double]
    /// Half the log₁₀ of the expected mean square by mean-field theory, by layer.
    public var theory: [Double]
  }

  /// Which layers are fed.
  ///
  /// The last and the first layer tell; between them the gradient changes steadily.
  public enum Supply: String, Sendable {
    /// Every layer's gradient is a normal number of half precision.
    case everyLayer = "every"
    /// The last layer's is, the first layer's is not.
    case topOnly = "top"
    /// The first layer's is, the last layer's is not.
    case bottomOnly = "bottom"
    /// Neither the first layer's nor the last layer's is.
    case none = "no"
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

  /// The cases that the prose names; the others stand in the tables.
  private static let quotedFactors = [
    "sigmoid-xavier", "tanh-xavier", "tanh-he", "relu-xavier", "relu-he",
  ]
  private static let quotedEnds = ["sigmoid-xavier", "tanh-small"]
  private static let quotedWeights = [
    "sigmoid-xavier", "tanh-small", "relu-small", "relu-xavier",
  ]

  public let id = "gradient-decay"
  public let chartIDs = ["gradient-decay"]

  /// Makes the experiment.
  public init() {}

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    try await Self.simulate(
      width: study.width, depth: study.depth,
      networks: study.count(quick: 200, standard: 400, thorough: 400),
      seed: seed, jobs: jobs)
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
      if Self.quotedWeights.contains(name) {
        facts.append(
          Fact("gradient-weights-top-\(name)", one.weights.median.last ?? .nan, .powerOfTen(1)))
        facts.append(Fact("gradient-weights-bottom-\(name)", one.weights.median[0], .powerOfTen(1)))
      }
      return facts
    } + [
      Fact("gradient-depth", outcome.depth), Fact("gradient-width", outcome.width),
      Fact("gradient-networks", outcome.networks),
      Fact("gradient-usable-count", outcome.cases(fed: .everyLayer).count),
      Fact("gradient-case-count", outcome.cases.count),
      Fact("gradient-usable-names", groups: outcome.keys(fed: .everyLayer)),
      Fact("gradient-alike-names", groups: outcome.keys(fed: .none)),
      Fact("gradient-top-names", groups: outcome.keys(fed: .topOnly)),
      Fact("gradient-alike-tilt", outcome.largestTilt(fed: .none), .significant(1)),
      Fact("gradient-finite-width", outcome.finiteWidthDrop, .percent(0)),
      Fact("fp16-smallest-normal", NumberRange.fp16.smallestNormal, .scientific(1)),
    ] + words(of: outcome)
  }

  /// Words that depend on the depth: in a shallow network little has had the time to vanish.
  private func words(of outcome: Outcome) -> [Fact] {
    func one(_ activation: String, _ start: String) -> Case? {
      outcome.cases.first { $0.activation == activation && $0.start == start }
    }
    func allFail(_ cases: [Case]) -> Bool { cases.allSatisfy { $0.supply != .everyLayer } }
    let tanh = one("tanh", Self.starts[2].name)?.factor
    let sigmoid = outcome.cases.filter { $0.activation == "sigmoid" }
    let small = outcome.cases.filter { $0.start == Self.starts[0].name }
    // Three answers to guess among: theory's for sigmoid and Xavier, and two that are far above it.
    let answer = one("sigmoid", Self.starts[1].name).map {
      $0.gradient.theory[0] - ($0.gradient.theory.last ?? 0)
    }
    return [
      Fact("gradient-tanh-he-gains", text: tanh.map { $0.low > 1 } == true ? "yes" : ""),
      Fact("gradient-tanh-he-loses", text: tanh.map { $0.high < 1 } == true ? "yes" : ""),
      Fact("gradient-sigmoid-fails", text: allFail(sigmoid) ? "yes" : ""),
      Fact("gradient-small-fails", text: allFail(small) ? "yes" : ""),
      Fact("gradient-parts-ways", text: outcome.partsWays ? "yes" : ""),
      Fact("gradient-guess-high", (0.1 * (answer ?? 0)).rounded(), .powerOfTen(0)),
      Fact("gradient-guess-middle", (0.42 * (answer ?? 0)).rounded(), .powerOfTen(0)),
      Fact("gradient-guess-low", (answer ?? 0).rounded(), .powerOfTen(0)),
    ]
  }

  public func tables(of outcome: Outcome, study: StudyConfiguration) -> [FactTable] {
    func power(_ exponent: Double) -> String { NumberFormat.powerOfTen(1).text(exponent) }
    return [
      FactTable(
        name: "gradient-factors",
        header: ["activation", "start", "factor", "theory", "end"],
        numeric: [false, false, true, true, true],
        rows: outcome.cases.map { one in
          let theory =
            (one.gradient.theory[0] - (one.gradient.theory.last ?? 0)) / Double(outcome.depth - 1)
          return [
            "@" + one.activation, "@" + Self.key(of: one.start),
            "\(NumberFormat.significant(3).text(one.factor.value)) ± "
              + NumberFormat.significant(1).text(one.factor.halfWidth),
            NumberFormat.significant(3).text(Elementary.exp(theory * DecimalLogarithm.ln10)),
            power(one.end),
          ]
        }),
      FactTable(
        name: "gradient-supply",
        header: ["activation", "start", "delta", "signal", "bottom", "top", "fed"],
        numeric: [false, false, true, true, true, true, false],
        rows: outcome.cases.map { one in
          [
            "@" + one.activation, "@" + Self.key(of: one.start), power(one.gradient.median[0]),
            power(one.signal.median.last ?? .nan), power(one.weights.median[0]),
            power(one.weights.median.last ?? .nan), "@if.fed.\(one.supply.rawValue)",
          ]
        }),
    ]
  }
}
