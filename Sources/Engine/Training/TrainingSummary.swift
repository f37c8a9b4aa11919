import Numerics

/// A training over all its networks: how losses fell, which networks learned, and when.
///
/// A network whose loss left the numbers counts as infinite from there on: quantiles then tell so.
public struct TrainingSummary: Sendable {
  /// The tenth, the middle and the ninetieth percentile over networks; infinite where so many diverged.
  public struct Spread: Sendable, Equatable {
    /// The 10 % quantile.
    public var low: Double
    /// The median.
    public var median: Double
    /// The 90 % quantile.
    public var high: Double

    /// Type-7 quantiles of numbers that may be infinite; NaN counts as infinite.
    public init(of sample: [Double]) {
      let sorted = sample.map { $0.isNaN ? .infinity : $0 }.sorted()
      func quantile(_ p: Double) -> Double {
        guard !sorted.isEmpty else { return .nan }
        let position = p * Double(sorted.count - 1)
        let index = Int(position)
        let fraction = position - Double(index)
        guard fraction > 0, index + 1 < sorted.count else { return sorted[index] }
        guard sorted[index + 1].isFinite else { return .infinity }
        return sorted[index] + fraction * (sorted[index + 1] - sorted[index])
      }
      (low, median, high) = (quantile(0.1), quantile(0.5), quantile(0.9))
    }
  }

  /// What all networks showed before a step.
  public struct Point: Sendable {
    /// How many steps were taken before.
    public var step: Int
    /// The held-out loss.
    public var loss: Spread
    /// The share of held-out answers that are right; `nil` where answers are numbers.
    public var accuracy: Spread?
    /// How many networks still had a finite loss.
    public var networks: Int
    /// By matrix, the median of ‖W − W₀‖/‖W₀‖ over those.
    public var movement: [Double]
    /// By stage, the median root mean square of the output over those.
    public var output: [Double]
    /// By stage, the same of ∂ℓ/∂output.
    public var gradient: [Double]
    /// By stage, the same of ∂ℓ/∂W; NaN for stages without weights.
    public var weightGradient: [Double]
    /// By stage, the median share of saturated entries; NaN for stages that are no activation.
    public var saturated: [Double]
    /// By stage, the median share of zeros.
    public var zero: [Double]
  }

  /// The loss of each step's own batch, by step.
  public var losses: [Spread]
  /// The held-out points.
  public var points: [Point]
  /// The held-out loss from which on a network counts as one that learned.
  public var goal: Double
  /// For each network the first of the points at which it had learned; `nil` for never.
  public var learnedAt: [Int?]
  /// The share of networks that learned, with Wilson's interval.
  public var learned: Estimate
  /// The median of the learning times with its distribution-free interval; infinite where too few learned, `nil`
  /// for fewer than six networks.
  public var learningTime: Estimate?
  /// For each network the step at which its loss was no longer finite.
  public var divergedAt: [Int?]

  /// Summarises an outcome.
  ///
  /// - Throws: `StatisticsError` for an outcome without networks.
  public init(_ outcome: TrainingOutcome, steps: Int, goal: Double) throws(StatisticsError) {
    let networks = outcome.networks
    self.goal = goal
    losses = (0..<steps).map { step in
      Spread(
        of: networks.map { step < $0.losses.count ? Double($0.losses[step]) : .infinity })
    }
    var steps: [Int] = []
    for network in networks where network.records.count > steps.count {
      steps = network.records.map(\.step)
    }
    points = steps.indices.map { Self.point($0, step: steps[$0], networks) }
    learnedAt = networks.map { network in
      network.records.first { $0.testLoss <= goal }?.step
    }
    learned = try .proportion(
      successes: learnedAt.count { $0 != nil }, trials: networks.count)
    learningTime = Self.median(learnedAt)
    divergedAt = networks.map(\.divergedAt)
  }

  private static func point(
    _ index: Int, step: Int, _ networks: [TrainedNetwork]
  ) -> Point {
    let records = networks.map { index < $0.records.count ? $0.records[index] : nil }
    let alive = records.compactMap(\.self)
    func medians(_ value: (TrainedNetwork.Record) -> [Double]) -> [Double] {
      let rows = alive.map(value)
      return (rows.first ?? []).indices.map { column in
        let numbers = rows.map { $0[column] }.filter { !$0.isNaN }
        return numbers.isEmpty ? .nan : Spread(of: numbers).median
      }
    }
    func sizes(_ value: (TrainedNetwork.Record) -> [Double]) -> [Double] {
      medians { value($0).map { Double.exp($0 / 2) } }
    }
    let accuracies = records.map { $0?.accuracy ?? 0 }
    return Point(
      step: step, loss: Spread(of: records.map { $0?.testLoss ?? .infinity }),
      accuracy: alive.contains { $0.accuracy.isNaN } ? nil : Spread(of: accuracies),
      networks: alive.count, movement: medians(\.movement), output: sizes(\.logOutput),
      gradient: sizes(\.logGradient), weightGradient: sizes(\.logWeightGradient),
      saturated: medians(\.saturated), zero: medians(\.zero))
  }

  /// The median of times of which some are never.
  private static func median(_ times: [Int?]) -> Estimate? {
    // Larger than every step, and finite, as order statistics want it.
    let never = 1e18
    guard var result = try? Estimate.median(of: times.map { $0.map(Double.init) ?? never }) else {
      return nil
    }
    if result.value > never / 4 { result.value = .infinity }
    if result.low > never / 4 { result.low = .infinity }
    if result.high > never / 4 { result.high = .infinity }
    return result
  }
}
