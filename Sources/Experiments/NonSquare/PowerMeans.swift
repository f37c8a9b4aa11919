import Simulation
import Study

/// The rivals of the geometric mean: σ² = m^−a n^−(1−a), of which 1/m, 1/√(mn) and 1/n are a = 1, ½ and 0.
///
/// All of them telescope. Through widths d₀, d₁, …, d_L the signal's variance at layer l is (d₀/dₗ)^(1−a), the
/// gradient's (d_L/dₗ)^a, whatever lies between, and the weights of layer l receive
/// (d_L/dₗ)^a (d₀/dₗ₋₁)^(1−a). Xavier's arithmetic mean, which does not telescope, stands beside them.
/// Target: every interval within 1 %.
public struct PowerMeans: Experiment {
  public let id = "power-means"
  public let chartIDs = ["power-means"]

  /// Makes the experiment.
  public init() {}

  /// What was measured.
  public struct Outcome: Codable, Equatable, Sendable {
    /// d₀ … d_L, the widths of the input and of the layers.
    public var widths: [Int]
    /// How many networks there are; all rules share their draws.
    public var networks: Int
    /// Fan-in, geometric mean, fan-out and arithmetic mean.
    public var rules: [RuleOutcome]
  }

  /// One rule; mean squares relative to those of the input and of the gradient at the output.
  public struct RuleOutcome: Codable, Equatable, Sendable {
    /// `fan-in`, `geometric`, `fan-out` or `arithmetic`.
    public var key: String
    /// The signal after layers 0 … L; the first is the input's, 1.
    public var signal: Curve
    /// The gradient there; the last is the output's, 1.
    public var gradient: Curve
    /// The gradient of the weights of layers 1 … L.
    public var weights: Curve
  }

  /// A quantity by layer.
  public struct Curve: Codable, Equatable, Sendable {
    /// The exact expectation.
    public var theory: [Double]
    /// Means over networks.
    public var measured: [Estimate]
  }

  static let rules: [(key: String, rule: StartingRule)] = [
    ("fan-in", .leCun), ("geometric", .geometric),
    ("fan-out", StartingRule(name: "1/n", initializer: LeCunFanOut())),
    ("arithmetic", .arithmetic),
  ]

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    try await Self.simulate(
      widths: study.hourglass,
      networks: study.count(quick: 600, standard: 3000, thorough: 30_000), seed: seed, jobs: jobs)
  }

  static func simulate(widths: [Int], networks: Int, seed: SeedTree, jobs: Int) async throws
    -> Outcome
  {
    let pass = try await HomogeneousPass(
      widths: widths, activation: Identity(), reference: .geometric, networks: networks,
      seed: seed, jobs: jobs)
    let exact = Estimate(value: 1, low: 1, high: 1, samples: networks)
    return Outcome(
      widths: widths, networks: networks,
      rules: rules.map { key, rule in
        let theory = Self.theory(rule, widths: widths)
        return RuleOutcome(
          key: key,
          signal: Curve(
            theory: theory.signal, measured: [exact] + pass.forward(rule).map(\.linearMean)),
          gradient: Curve(
            theory: theory.gradient,
            measured: [pass.inputGradient(rule).linearMean]
              + pass.backward(rule).map(\.linearMean)),
          weights: Curve(
            theory: theory.weights, measured: pass.weights(rule).map(\.linearMean)))
      })
  }

  /// Exact means: products of mσ² from below and of nσ² from above.
  private static func theory(
    _ rule: StartingRule, widths: [Int]
  ) -> (signal: [Double], gradient: [Double], weights: [Double]) {
    let variances = rule.variances(of: widths)
    var signal = [1.0]
    for (fanIn, variance) in zip(widths, variances) {
      signal.append(signal[signal.count - 1] * Double(fanIn) * variance)
    }
    var gradient = [1.0]
    for (fanOut, variance) in zip(widths.dropFirst(), variances).reversed() {
      gradient.append(gradient[gradient.count - 1] * Double(fanOut) * variance)
    }
    gradient.reverse()
    return (signal, gradient, zip(signal, gradient.dropFirst()).map { $0 * $1 })
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    let middle = outcome.widths.count / 2
    let nothing = Estimate(value: .nan, low: .nan, high: .nan, samples: 0)
    func rule(_ key: String) -> RuleOutcome? { outcome.rules.first { $0.key == key } }
    func fact(_ name: String, _ curve: Curve?, _ index: Int) -> Fact {
      Fact("power-" + name, curve?.measured[index] ?? nothing, .fixed(2))
    }
    return [
      Fact("power-widths", text: outcome.widths.map(String.init).joined(separator: "-")),
      Fact("power-networks", outcome.networks),
      fact("fan-in-signal", rule("fan-in")?.signal, middle),
      fact("fan-in-gradient", rule("fan-in")?.gradient, middle),
      fact("fan-in-end", rule("fan-in")?.gradient, 0),
      fact("fan-out-signal", rule("fan-out")?.signal, middle),
      fact("fan-out-gradient", rule("fan-out")?.gradient, middle),
      fact("geometric-signal", rule("geometric")?.signal, middle),
      fact("geometric-gradient", rule("geometric")?.gradient, middle),
      Fact("power-fan-in-spread", rule("fan-in")?.weights.spread ?? .nan, .fixed(1)),
      Fact("power-fan-out-spread", rule("fan-out")?.weights.spread ?? .nan, .fixed(1)),
      Fact("power-geometric-spread", rule("geometric")?.weights.spread ?? .nan, .fixed(1)),
    ]
  }

  public func tables(of outcome: Outcome, study: StudyConfiguration) -> [FactTable] {
    let middle = outcome.widths.count / 2
    func cell(_ curve: Curve, _ index: Int) -> String {
      "\(NumberFormat.fixed(2).text(curve.theory[index])) (\(NumberFormat.fixed(2).text(curve.measured[index].value)))"
    }
    return [
      FactTable(
        name: "power-means",
        header: [
          "rule", "signal-middle", "signal-end", "gradient-middle", "gradient-end", "spread",
        ],
        numeric: [false, true, true, true, true, true],
        rows: outcome.rules.map { rule in
          [
            "@" + rule.key, cell(rule.signal, middle), cell(rule.signal, outcome.widths.count - 1),
            cell(rule.gradient, middle), cell(rule.gradient, 0),
            NumberFormat.factor(3).text(rule.weights.spread),
          ]
        })
    ]
  }
}

extension PowerMeans.Curve {
  /// The largest over the smallest of the layers, by theory.
  var spread: Double { (theory.max() ?? .nan) / (theory.min() ?? .nan) }
}
