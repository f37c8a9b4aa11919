import Diagnosis
import ExperimentMeasuring
import Kernels
import Simulation
import Study
import TensorStatistics

/// How small a mistake of the scale a test finds that fails one right start in a million.
///
/// Square matrices of normal numbers whose deviation is r times the one that is asked for. The test's scale part is the
/// χ² law of N numbers; its other parts only add to it.
public struct ScaleDetection: Experiment {
  public let id = "scale-detection"
  public let chartIDs = ["scale-detection"]

  /// Makes the experiment.
  public init() {}

  /// What was measured.
  public struct Outcome: Codable, Equatable, Sendable {
    /// How many matrices each share rests on.
    public var starts: Int
    /// The probability with which all tests together may fail a right start.
    public var falseAlarm: Double
    /// How many tests of a tensor share that probability.
    public var tests: Int
    /// r, the deviation of the weights over the one that is asked for, ascending from 1.
    public var ratios: [Double]
    /// One for each size of matrix.
    public var widths: [Width]
  }

  /// The share of starts that fail, by the ratio.
  public struct Width: Codable, Equatable, Sendable {
    /// n of the n × n matrices.
    public var width: Int
    /// The measured share, by ratio, with Wilson's interval; false alarms at r = 1.
    public var found: [Estimate]
    /// The same by the χ² law of the scale alone.
    public var theory: [Double]
    /// That law again, by the ratios of ``ScaleDetection/curve``.
    public var curve: [Double]
    /// The mistake that every other start shows, by that law.
    public var half: Double
  }

  static let widths = [32, 64, 128]
  /// The ratios at which the law is drawn.
  public static let curve = (0...96).map { 1 + Double($0) / 400 }
  static let ratios = (0...6).map { 1 + Double($0) / 25 }

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    let starts = study.count(quick: 10, standard: 40, thorough: 1000)
    let falseAlarm = 1e-6
    var widths: [Width] = []
    for width in Self.widths {
      let asked = 1 / Double(width).squareRoot()
      var found: [Estimate] = []
      for (index, ratio) in Self.ratios.enumerated() {
        let own = seed.child(width).child(index)
        let hits = try await mapTrials(starts, jobs: jobs) { trial in
          var random = own.child(trial).source()
          return StartCheck(
            normalWeights(width * width, deviation: ratio * asked, &random), shape: [width, width],
            family: NormalFamily.whole, deviation: asked,
            falseAlarm: falseAlarm
          ).fails
        }
        found.append(try .proportion(successes: hits.count { $0 }, trials: starts))
      }
      let limit = falseAlarm / Double(StartCheck.testsPerTensor)
      func powers(_ ratios: [Double]) -> [Double] {
        ratios.map { Self.power(width * width, ratio: $0, limit: limit) }
      }
      var (low, high) = (1.0, 2.0)
      for _ in 0..<60 {
        let middle = 0.5 * (low + high)
        if Self.power(width * width, ratio: middle, limit: limit) < 0.5 {
          low = middle
        } else {
          high = middle
        }
      }
      widths.append(
        Width(
          width: width, found: found, theory: powers(Self.ratios), curve: powers(Self.curve),
          half: low - 1))
    }
    return Outcome(
      starts: starts, falseAlarm: falseAlarm, tests: StartCheck.testsPerTensor, ratios: Self.ratios,
      widths: widths)
  }

  /// The probability that r² χ² lies where each side of χ² has half of the limit.
  static func power(_ count: Int, ratio: Double, limit: Double) -> Double {
    let law = ChiSquared(degreesOfFreedom: Double(count))
    let square = ratio * ratio
    let (low, high) = (law.quantile(limit / 2), law.quantile(1 - limit / 2))
    return law.cumulative(low / square) + 1 - law.cumulative(high / square)
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    let right = outcome.widths.map { $0.found[0].value }.max() ?? 0
    return [
      Fact("detection-starts", outcome.starts), Fact("detection-tests", outcome.tests),
      Fact("detection-alarms", right, .percent(0)),
    ]
      + outcome.widths.flatMap { width in
        [
          Fact("detection-half-\(width.width)", width.half, .percent(1))
        ]
      }
      + outcome.widths.filter { $0.width == 64 }.flatMap { width in
        [
          Fact("detection-factor-64", 1 + width.half, .fixed(3)),
          Fact("detection-numbers-64", width.width * width.width),
        ]
      }
  }
}
