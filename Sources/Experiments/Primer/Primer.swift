import Simulation
import Study

/// A small measurement to learn reading charts with, and the drawings of what every chapter speaks of.
public struct Primer: Experiment {
  /// What was measured.
  public struct Outcome: Codable, Equatable, Sendable {
    /// Fan-in and fan-out of the layer.
    public var width: Int
    /// |Wx|²/|x|² of one layer with nσ² = 1, a network each.
    public var gains: [Double]
    /// Their mean, whose theory is 1.
    public var mean: Estimate
  }

  public let id = "primer"
  public let chartIDs = [
    "layer-fans", "forward-backward", "half-normal", "reading-a-chart", "residual-branch",
  ]

  /// Makes the experiment.
  public init() {}

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    // Few and narrow enough that each network can be seen.
    let (width, networks) = (16, 24)
    let seed = seed
    let gains = (0..<networks).map { network -> Double in
      var random = seed.child(network).source()
      // The components of Wx are independent N(0, |x|²/n) for any x: equation 1.5.
      return (0..<width).map { _ in
        let component = random.normal()
        return component * component
      }.reduce(0, +) / Double(width)
    }
    return Outcome(width: width, gains: gains, mean: try .mean(of: gains))
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    [
      Fact("primer-width", outcome.width), Fact("primer-networks", outcome.gains.count),
      Fact("primer-gain", outcome.mean, .fixed(2)),
      Fact("primer-smallest", outcome.gains.min() ?? .nan, .fixed(2)),
      Fact("primer-largest", outcome.gains.max() ?? .nan, .fixed(2)),
    ]
  }

  /// None: coverage counts what the chapters measure, and this sample shows only how to read one.
  public func checks(of outcome: Outcome) throws -> [TheoryCheck] { [] }
}
