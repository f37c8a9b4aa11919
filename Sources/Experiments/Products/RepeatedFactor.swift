import Simulation
import Study

/// Shows how far a fixed factor per step carries a number in a hundred steps.
public struct RepeatedFactor: Experiment {
  /// One factor and how far it goes.
  public struct Path: Codable, Equatable, Sendable {
    /// What each step multiplies by.
    public var factor: Double
    /// log₁₀ of the factor to the power `steps`.
    public var log10End: Double
    /// The first step outside each of `NumberRange.all`; nil for the factor 1.
    public var exits: [Int?]
  }

  /// How far all factors go.
  public struct Outcome: Codable, Equatable, Sendable {
    /// How many steps.
    public var steps: Int
    /// In falling order of the factors.
    public var paths: [Path]
  }

  static let factors = [1.5, 1.1, 1, 0.9, 0.8, 0.5]

  public let id = "repeated-factor"
  public let chartIDs = ["repeated-factor"]

  /// Makes the experiment.
  public init() {}

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    let steps = 100
    return Outcome(
      steps: steps,
      paths: Self.factors.map { factor in
        Path(
          factor: factor, log10End: Double(steps) * Elementary.log10(factor),
          exits: NumberRange.all.map { $0.exit(of: factor) })
      })
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    let half = NumberRange.fp16.log10
    let steps = Double(outcome.steps)
    func end(_ factor: Double) -> Double { Self.power10(steps * Elementary.log10(factor)) }
    func exit(_ factor: Double, _ range: NumberRange) -> Int { range.exit(of: factor) ?? 0 }
    return [
      Fact("factor-steps", outcome.steps),
      Fact("power-growing", end(1.5), .scientific(1)),
      Fact("power-shrinking", end(0.8), .scientific(1)),
      Fact("fp16-exit-growing", exit(1.5, .fp16)),
      Fact("fp16-exit-halving", exit(0.5, .fp16)),
      Fact("fp16-smallest", NumberRange.fp16.smallest, .scientific(1)),
      Fact("fp16-largest", NumberRange.fp16.largest, .count),
      Fact("fp32-smallest", NumberRange.fp32.smallest, .scientific(1)),
      Fact("fp32-largest", NumberRange.fp32.largest, .scientific(1)),
      Fact("fp16-safe-factor-low", Self.power10(half.lowerBound / steps), .fixed(3)),
      Fact("fp16-safe-factor-high", Self.power10(half.upperBound / steps), .fixed(3)),
      Fact(
        "fp16-safe-factor-low-1000", Self.power10(half.lowerBound / (10 * steps)), .fixed(3)),
      Fact(
        "fp16-safe-factor-high-1000", Self.power10(half.upperBound / (10 * steps)), .fixed(3)),
    ]
  }

  private static func power10(_ x: Double) -> Double { Elementary.power10(x) }

  public func tables(of outcome: Outcome, study: StudyConfiguration) -> [FactTable] {
    [
      FactTable(
        name: "range-exits",
        header: ["factor", "end"] + NumberRange.all.map(\.name),
        numeric: [true, true, true, true, true],
        rows: outcome.paths.map { path in
          [NumberFormat.fixed(1).text(path.factor), Self.endText(path)]
            + path.exits.map { $0.map { NumberFormat.count.text(Double($0)) } ?? "@never" }
        })
    ]
  }

  private static func endText(_ path: Path) -> String {
    path.factor == 1 ? "1" : NumberFormat.scientific(1).text(power10(path.log10End))
  }
}
