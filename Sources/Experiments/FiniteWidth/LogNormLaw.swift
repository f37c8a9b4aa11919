import Simulation
import Study

/// The law of a gradient’s size over networks.
///
/// He's ReLU networks and linear ones, the logarithm of the squared length of the gradient in the first layer over that
/// in the last, against two laws: the exact one of finite networks, and the log-normal limit N(−β/2, β) of
/// Hanin and Nica (2019).
public struct LogNormLaw: Experiment {
  /// A case for each kind of network.
  public struct Outcome: Codable, Equatable, Sendable {
    /// How many networks each case has.
    public var networks: Int
    /// Linear, ReLU, and narrow ReLU networks.
    public var cases: [Case]
  }

  /// One kind of network.
  public struct Case: Codable, Equatable, Sendable {
    /// `linear` or `relu`.
    public var activation: String
    /// Units per layer.
    public var width: Int
    /// The number of layers that the quotient passes.
    public var layers: Int
    /// ln(|δ|² in the first layer/|δ|² in the last), over the networks that are not dead.
    public var histogram: Histogram
    /// How many networks were dead.
    public var dead: Int
    /// The mean of that logarithm over those networks.
    public var mean: Estimate
    /// Its variance over those networks.
    public var variance: Estimate
    /// Its median over those networks.
    public var median: Estimate
    /// The mean by the exact law of finite networks.
    public var meanTheory: Double
    /// The variance by the exact law.
    public var varianceTheory: Double
    /// The median by the exact law.
    public var medianTheory: Double
    /// β, the variance of the log-normal limit N(−β/2, β).
    public var beta: Double
    /// The largest distance of the measured distribution function from the exact law's.
    public var exactDistance: Double
    /// The same from the log-normal limit's.
    public var normalDistance: Double
    /// The share of all networks whose gradient is larger than the mean, with Wilson's interval.
    public var aboveMean: Estimate
    /// The same share by the exact law.
    public var aboveMeanTheory: Double

    /// The law of the case.
    package var nonlinearity: FiniteWidthLaw.Nonlinearity {
      activation == "linear" ? .linear : .relu
    }

    /// The exact density.
    package func density() throws -> FiniteWidthDensity {
      let gain = activation == "linear" ? 1.0 : 2
      return try FiniteWidthDensity(
        nonlinearity, widths: Array(repeating: width, count: layers),
        weightVariances: Array(repeating: gain / Double(width), count: layers))
    }
  }

  static let bins = 40

  public let id = "log-norm-law"
  public let chartIDs = ["log-norm-law"]

  /// Makes the experiment.
  public init() {}

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    try await Self.simulate(
      settings: [
        (Identity(), study.units(64), study.depth), (ReLU(), study.units(64), study.depth),
        (ReLU(), study.units(10, atLeast: 4), study.depth / 2),
      ],
      networks: study.count(quick: 300, standard: 1500, thorough: 15_000), seed: seed, jobs: jobs)
  }

  static func simulate(
    settings: [(any Activation, Int, Int)], networks: Int, seed: SeedTree, jobs: Int
  ) async throws -> Outcome {
    var cases: [Case] = []
    for (activation, width, layers) in settings {
      let isLinear = activation is Identity
      let logs = try await gradientLogarithms(
        activation, width: width, layers: layers, networks: networks,
        seed: seed.child(activation.name).child(width), jobs: jobs)
      let alive = logs.filter(\.isFinite)
      let law = try FiniteWidthLaw(
        isLinear ? .linear : .relu, widths: Array(repeating: width, count: layers),
        weightVariances: Array(repeating: (isLinear ? 1 : 2) / Double(width), count: layers))
      var one = Case(
        activation: isLinear ? "linear" : "relu", width: width, layers: layers,
        histogram: try Histogram(of: alive, low: 0, high: 1, bins: 1),
        dead: logs.count - alive.count, mean: try .mean(of: alive),
        variance: try .variance(of: alive), median: try .median(of: alive),
        meanTheory: law.logMean, varianceTheory: law.logVariance, medianTheory: .nan,
        beta: law.asymptoticVariance, exactDistance: .nan, normalDistance: .nan,
        aboveMean: try .proportion(successes: alive.count { $0 > 0 }, trials: logs.count),
        aboveMeanTheory: .nan)
      let density = try one.density()
      one.histogram = try Histogram(
        of: alive, low: density.quantile(0.0005), high: density.quantile(0.9995), bins: bins)
      one.medianTheory = density.quantile(0.5)
      one.aboveMeanTheory = (1 - law.deadProbability) * (1 - density.cumulative(at: 0))
      let sorted = alive.sorted()
      func distance(_ cumulative: (Double) -> Double) -> Double {
        sorted.enumerated().map { index, x in
          let f = cumulative(x)
          let n = Double(sorted.count)
          return max(abs(f - Double(index) / n), abs(f - Double(index + 1) / n))
        }.max() ?? .nan
      }
      one.exactDistance = distance(density.cumulative)
      let deviation = law.asymptoticVariance.squareRoot()
      one.normalDistance = distance {
        NormalDistribution.cumulative(($0 + 0.5 * law.asymptoticVariance) / deviation)
      }
      cases.append(one)
    }
    return Outcome(networks: networks, cases: cases)
  }

  /// ln(|δ|² in layer 1/|δ|² in layer `layers` + 1), by network; −∞ for a dead one.
  ///
  /// Only units that are on pass a gradient on, so that each of the `layers` steps multiplies |δ|² by s²χ²ₖ
  /// with k units on.
  static func gradientLogarithms(
    _ activation: any Activation, width: Int, layers: Int, networks: Int, seed: SeedTree,
    jobs: Int
  ) async throws -> [Double] {
    let result = try await propagate(
      PropagationRequest(
        width: width, depth: layers + 1, activation: activation,
        initializer: activation is Identity ? LeCun() : HeNormal(), trials: networks,
        keepsTrials: true, seed: seed, jobs: jobs))
    guard let gradient = result.networks?.gradient, let last = gradient.last else { return [] }
    return zip(gradient[0], last).map { first, last in
      // A network that died on the way has no gradient anywhere.
      last.isFinite && first.isFinite ? first - last : -.infinity
    }
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    var facts = [Fact("norm-networks", outcome.networks)]
    for (key, one) in zip(["linear", "wide", "narrow"], outcome.cases) {
      facts += Self.facts("norm-\(key)-", one)
    }
    return facts
  }

  private static func facts(_ prefix: String, _ one: Case) -> [Fact] {
    // Between the ends of the central 95 % of networks.
    let spread = Elementary.exp(2 * 1.96 * one.varianceTheory.squareRoot())
    let counts: [Fact] = [
      Fact(prefix + "width", one.width), Fact(prefix + "layers", one.layers),
      Fact(prefix + "dead", one.dead),
    ]
    let moments: [Fact] = [
      Fact(prefix + "mean", one.mean, .fixed(2)),
      Fact(prefix + "mean-theory", one.meanTheory, .fixed(2)),
      Fact(prefix + "variance", one.variance, .fixed(2)),
      Fact(prefix + "variance-theory", one.varianceTheory, .fixed(2)),
      Fact(prefix + "beta", one.beta, .fixed(2)),
    ]
    let shares: [Fact] = [
      Fact(prefix + "median", Elementary.exp(one.medianTheory), .significant(2)),
      Fact(prefix + "above", one.aboveMean, .percent(0)),
      Fact(prefix + "above-theory", one.aboveMeanTheory, .percent(0)),
      Fact(prefix + "spread", spread, .scientific(0)),
      Fact(prefix + "exact-distance", one.exactDistance, .fixed(3)),
      Fact(prefix + "normal-distance", one.normalDistance, .fixed(3)),
    ]
    return counts + moments + shares
  }

  public func checks(of outcome: Outcome) throws -> [TheoryCheck] {
    outcome.cases.flatMap { one in
      let (width, layers) = (Fact("width", one.width), Fact("layers", one.layers))
      return [
        TheoryCheck(
          "gradient-mean-\(one.activation)", width, layers, measured: one.mean,
          theory: one.meanTheory),
        TheoryCheck(
          "gradient-variance-\(one.activation)", width, layers, measured: one.variance,
          theory: one.varianceTheory),
      ]
    }
  }
}
