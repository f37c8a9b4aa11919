import Simulation
import Study

/// He's example of a start that cannot train: the gradient through nine convolutions.
///
/// He et al. 2015, section 2.2: on the way back from the tenth convolution to the input of the second,
/// 3 × 3 convolutions with 64, 2 × 128, 2 × 256 and 4 × 512 filters and weights of standard deviation
/// 0.01 shrink the gradient to 1/(1.7 × 10⁴). A convolution of d filters sends the gradient back
/// through fan-out 9d, so fully connected layers of 9d units stand for it. Target: every interval of
/// an rms within 2 %.
public struct ConvolutionGradient: Experiment {
  public let id = "convolution-gradient"
  public let chartIDs = ["convolution-gradient"]

  /// Makes the experiment.
  public init() {}

  /// What was measured.
  public struct Outcome: Codable, Equatable, Sendable {
    /// d of the convolutions 1 … 10.
    public var filters: [Int]
    /// How many networks there are; both starts share their draws.
    public var networks: Int
    /// He's start by fan-out, then N(0, 0.01²).
    public var starts: [Start]
  }

  /// The networks of one start.
  public struct Start: Codable, Equatable, Sendable {
    /// The start's name in saved outcomes, `He` or `N(0, 0.01²)`.
    public var rule: String
    /// Decimal logarithms of the gradient's mean square at convolutions 1 … 10.
    public var sizes: [SignalSize]
    /// The same by theory, which is exact in expectation.
    public var theory: [Double]

    /// What the tenth convolution's gradient is divided by on the way to the first; of the rms.
    public var attenuation: Double {
      Elementary.power10(0.5 * ((sizes.last?.mean.value ?? 0) - (sizes.first?.mean.value ?? 0)))
    }
    /// The same by theory.
    public var theoreticalAttenuation: Double {
      Elementary.power10(0.5 * ((theory.last ?? 0) - (theory.first ?? 0)))
    }
  }

  /// d of the convolutions 1 to 10.
  static let filters = [64, 64, 128, 128, 256, 256, 512, 512, 512, 512]
  /// The paper's 5.9 × 4.2² × 2.9² × 2.1⁴, as it prints the product.
  public static let published = 1.7e4

  static let rules: [StartingRule] = [
    StartingRule(name: "He", initializer: HeNormal(.fanOut)), .normal,
  ]

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    // Three colour channels, then nine weights for each filter.
    let widths = ([3] + Self.filters).map { 9 * $0 }
    let networks = study.count(quick: 20, standard: 100, thorough: 1000)
    let pass = try await HomogeneousPass(
      widths: widths, activation: ReLU(), reference: Self.rules[0], networks: networks,
      seed: seed, jobs: jobs)
    let starts = try Self.rules.map { rule in
      let theory = try MeanFieldPass(
        activation: ReLU(), widths: widths, weightVariances: rule.variances(of: widths))
      return Start(
        rule: rule.name, sizes: pass.backward(rule),
        theory: theory.layers.map { $0.logGradientSecondMoment / DecimalLogarithm.ln10 })
    }
    return Outcome(filters: Self.filters, networks: networks, starts: starts)
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    [
      Fact("he-convolutions-measured", outcome.starts[1].attenuation, .count),
      Fact("he-convolutions-theory", outcome.starts[1].theoreticalAttenuation, .count),
      Fact("he-convolutions-published", Self.published, .count),
      Fact("he-convolutions-he", 1 / outcome.starts[0].attenuation, .fixed(2)),
    ]
  }
}
