import Simulation
import Study

/// How the largest singular value of a layer approaches σ(√m + √n), and how it scatters.
///
/// Bai and Yin's limit, Tracy and Widom's fluctuations; square layers and layers four times as wide as
/// their input. Target: every interval of a mean within 2 %.
public struct LargestSingularValue: Experiment {
  public let id = "largest-singular-value"
  public let chartIDs = ["largest-singular-value"]

  /// Makes the experiment.
  public init() {}

  /// What was measured.
  public struct Outcome: Codable, Equatable, Sendable {
    /// How many matrices of each size there are.
    public var matrices: Int
    /// Square layers, then those four times as wide as their input.
    public var shapes: [Shape]
  }

  /// Layers of one aspect ratio m/n, with σ² = 1/n.
  public struct Shape: Codable, Equatable, Sendable {
    /// m/n.
    public var ratio: Double
    /// 1 + √(m/n), Bai and Yin's limit.
    public var limit: Double
    /// One for each n, ascending.
    public var sizes: [Size]
  }

  /// All matrices of one size.
  public struct Size: Codable, Equatable, Sendable {
    /// n, the fan-out.
    public var columns: Int
    /// The mean of σ_max over matrices.
    public var mean: Estimate
    /// The 2.5 % quantile of σ_max over single matrices.
    public var low: Double
    /// The 97.5 % quantile of σ_max over single matrices.
    public var high: Double
    /// 2.5, 50 and 97.5 % points by Tracy and Widom.
    public var theory: [Double]
  }

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    let matrices = study.count(quick: 60, standard: 300, thorough: 3000, atLeast: 40)
    var shapes: [Shape] = []
    for ratio in [1, 0.25] {
      var sizes: [Size] = []
      for n in [8, 16, 32, 64, 128, 256, 512, 1024] {
        let m = max(1, Int(ratio * Double(n)))
        let seed = seed.child(m).child(n)
        let largest = try await mapTrials(matrices, jobs: jobs) { trial in
          var random = seed.child(trial).source()
          return BidiagonalModel(
            rows: m, columns: n, entryDeviation: 1 / Double(n).squareRoot(), random: &random
          ).largestSingularValue()
        }
        let law = try ExtremeSingularValues(rows: m, columns: n, entryVariance: 1 / Double(n))
        let quantiles = try Quantiles(of: largest)
        sizes.append(
          Size(
            columns: n, mean: try .mean(of: largest), low: quantiles.value(at: 0.025),
            high: quantiles.value(at: 0.975),
            theory: [0.025, 0.5, 0.975].map(law.largestQuantile)))
      }
      shapes.append(Shape(ratio: ratio, limit: 1 + ratio.squareRoot(), sizes: sizes))
    }
    return Outcome(matrices: matrices, shapes: shapes)
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    let square = outcome.shapes[0]
    return [
      Fact("bai-yin-square", square.limit, .fixed(0)),
      Fact("bai-yin-small", square.sizes[3].mean, .fixed(3)),
      Fact("bai-yin-small-size", square.sizes[3].columns),
      Fact("bai-yin-large", square.sizes[7].mean, .fixed(3)),
      Fact("bai-yin-large-size", square.sizes[7].columns),
      Fact("tracy-widom-large", square.sizes[7].theory[1], .fixed(3)),
    ]
  }
}
