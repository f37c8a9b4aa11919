import Simulation

/// How well a law fits, by Kolmogorov and Smirnov's distance on the borders between stored numbers.
///
/// Numbers in few bits come in steps, and the plain test would reject any law for it: between the borders of one
/// stored number the data say nothing, so the distribution functions are compared at the borders only.
public struct GoodnessOfFit: Equatable, Sendable {
  /// The largest distance of the distribution functions.
  public let distance: Double
  /// The probability of a distance at least as large if the law is right (asymptotic, as ``KolmogorovSmirnov``).
  public let pValue: Double

  /// Compares numbers with a law of a fixed scale.
  ///
  /// - Parameters:
  ///   - values: finite numbers as they are stored, in any order.
  ///   - grid: the type that they are stored in.
  /// - Throws: ``StatisticsError`` for no numbers, or some that are not finite.
  public init(
    _ values: [Double], family: any LawFamily, scale: Double, grid: StorageGrid
  ) throws(StatisticsError) {
    guard !values.isEmpty, values.allSatisfy(\.isFinite) else {
      _ = try Quantiles(of: values)
      preconditionFailure("quantiles refuse what is empty or not finite")
    }
    self.init(sorted: values.sorted(), family: family, scale: scale, grid: grid)
  }

  /// The same for finite numbers in single precision, of which there is at least one.
  package init(_ values: [Float], family: any LawFamily, scale: Double, grid: StorageGrid) {
    self.init(
      sorted: RadixSort.sorted(values).map(Double.init), family: family, scale: scale, grid: grid)
  }

  /// Compares at every sixteenth number first: between two of them both functions only rise, which says how far apart
  /// they can be there, and mostly that is less than what was found elsewhere.
  private init(
    sorted: [Double], family: any LawFamily, scale: Double, grid: StorageGrid
  ) {
    let n = Double(sorted.count)
    // The first and the one after the last of each run of equal numbers.
    var starts: [Int] = []
    for i in sorted.indices where i == 0 || sorted[i] != sorted[i - 1] { starts.append(i) }
    starts.append(sorted.count)
    let runs = starts.count - 1
    func ends(_ run: Int) -> (lower: Double, upper: Double) {
      let (lower, upper) = grid.borders(sorted[starts[run]])
      return (family.cumulative(lower, scale: scale), family.cumulative(upper, scale: scale))
    }
    var distance = 0.0
    func note(_ run: Int, _ law: (lower: Double, upper: Double)) {
      distance = max(
        distance, (law.lower - Double(starts[run]) / n).magnitude,
        (law.upper - Double(starts[run + 1]) / n).magnitude)
    }
    let step = 16
    var marks: [(run: Int, law: (lower: Double, upper: Double))] = []
    for run in stride(from: 0, to: runs, by: step) {
      let law = ends(run)
      note(run, law)
      marks.append((run, law))
    }
    if let last = marks.last, last.run < runs - 1 {
      let law = ends(runs - 1)
      note(runs - 1, law)
      marks.append((runs - 1, law))
    }
    for (left, right) in zip(marks, marks.dropFirst()) {
      let above = right.law.lower - Double(starts[left.run + 1]) / n
      let below = Double(starts[right.run]) / n - left.law.upper
      guard max(above, below) > distance else { continue }
      for run in (left.run + 1)..<right.run { note(run, ends(run)) }
    }
    self.distance = distance
    pValue = KolmogorovSmirnov(distance: distance, samples: sorted.count).pValue
  }
}
