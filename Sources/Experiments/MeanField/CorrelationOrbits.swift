import Simulation
import Study

/// Whether two inputs stay two inputs: figure 2 of Poole and others (2016), redone.
///
/// tanh, σ_b = 0.3, σ_w = 1.3, 2.5, 4: pairs of inputs of length q* with correlations 0.2, 0.5, 0.8 and 0.99
/// in the first layer, over 30 layers.
public struct CorrelationOrbits: Experiment {
  /// The networks and a case for each weight variance.
  public struct Outcome: Codable, Equatable, Sendable {
    /// Units per layer; half as many in the networks of `he`.
    public var width: Int
    /// How many pairs of inputs, each in its own network; three times as many for `he`.
    public var networks: Int
    /// One for each σ_w, ascending.
    public var cases: [Case]
    /// Two inputs in 50 layers of ReLU and of tanh with He's variance, from a correlation of the inputs.
    public var he: [HeCase]
  }

  /// One weight variance.
  public struct Case: Codable, Equatable, Sendable {
    /// σ_w.
    public var deviation: Double
    /// q*, χ₁, c* and the phase by mean-field theory.
    public var phase: MeanFieldPhase
    /// C(c) at c = 0, 0.05, … 1.
    public var curve: [Double]
    /// One for each correlation in the first layer, ascending.
    public var orbits: [Orbit]
  }

  /// One correlation in the first layer.
  public struct Orbit: Codable, Equatable, Sendable {
    /// The correlation of the first layer's pre-activations.
    public var start: Double
    /// c by layer: means over networks.
    public var correlations: [Estimate]
    /// The same by theory.
    public var theory: [Double]
  }

  /// What He's start makes of two inputs.
  public struct HeCase: Codable, Equatable, Sendable {
    /// The activation's name in the catalogue.
    public var activation: String
    /// The correlation of the two inputs.
    public var inputCorrelation: Double
    /// The cosine of the two outputs behind the last layer: the mean over networks.
    public var end: Estimate
    /// The 2.5 % quantile of that cosine over networks.
    public var low: Double
    /// The 97.5 % quantile of that cosine over networks.
    public var high: Double
    /// That cosine by theory.
    public var theory: Double
  }

  static let starts = [0.2, 0.5, 0.8, 0.99]
  /// The layers of the last comparison.
  static let deep = 50

  public let id = "correlation-map"
  public let chartIDs = ["correlation-map"]

  /// Makes the experiment.
  public init() {}

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    try await Self.simulate(
      width: study.units(1024), layers: 30,
      networks: study.count(quick: 6, standard: 8, thorough: 80, atLeast: 6),
      seed: seed, jobs: jobs)
  }

  static func simulate(width: Int, layers: Int, networks: Int, seed: SeedTree, jobs: Int)
    async throws -> Outcome
  {
    let biasVariance = LengthOrbits.biasDeviation * LengthOrbits.biasDeviation
    let settings = LengthOrbits.deviations.flatMap { d in starts.map { (d, $0) } }
    // Theory first, on all threads: each orbit takes some tens of quadratures in two dimensions.
    let theories = try await mapTrials(settings.count, jobs: jobs) { index in
      let (deviation, start) = settings[index]
      let map = try LengthMap(
        activation: Tanh(), weightVariance: deviation * deviation, biasVariance: biasVariance)
      guard case .finite(let q) = try map.limit() else { return [Double]() }
      return try KernelRecursion(map, variance: q, correlation: start, layers: layers)
        .layers.map(\.correlation)
    }
    let phases = try await mapTrials(LengthOrbits.deviations.count, jobs: jobs) { index in
      let deviation = LengthOrbits.deviations[index]
      return try MeanFieldPhase(
        activation: Tanh(), weightVariance: deviation * deviation, biasVariance: biasVariance)
    }
    let steps = 21
    let curves = try await mapTrials(steps * phases.count, jobs: jobs) { index in
      let phase = phases[index / steps]
      let map = try LengthMap(
        activation: Tanh(), weightVariance: phase.weightVariance, biasVariance: biasVariance)
      return try CorrelationMap(map, length: phase.qStar ?? 1)
        .value(at: Double(index % steps) / Double(steps - 1))
    }
    var cases: [Case] = []
    for (index, phase) in phases.enumerated() {
      let deviation = LengthOrbits.deviations[index]
      let q = phase.qStar ?? .nan
      var orbits: [Orbit] = []
      for (which, start) in starts.enumerated() {
        // Inputs that give the first layer the variance q* and this correlation.
        let square = (q - biasVariance) / phase.weightVariance
        let product = (q * start - biasVariance) / phase.weightVariance
        let passes = try await samplePairs(
          PairRequest(
            width: width, depth: layers, activation: Tanh(),
            weightVariance: phase.weightVariance, biasVariance: biasVariance,
            inputs: PairMoments(first: square, second: square, product: product),
            trials: networks, seed: seed.child("\(deviation)").child("\(start)"), jobs: jobs))
        orbits.append(
          Orbit(
            start: start,
            correlations: try (0..<layers).map { l in
              try .mean(of: passes.map { $0.layers[l].preactivations.cosine })
            },
            theory: theories[index * starts.count + which]))
      }
      cases.append(
        Case(
          deviation: deviation, phase: phase,
          curve: Array(curves[index * steps..<(index + 1) * steps]), orbits: orbits))
    }
    return Outcome(
      width: width, networks: networks, cases: cases,
      he: try await he(width: width, networks: networks, seed: seed.child("he"), jobs: jobs))
  }

  /// ReLU and tanh with σ_w² = 2 and no biases: orthogonal inputs, and nearly equal ones.
  private static func he(width: Int, networks: Int, seed: SeedTree, jobs: Int) async throws
    -> [HeCase]
  {
    let settings: [(any Activation, Double)] = [(ReLU(), 0), (Tanh(), 0.99)]
    var cases: [HeCase] = []
    for (activation, correlation) in settings {
      let passes = try await samplePairs(
        PairRequest(
          width: width / 2, depth: deep, activation: activation, weightVariance: 2,
          inputs: PairMoments(square: 1, correlation: correlation), trials: 3 * networks,
          seed: seed.child(activation.name), jobs: jobs))
      let ends = passes.map { $0.layers[deep - 1].activations.cosine }
      let quantiles = try Quantiles(of: ends)
      let theory = try KernelRecursion(
        LengthMap(activation: activation, weightVariance: 2), inputCorrelation: correlation,
        layers: deep + 1)
      cases.append(
        HeCase(
          activation: activation.name, inputCorrelation: correlation, end: try .mean(of: ends),
          low: quantiles.value(at: 0.025), high: quantiles.value(at: 0.975),
          theory: theory.layers[deep].correlation))
    }
    return cases
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    let layers = outcome.cases.first?.orbits.first?.theory.count ?? 0
    return [
      Fact("correlation-networks", outcome.networks), Fact("correlation-width", outcome.width),
      Fact("correlation-layers", layers), Fact("correlation-deep", Self.deep),
      Fact("correlation-he-networks", outcome.he.first?.end.samples ?? 0),
    ]
      + zip(["small", "middle", "large"], outcome.cases).flatMap { key, one -> [Fact] in
        let alike = one.orbits.last?.correlations.last
        let unlike = one.orbits.first?.correlations.last
        let none = Estimate(value: .nan, low: .nan, high: .nan, samples: 0)
        return [
          Fact("correlation-alike-\(key)", alike ?? none, .fixed(3)),
          Fact("correlation-unlike-\(key)", unlike ?? none, .fixed(3)),
          Fact("correlation-fixed-\(key)", one.phase.cStar ?? .nan, .fixed(3)),
          Fact("correlation-chi-\(key)", one.phase.chi1, .fixed(2)),
        ]
      }
      + outcome.he.flatMap { one in
        [
          Fact("correlation-he-\(one.activation)", one.end, .fixed(2)),
          Fact("correlation-he-\(one.activation)-low", one.low, .fixed(2)),
          Fact("correlation-he-\(one.activation)-high", one.high, .fixed(2)),
          Fact("correlation-he-\(one.activation)-theory", one.theory, .fixed(3)),
        ]
      }
  }
}
