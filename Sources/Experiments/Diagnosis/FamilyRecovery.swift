import Diagnosis
import ExperimentMeasuring
import Simulation
import Study
import TensorStatistics

/// How many numbers it takes to tell from which family they were drawn, whatever their scale.
///
/// Samples of a normal law, a uniform law and a normal law cut at two deviations, of scale 0.05; the family is named by
/// marginal likelihood, its scale left free. Wilson intervals of the share that is named right.
public struct FamilyRecovery: Experiment {
  public let id = "family-recovery"
  public let chartIDs = ["family-recovery"]

  /// Makes the experiment.
  public init() {}

  /// What was measured.
  public struct Outcome: Codable, Equatable, Sendable {
    /// How many samples each share rests on.
    public var samples: Int
    /// Numbers per sample, ascending.
    public var counts: [Int]
    /// One for each family that samples are drawn from.
    public var families: [Family]
  }

  /// The shares of one family, by count.
  public struct Family: Codable, Equatable, Sendable {
    /// The family's name, as a diagnosis gives it.
    public var name: String
    /// The share of samples that are named right, by count, with Wilson's interval.
    public var right: [Estimate]
  }

  static let counts = [16, 32, 64, 128, 256, 512, 1_024, 2_048]
  /// Normal, uniform, cut at two: the first three that a diagnosis weighs.
  static let families = Array(FamilyPosterior.families.prefix(3))

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    let samples = study.count(quick: 40, standard: 200, thorough: 4000)
    var families: [Family] = []
    for family in Self.families {
      var right: [Estimate] = []
      for count in Self.counts {
        let own = seed.child(family.name).child(count)
        let hits = try await mapTrials(samples, jobs: jobs) { trial in
          var random = own.child(trial).source()
          let values = StartDraw(family: family, deviation: 0.05).draws(count, &random)
          var moments = Moments()
          values.withUnsafeBufferPointer { moments.add($0) }
          let statistics = ScaleStatistics(
            count: count, meanSquare: moments.meanSquare,
            largestMagnitude: moments.largestMagnitude)
          return FamilyPosterior(statistics).candidates.first?.family.name == family.name
        }
        right.append(try .proportion(successes: hits.count { $0 }, trials: samples))
      }
      families.append(Family(name: family.name, right: right))
    }
    return Outcome(samples: samples, counts: Self.counts, families: families)
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    let names = ["normal", "uniform", "cut"]
    let small = outcome.counts.firstIndex(of: 64) ?? 0
    let large = outcome.counts.firstIndex(of: 256) ?? 0
    return [Fact("recovery-samples", outcome.samples)]
      + zip(names, outcome.families).flatMap { name, family in
        [
          Fact("recovery-\(name)-64", family.right[small], .percent(0)),
          Fact("recovery-\(name)-256", family.right[large], .percent(0)),
        ]
      }
  }
}
