import Simulation
import Study

/// The gains of each activation: for the signal, for the gradient, and at the edge of chaos.
///
/// Three answers for each activation: √(q/E f²) and 1/√E f′² at q = 1, and σ_w at the edge without biases.
/// They agree only for homogeneous activations.
public struct ActivationGains: Experiment {
  /// The networks and a row for each activation.
  public struct Outcome: Codable, Equatable, Sendable {
    /// Units per layer.
    public var width: Int
    /// How many layers of random pre-activations each measurement has.
    public var networks: Int
    /// One for each activation.
    public var rows: [Row]
  }

  /// One activation.
  public struct Row: Codable, Equatable, Sendable {
    /// The activation's name in the catalogue.
    public var activation: String
    /// √(q/E f²) at q = 1 by quadrature.
    public var forward: Double
    /// 1/√E f′² at q = 1 by quadrature.
    public var backward: Double
    /// √(1/mean f²) of one layer of units: the geometric mean over layers.
    public var measuredForward: Estimate
    /// √(1/mean f′²) of one layer of units: the geometric mean over layers.
    public var measuredBackward: Estimate
    /// σ_w at χ₁ = 1 without biases; nil where there is no such point.
    public var critical: Double?
    /// Whether deep networks stay there.
    public var isStable: Bool
    /// E f at q = 1.
    public var mean: Double
    /// E f² at q = 1.
    public var secondMoment: Double
    /// E f′² at q = 1.
    public var slopeSecondMoment: Double
  }

  static let activations: [any Activation] = [
    Identity(), ReLU(), LeakyReLU(), SELU(), Tanh(), LeCunTanh(), ScaledSigmoid(), Erf(),
    Softsign(),
    HardTanh(), Sine(), ELU(), GELU(), SiLU(), Mish(), SquaredReLU(), Softplus(), Sigmoid(),
  ]

  public let id = "activation-gains"
  public let chartIDs = ["activation-gains"]

  /// Makes the experiment.
  public init() {}

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    try await Self.simulate(
      width: study.units(1024),
      networks: study.count(quick: 10, standard: 20, thorough: 200, atLeast: 10),
      seed: seed, jobs: jobs)
  }

  static func simulate(width: Int, networks: Int, seed: SeedTree, jobs: Int) async throws
    -> Outcome
  {
    var rows: [Row] = []
    for activation in activations {
      let moments = try GaussianMoments(of: activation, variance: 1)
      let passes = try await sampleLengths(
        LengthRequest(
          width: width, depth: 2, activation: activation, weightVariance: 1, firstVariance: 1,
          trials: networks, seed: seed.child(activation.name), jobs: jobs))
      // z of the second layer has the variance |h|²/n; only its slopes are needed of the first.
      let squares = try await secondMoments(activation, width, networks, seed, jobs)
      let point = try? EdgeOfChaos.criticalPoint(of: activation, biasVariance: 0)
      rows.append(
        Row(
          activation: activation.name, forward: moments.forwardGain,
          backward: moments.backwardGain,
          measuredForward: try .geometricMean(of: squares.map { (1 / $0).squareRoot() }),
          measuredBackward: try .geometricMean(
            of: passes.map { (1 / $0.slopeFactors[0]).squareRoot() }),
          critical: point?.weightVariance.squareRoot(), isStable: point?.isStable ?? false,
          mean: moments.mean, secondMoment: moments.secondMoment,
          slopeSecondMoment: moments.slopeSecondMoment))
    }
    return Outcome(width: width, networks: networks, rows: rows)
  }

  /// The mean of f² over a layer of normal pre-activations, by network.
  private static func secondMoments(
    _ activation: any Activation, _ width: Int, _ networks: Int, _ seed: SeedTree, _ jobs: Int
  ) async throws -> [Double] {
    try await mapTrials(networks, jobs: jobs) { trial in
      var random = seed.child(activation.name).child("signal").child(trial).source()
      return withUnsafeTemporaryAllocation(of: Double.self, capacity: width) { buffer in
        guard let z = buffer.baseAddress else { return .nan }
        random.fillNormals(z, count: width)
        activation.apply(UnsafePointer(z), into: z, count: width)
        var total = 0.0
        for index in 0..<width { total += z[index] * z[index] }
        return total / Double(width)
      }
    }
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    let apart = outcome.rows.filter { abs($0.forward / $0.backward - 1) > 0.01 }
    let missed = outcome.rows.map {
      max(
        abs($0.measuredForward.value / $0.forward - 1),
        abs($0.measuredBackward.value / $0.backward - 1))
    }
    return [
      Fact("gains-count", outcome.rows.count), Fact("gains-apart", apart.count),
      Fact("gains-networks", outcome.networks), Fact("gains-width", outcome.width),
      Fact("gains-worst", missed.max() ?? .nan, .percent(1)),
    ]
      + outcome.rows.filter {
        ["selu", "tanh", "lecun-tanh", "gelu", "relu"].contains($0.activation)
      }
      .flatMap { row in
        [
          Fact("gains-\(row.activation)-forward", row.forward, .fixed(4)),
          Fact("gains-\(row.activation)-backward", row.backward, .fixed(4)),
          Fact("gains-\(row.activation)-critical", row.critical ?? .nan, .fixed(4)),
          Fact("gains-\(row.activation)-second", row.secondMoment, .fixed(4)),
          Fact("gains-\(row.activation)-slope", row.slopeSecondMoment, .fixed(4)),
          Fact("gains-\(row.activation)-mean", row.mean, .fixed(4)),
        ]
      }
  }
}
