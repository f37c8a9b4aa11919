import Simulation
import Study

/// Shows all activations of the catalogue with their averages.
public struct ActivationGallery: Experiment {
  /// An activation with its averages over a standard normal input; exact.
  public struct Entry: Codable, Equatable, Sendable {
    /// The activation's name in the catalogue.
    public var name: String
    /// f(0).
    public var valueAtZero: Double
    /// The largest |f′| on the range of the chart.
    public var steepest: Double
    /// E f, E f², E f′² and what follows from them, at variance 1, by quadrature.
    public var moments: GaussianMoments
  }

  /// What was measured.
  public struct Outcome: Codable, Equatable, Sendable {
    /// One for each activation, in the order of the chapter's table.
    public var entries: [Entry]
    /// 1.7159 tanh(2x/3) at x = 1.
    public var leCunAtOne: Double
  }

  /// Where the functions are drawn.
  package static let range = -4.0...4.0

  public let id = "activation-gallery"
  public let chartIDs = ["activation-gallery"]

  /// Makes the experiment.
  public init() {}

  /// All but the identity, which has nothing to show.
  ///
  /// Listed by hand: the chapter's numbers stay when the catalogue grows.
  package static let activations: [any Activation] = [
    Sigmoid(), ScaledSigmoid(), Tanh(), LeCunTanh(), ReLU(), LeakyReLU(), LeakyReLU.parametric,
    ELU(), SELU(), GELU(), SiLU(), Softplus(), Mish(), Softsign(), HardTanh(), Erf(),
  ]

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    Outcome(
      entries: try Self.activations.map { f in
        Entry(
          name: f.name, valueAtZero: f.value(at: 0),
          steepest: Self.grid.map { abs(f.slope(at: $0)) }.max() ?? 0,
          moments: try GaussianMoments(of: f, variance: 1))
      },
      leCunAtOne: LeCunTanh().value(at: 1))
  }

  /// Points on the range.
  package static let grid = (0...200).map { range.lowerBound + 8 * Double($0) / 200 }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    let selu = outcome.entries.first { $0.name == "selu" }
    return [
      Fact("gallery-count", outcome.entries.count),
      Fact("lecun-at-one", outcome.leCunAtOne, .fixed(4)),
      Fact("selu-slope-square", selu?.moments.slopeSecondMoment ?? .nan, .fixed(3)),
    ]
  }

  public func tables(of outcome: Outcome, study: StudyConfiguration) -> [FactTable] {
    let three = NumberFormat.fixed(3)
    return [
      FactTable(
        name: "activation-moments",
        header: ["activation", "formula", "zero", "steepest", "mean", "square", "slope"],
        numeric: [false, false, true, true, true, true, true],
        rows: zip(Self.activations, outcome.entries).map { activation, entry in
          [
            "@" + activation.name, "@formula." + activation.name, three.text(entry.valueAtZero),
            three.text(entry.steepest),
            three.text(entry.moments.mean), three.text(entry.moments.secondMoment),
            three.text(entry.moments.slopeSecondMoment),
          ]
        })
    ]
  }
}
