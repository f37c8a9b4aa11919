import Simulation
import Study

extension DeepTraining.Outcome {
  /// The networks of a start and a depth.
  func one(_ rule: StartingRule, _ layers: Int?) -> DeepTraining.Case? {
    cases.first { $0.rule == rule.name && $0.layers == layers }
  }

  private var depths: (low: Int?, high: Int?) {
    (cases.map(\.layers).min(), cases.map(\.layers).max())
  }

  /// In how many pairs of networks, the same data and draws, He's start learns earlier, and in how many Xavier's.
  ///
  /// Where neither learns the pair says nothing.
  public func earlier(at layers: Int) -> SignTest {
    let pairs = pairs(at: layers) { $0.learnedAt ?? .max }
    return SignTest(first: pairs.count { $0 < $1 }, second: pairs.count { $0 > $1 })
  }

  /// In how many pairs only He's start has learned at the end, and in how many only Xavier's.
  public func learnedAtAll(at layers: Int) -> SignTest {
    let pairs = pairs(at: layers) { $0.learnedAt == nil ? 1 : 0 }
    return SignTest(first: pairs.count { $0 < $1 }, second: pairs.count { $0 > $1 })
  }

  private func pairs(
    at layers: Int, _ value: (DeepTraining.Run) -> Int
  ) -> [(Int, Int)] {
    Array(
      zip(
        one(.he, layers)?.runs.map(value) ?? [], one(.xavier, layers)?.runs.map(value) ?? []))
  }

  /// The finding of He and others: the smaller depth learns from both starts, from He's earlier; the larger one
  /// learns from He's alone.
  public var isAsPublished: Bool {
    let (low, high) = depths
    guard let heLow = one(.he, low)?.medianStep.value,
      let xavierLow = one(.xavier, low)?.medianStep.value,
      let heHigh = one(.he, high)?.medianStep.value, let stalled = one(.xavier, high)
    else { return false }
    return heLow < xavierLow && xavierLow.isFinite && heHigh.isFinite && stalled.learned == 0
  }

  /// Whether Xavier's networks learn later than He's at both depths, and later at the larger one.
  public var xavierWaitsLonger: Bool {
    func step(_ rule: StartingRule, _ layers: Int?) -> Double {
      one(rule, layers)?.medianStep.value ?? .infinity
    }
    let (low, high) = depths
    return step(.he, low) < step(.xavier, low) && step(.he, high) < step(.xavier, high)
      && step(.xavier, low) < step(.xavier, high)
  }

  /// The typical factor per layer on the rms under Xavier's start, behind the first layer.
  var factorPerLayer: Estimate {
    guard let sizes = starts.last?.sizes, let first = sizes.first, let last = sizes.last,
      sizes.count > 1
    else { return Estimate(value: .nan, low: .nan, high: .nan, samples: 0) }
    // The interval of the last layer covers that of the path to it.
    return last.map { Elementary.power10(($0 - first.value) / Double(sizes.count - 1)) }
  }

  var theoreticalFactor: Double {
    guard let theory = starts.last?.theory, let first = theory.first, let last = theory.last,
      theory.count > 1
    else { return .nan }
    return Elementary.power10((last - first) / Double(theory.count - 1))
  }
}
