import Simulation
import Study

/// What is left of the data behind layers that start as the framework does.
///
/// U(±1/√m) for weights and biases: σ_w² = 1/3, σ_b² = 1/(3m). The part of a signal that differs from input
/// to input shrinks by 1/6 (ReLU) or 1/3 (tanh) per layer in mean square; what stays is the same
/// for all inputs and comes from the biases.
public struct FrameworkDefault: Experiment {
  /// The networks and a case for each activation.
  public struct Outcome: Codable, Equatable, Sendable {
    /// Units per layer.
    public var width: Int
    /// How many inputs go through each network.
    public var batch: Int
    /// How many networks each activation has.
    public var networks: Int
    /// ReLU, then tanh.
    public var cases: [Case]
  }

  /// One activation; decimal logarithms by layer, medians over networks.
  public struct Case: Codable, Equatable, Sendable {
    /// The activation's name in the catalogue.
    public var activation: String
    /// log₁₀ of the mean square of h.
    public var whole: [Double]
    /// log₁₀ of the variance of h across inputs.
    public var across: [Double]
    /// log₁₀ of the 2.5 % quantile over networks of the variance across inputs.
    public var low: [Double]
    /// log₁₀ of the 97.5 % quantile over networks of the variance across inputs.
    public var high: [Double]
    /// log₁₀ of the mean square of h by theory.
    public var wholeTheory: [Double]
    /// log₁₀ of the variance of h across inputs by theory.
    public var acrossTheory: [Double]
    /// The factor on the variance across inputs per layer over the last half.
    public var factor: Estimate
    /// χ of an activation near 0: what theory says of that factor.
    public var limit: Double
  }

  static let activations: [any Activation] = [ReLU(), Tanh()]

  public let id = "framework-default"
  public let chartIDs = ["framework-default"]

  /// Makes the experiment.
  public init() {}

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    try await Self.simulate(
      width: study.width, depth: 12, batch: 8,
      networks: study.count(quick: 8, standard: 40, thorough: 400, atLeast: 8),
      seed: seed, jobs: jobs)
  }

  static func simulate(
    width: Int, depth: Int, batch: Int, networks: Int, seed: SeedTree, jobs: Int
  ) async throws -> Outcome {
    var cases: [Case] = []
    for activation in activations {
      var request = PropagationRequest(
        width: width, depth: depth, activation: activation, initializer: TorchDefault(),
        batch: batch, trials: networks, seed: seed.child(activation.name), jobs: jobs)
      request.measuresGradients = false
      let result = try await propagate(request)
      let across = result.layers.map { $0.varianceAcrossInputs?.log10 }
      let half = depth / 2
      let ln10 = DecimalLogarithm.ln10
      // Means of logarithms differ by layer; their quotient is the geometric mean factor.
      let (first, last) = (across[half - 1]?.mean, across[depth - 1]?.mean)
      let layers = Double(depth - half)
      let none = Estimate(value: .nan, low: .nan, high: .nan, samples: 0)
      let factor =
        last.flatMap { last in
          first.map { first in
            Estimate(
              value: Elementary.exp(ln10 * (last.value - first.value) / layers),
              low: Elementary.exp(ln10 * (last.low - first.high) / layers),
              high: Elementary.exp(ln10 * (last.high - first.low) / layers),
              samples: last.samples)
          }
        } ?? none
      // Two independent inputs of mean square 1, and one layer more than there are: what it reads are
      // the h's of the last one.
      let weights = 1.0 / 3
      let biases = 1 / (3 * Double(width))
      let theory = try KernelRecursion(
        LengthMap(activation: activation, weightVariance: weights, biasVariance: biases),
        inputCorrelation: 0, layers: depth + 1
      ).layers.dropFirst()
      cases.append(
        Case(
          activation: activation.name,
          whole: result.layers.map(\.activation.log10.median.value),
          across: across.map { $0?.median.value ?? .nan }, low: across.map { $0?.low ?? .nan },
          high: across.map { $0?.high ?? .nan },
          wholeTheory: theory.map { Elementary.log10(($0.variance - biases) / weights) },
          acrossTheory: theory.map {
            Elementary.log10($0.variance * (1 - $0.correlation) / weights)
          },
          factor: factor,
          limit: weights * (activation is ReLU ? 0.5 : 1)))
    }
    return Outcome(width: width, batch: batch, networks: networks, cases: cases)
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    [
      Fact("default-networks", outcome.networks), Fact("default-width", outcome.width),
      Fact("default-depth", outcome.cases.first?.whole.count ?? 0),
      Fact("default-batch", outcome.batch),
    ]
      + outcome.cases.flatMap { one in
        let share = (one.across.last ?? .nan) - (one.whole.last ?? .nan)
        return [
          Fact("default-\(one.activation)-factor", one.factor, .fixed(3)),
          Fact("default-\(one.activation)-limit", one.limit, .fixed(3)),
          Fact("default-\(one.activation)-share", share, .powerOfTen(1)),
          Fact("default-\(one.activation)-whole", one.whole.last ?? .nan, .powerOfTen(1)),
        ]
      }
  }
}
