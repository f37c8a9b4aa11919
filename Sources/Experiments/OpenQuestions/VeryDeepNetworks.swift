import Simulation
import Study

/// What becomes of a gradient over ten to a thousand layers, in logarithms.
///
/// Note 001 asks how the means of fan-in and fan-out behave when the depth goes to infinity, and whether a start should
/// depend on it. Networks of alternating widths with He's gain and each mean: ln of the gradient's mean square is a sum
/// over layers, so that its mean is a rate times L and its deviation another rate times √L. Beside them what is meant
/// for great depth: orthogonal tanh layers, and skip connections with 1/√L. Fixed before the first run: widths 64 and
/// 128 in turn. The exact law needs no matrices.
public struct VeryDeepNetworks: Experiment {
  public let id = "very-deep"
  public let chartIDs = ["very-deep"]

  /// Makes the experiment.
  public init() {}

  /// A curve for each network.
  public struct Outcome: Codable, Equatable, Sendable {
    /// Units of every other layer, and of all layers of `tanh` and `scaled`.
    public var narrow: Int
    /// Units of the layers between those.
    public var wide: Int
    /// Numbers of layers, ascending.
    public var depths: [Int]
    /// How many networks each kind has at each depth.
    public var networks: Int
    /// One for each of `networkKeys`.
    public var curves: [Curve]
  }

  /// One kind of network; entries by depth, in decades of the gradient's mean square.
  public struct Curve: Codable, Equatable, Sendable {
    /// `arithmetic`, `geometric`, `quadratic`, `tanh` or `scaled`.
    public var network: String
    /// log₁₀: means over networks.
    public var mean: [Estimate]
    /// The deviation between networks.
    public var deviation: [Double]
    /// The mean by the exact law of finite ReLU networks; nil for others.
    public var theory: [Double]?
    /// The deviation by the same law.
    public var deviationTheory: [Double]?
  }

  /// The networks' keys.
  public static let networkKeys = ["arithmetic", "geometric", "quadratic", "tanh", "scaled"]

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    try await Self.simulate(
      narrow: 64, wide: 128, depths: [10, 32, 100, 320, 1000],
      networks: study.count(quick: 6, standard: 24, thorough: 1000, atLeast: 6), seed: seed,
      jobs: jobs)
  }

  static func simulate(
    narrow: Int, wide: Int, depths: [Int], networks: Int, seed: SeedTree, jobs: Int
  ) async throws -> Outcome {
    var curves: [Curve] = []
    for key in networkKeys {
      var curve = Curve(network: key, mean: [], deviation: [], theory: nil, deviationTheory: nil)
      for depth in depths {
        var request = request(key, narrow: narrow, wide: wide, depth: depth)
        request.trials = networks
        request.seed = seed.child(key).child(depth)
        request.jobs = jobs
        let result = try await propagate(request)
        let gradient = result.inputGradient.log10
        curve.mean.append(gradient.mean)
        curve.deviation.append(gradient.standardDeviation)
        if let law = try law(key, narrow: narrow, wide: wide, depth: depth) {
          curve.theory = (curve.theory ?? []) + [law.logMean / DecimalLogarithm.ln10]
          curve.deviationTheory =
            (curve.deviationTheory ?? []) + [law.logVariance.squareRoot() / DecimalLogarithm.ln10]
        }
      }
      curves.append(curve)
    }
    return Outcome(
      narrow: narrow, wide: wide, depths: depths, networks: networks, curves: curves)
  }

  /// Fan-ins and fan-outs alternate: narrow to wide, wide to narrow.
  private static func widths(_ depth: Int, _ narrow: Int, _ wide: Int) -> [Int] {
    (0...depth).map { $0 % 2 == 0 ? narrow : wide }
  }

  /// Mean and variance of ln of the gradient's mean square at the input; nil for networks without an exact law.
  ///
  /// The random gradient at the output and each W^T give a normal vector, of which K of n units are on: σ²
  /// χ²_K for every layer, and the inputs' own χ² in the end, of which none is off.
  private static func law(
    _ key: String, narrow: Int, wide: Int, depth: Int
  ) throws -> (logMean: Double, logVariance: Double)? {
    guard ["arithmetic", "geometric", "quadratic"].contains(key) else { return nil }
    let widths = widths(depth, narrow, wide)
    let rule = MeansInTraining.rule(key)
    let layers = try FiniteWidthLaw(
      .relu, widths: Array(widths.dropFirst()),
      weightVariances: zip(widths, widths.dropFirst()).map { m, n in
        2 * rule.variance(fanIn: m, fanOut: n)
      })
    let input = try FiniteWidthLaw(
      .linear, widths: [widths[0]], weightVariances: [1 / Double(widths[0])])
    return (layers.logMean + input.logMean, layers.logVariance + input.logVariance)
  }

  private static func request(
    _ key: String, narrow: Int, wide: Int, depth: Int
  ) -> PropagationRequest {
    let seed = SeedTree(seed: 0)
    switch key {
    case "tanh":
      return PropagationRequest(
        width: narrow, depth: depth, activation: Tanh(), initializer: Orthogonal(), seed: seed)
    case "scaled":
      return PropagationRequest(
        width: narrow, depth: depth, activation: ReLU(), initializer: HeNormal(),
        residual: .scaled, seed: seed)
    default:
      return PropagationRequest(
        widths: widths(depth, narrow, wide), activation: ReLU(),
        initializer: Scaled(MeansInTraining.rule(key), by: 2.0.squareRoot()), seed: seed)
    }
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    var facts = [
      Fact("deep-networks", outcome.networks), Fact("deep-narrow", outcome.narrow),
      Fact("deep-wide", outcome.wide), Fact("deep-layers", outcome.depths.last ?? 0),
      Fact("deep-first", outcome.depths.first ?? 0),
    ]
    for curve in outcome.curves {
      guard let mean = curve.mean.last, let deviation = curve.deviation.last,
        let depth = outcome.depths.last
      else { continue }
      facts += [
        Fact("deep-\(curve.network)-mean", mean, .fixed(1)),
        Fact("deep-\(curve.network)-deviation", deviation, .fixed(1)),
        Fact("deep-\(curve.network)-rate", mean.scaled(by: 1 / Double(depth)), .fixed(4)),
      ]
      if let theory = curve.theory?.last, let spread = curve.deviationTheory?.last {
        facts += [
          Fact("deep-\(curve.network)-mean-theory", theory, .fixed(1)),
          Fact("deep-\(curve.network)-deviation-theory", spread, .fixed(1)),
        ]
      }
    }
    return facts
  }
}
