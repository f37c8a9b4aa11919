import Simulation
import Study

/// The two kernels of a network by depth, in wide and in finite networks.
///
/// The covariance of outputs over random networks (Lee et al. 2018) and the neural tangent kernel (Jacot et al.
/// 2018) by depth: in the ordered phase, at the edge of chaos, and in the chaotic phase.
public struct NetworkKernels: Experiment {
  /// The networks and a case for each phase.
  public struct Outcome: Codable, Equatable, Sendable {
    /// The most layers before the read-out.
    public var depth: Int
    /// The correlation of the two inputs, each of mean square 1.
    public var inputCorrelation: Double
    /// σ_b².
    public var biasVariance: Double
    /// Units per layer of the finite networks, ascending.
    public var widths: [Int]
    /// How many networks each width has for each read-out.
    public var networks: Int
    /// Ordered, edge of chaos, chaotic.
    public var cases: [Case]
  }

  /// One weight variance.
  public struct Case: Codable, Equatable, Sendable {
    /// `ordered`, `edge` or `chaotic`.
    public var key: String
    /// σ_w².
    public var weightVariance: Double
    /// Layers 1 … depth + 1, the last a linear read-out.
    public var theory: [KernelRecursion.Layer]
    /// One for each width and read-out, the read-outs of a width together.
    public var measured: [Measured]
  }

  /// Networks of one width, read out after some of their layers.
  public struct Measured: Codable, Equatable, Sendable {
    /// Units per layer.
    public var width: Int
    /// The layer of the read-out, from 2.
    public var layer: Int
    /// The correlation of two pre-activations, Σ(x, x′)/Σ(x, x).
    public var correlation: Estimate
    /// Θ(x, x), the network's tangent kernel: the mean over networks.
    public var tangent: Estimate
    /// The 2.5 % quantile of Θ(x, x) over networks.
    public var tangentLow: Double
    /// The 97.5 % quantile of Θ(x, x) over networks.
    public var tangentHigh: Double
    /// Θ(x, x′)/Θ(x, x), the quotient of means.
    public var tangentCorrelation: Estimate
  }

  static let biasVariance = 0.05
  static let inputCorrelation = 0.5

  public let id = "kernels"
  public let chartIDs = ["kernels"]

  /// Makes the experiment.
  public init() {}

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    try await Self.simulate(
      widths: [study.units(64), study.units(512)], depth: 32, readOuts: [4, 8, 16, 32],
      networks: study.count(quick: 6, standard: 8, thorough: 80, atLeast: 6), seed: seed,
      jobs: jobs)
  }

  static func simulate(
    widths: [Int], depth: Int, readOuts: [Int], networks: Int, seed: SeedTree, jobs: Int
  ) async throws -> Outcome {
    let critical = try EdgeOfChaos.criticalPoint(of: Tanh(), biasVariance: biasVariance)
    let settings = [
      ("ordered", 1.1), ("edge", critical.weightVariance), ("chaotic", 3.0),
    ]
    let theories = try await mapTrials(settings.count, jobs: jobs) { index in
      try KernelRecursion(
        LengthMap(
          activation: Tanh(), weightVariance: settings[index].1, biasVariance: biasVariance),
        inputCorrelation: inputCorrelation, layers: depth + 1)
    }
    var cases: [Case] = []
    for (index, (key, weightVariance)) in settings.enumerated() {
      var measured: [Measured] = []
      for width in widths {
        for readOut in readOuts {
          let passes = try await samplePairs(
            PairRequest(
              width: width, depth: readOut, activation: Tanh(), weightVariance: weightVariance,
              biasVariance: biasVariance,
              inputs: PairMoments(square: 1, correlation: inputCorrelation),
              includesGradients: true, trials: networks,
              seed: seed.child(key).child(width).child(readOut), jobs: jobs))
          measured.append(
            try Self.measured(passes, width, readOut, weightVariance, jobs: jobs))
        }
      }
      cases.append(
        Case(
          key: key, weightVariance: weightVariance, theory: theories[index].layers,
          measured: measured))
    }
    return Outcome(
      depth: depth, inputCorrelation: inputCorrelation, biasVariance: biasVariance,
      widths: widths, networks: networks, cases: cases)
  }

  private static func measured(
    _ passes: [PairPass], _ width: Int, _ readOut: Int, _ weightVariance: Double, jobs: Int
  ) throws -> Measured {
    let inputs = PairMoments(square: 1, correlation: inputCorrelation)
    let kernels = passes.map {
      $0.tangentKernel(
        inputs: inputs, weightVariance: weightVariance, biasVariance: biasVariance)
    }
    let quantiles = try Quantiles(of: kernels.map(\.first))
    let mean = kernels.map(\.first).reduce(0, +) / Double(kernels.count)
    // The quotient of two means, by its linear part in each network.
    let ratio = kernels.map(\.product).reduce(0, +) / (mean * Double(kernels.count))
    let linear = kernels.map { ratio + ($0.product - ratio * $0.first) / mean }
    return Measured(
      width: width, layer: readOut + 1,
      correlation: try .mean(
        of: passes.map {
          let layer = $0.layers[readOut - 1].activations
          return (weightVariance * layer.product + biasVariance)
            / (weightVariance * (layer.first * layer.second).squareRoot() + biasVariance)
        }),
      tangent: try .mean(of: kernels.map(\.first)), tangentLow: quantiles.value(at: 0.025),
      tangentHigh: quantiles.value(at: 0.975), tangentCorrelation: try .mean(of: linear))
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    [
      Fact("kernel-networks", outcome.networks), Fact("kernel-depth", outcome.depth),
      Fact("kernel-narrow", outcome.widths.first ?? 0),
      Fact("kernel-wide", outcome.widths.last ?? 0),
    ]
      + outcome.cases.flatMap { one -> [Fact] in
        guard let last = one.theory.last,
          let wide = one.measured.last(where: { $0.width == outcome.widths.last }),
          let narrow = one.measured.last(where: { $0.width == outcome.widths.first })
        else { return [] }
        return [
          Fact("kernel-\(one.key)-correlation", last.correlation, .fixed(3)),
          Fact("kernel-\(one.key)-tangent-correlation", last.tangentCorrelation, .fixed(3)),
          Fact("kernel-\(one.key)-tangent", last.tangent, .significant(3)),
          Fact("kernel-\(one.key)-measured", wide.tangent, .significant(3)),
          Fact(
            "kernel-\(one.key)-measured-correlation", wide.tangentCorrelation, .fixed(3)),
          Fact("kernel-\(one.key)-narrow", narrow.tangent, .significant(3)),
        ]
      }
  }
}
