import Graphics
import Simulation
import Study

/// Measures how much of the gradient reaches layer 1, by activation and start.
struct GradientDecay: Experiment {
  struct Outcome: Codable, Equatable, Sendable {
    var width: Int
    var depth: Int
    var networks: Int
    /// Activations in the order of the panels, starts in the order of `starts`.
    var cases: [Case]
  }

  /// One activation with one start.
  ///
  /// Arrays run over layers 1 … L; their values are log₁₀ of the root mean square gradient ∂ℓ/∂z of
  /// a layer, divided by that of the median network at layer L.
  struct Case: Codable, Equatable, Sendable {
    var activation: String
    var start: String
    var median: [Double]
    /// Ends of the range of the central 95 % of networks.
    var low: [Double]
    var high: [Double]
    var theory: [Double]
    /// The factor per layer: the (L − 1)-th root of the geometric mean of the ratio layer 1 : layer L.
    var factor: Estimate

    /// log₁₀ of what arrives at layer 1.
    var end: Double { median[0] }

    /// The layer, counted down from the top, at which the median network's gradient leaves fp16.
    var fp16Exit: Int? {
      median.lastIndex { !NumberRange.fp16.log10.contains($0) }.map { $0 + 1 }
    }
  }

  /// A start with the names that charts and facts give it.
  struct Start: Sendable {
    var name: String
    /// The palette's name for it, free of parentheses.
    var key: String
    /// In names of facts.
    var slug: String
    var rule: any WeightInitializer
  }

  static let activations: [any Activation] = [Sigmoid(), Tanh(), ReLU()]
  static let starts = [
    Start(
      name: "N(0, 0.01²)", key: "fixed normal", slug: "small",
      rule: Normal(standardDeviation: 0.01)),
    Start(name: "Xavier", key: "Xavier", slug: "xavier", rule: XavierNormal()),
    Start(name: "He", key: "He", slug: "he", rule: HeNormal()),
  ]

  /// The cases that the prose names; the others stand in the table.
  private static let quotedFactors = [
    "sigmoid-xavier", "tanh-xavier", "tanh-he", "relu-xavier", "relu-he",
  ]
  private static let quotedEnds = ["sigmoid-xavier", "tanh-xavier"]

  let id = "gradient-decay"
  let question = "How much of the gradient reaches layer 1, by activation and start?"
  let chartIDs = ["gradient-decay"]

  func run(_ study: StudyConfiguration, jobs: Int) async throws -> Outcome {
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
            activation: activation.displayName, width: width, depth: depth, networks: networks)
        }
        cases.append(Case(start.name, result, theory))
      }
    }
    return Outcome(width: width, depth: depth, networks: networks, cases: cases)
  }

  func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
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
      Fact("gradient-usable-names", text: outcome.usableNames),
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
      Fact(
        "gradient-tanh-he-verb",
        text: tanh.map { $0.low > 1 ? "gains" : $0.high < 1 ? "loses less" : "keeps its size" }
          ?? ""),
      Fact("gradient-sigmoid-fails", text: allFail(sigmoid) ? "yes" : ""),
      Fact("gradient-small-fails", text: allFail(small) ? "yes" : ""),
      Fact("gradient-guess-high", (0.1 * answer).rounded(), .powerOfTen(0)),
      Fact("gradient-guess-middle", (0.42 * answer).rounded(), .powerOfTen(0)),
      Fact("gradient-guess-low", answer.rounded(), .powerOfTen(0)),
    ]
  }

  func tables(of outcome: Outcome, study: StudyConfiguration) -> [FactTable] {
    [
      FactTable(
        name: "gradient-factors",
        header: [
          "activation", "start", "factor per layer", "theory", "at layer 1", "leaves fp16 at layer",
        ],
        numeric: [false, false, true, true, true, true],
        rows: outcome.cases.map { one in
          let theory = (one.theory[0] - (one.theory.last ?? 0)) / Double(outcome.depth - 1)
          return [
            one.activation == "relu" ? "ReLU" : one.activation, one.start,
            "\(NumberFormat.significant(3).text(one.factor.value)) ± "
              + NumberFormat.significant(1).text(one.factor.halfWidth),
            NumberFormat.significant(3).text(Elementary.exp(theory * DecimalLogarithm.ln10)),
            NumberFormat.powerOfTen(1).text(one.end),
            one.fp16Exit.map { NumberFormat.count.text(Double($0)) } ?? "never",
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

  /// "tanh with Xavier or He, and ReLU with He".
  var usableNames: String {
    var groups: [(activation: String, starts: [String])] = []
    for one in usable {
      let name = one.activation == "relu" ? "ReLU" : one.activation
      if groups.last?.activation == name {
        groups[groups.count - 1].starts.append(one.start)
      } else {
        groups.append((name, [one.start]))
      }
    }
    let words = groups.map { "\($0.activation) with \($0.starts.joined(separator: " or "))" }
    guard words.count > 1 else { return words.first ?? "none" }
    return words.dropLast().joined(separator: ", ") + ", and " + words[words.count - 1]
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
