/// A measured number: its value, its 95 % interval and the number of samples behind it.
///
/// Every number that the report quotes from a simulation is one. `low ≤ value ≤ high` always holds
/// for finite estimates; an exact number (theory, a printed digit) is not an estimate.
public struct Estimate: Equatable, Hashable, Sendable, Codable {
  /// The point estimate: a mean, a median, a geometric mean; the caption says which.
  public var value: Double
  /// The lower end of the 95 % confidence interval.
  public var low: Double
  /// The upper end of the 95 % confidence interval.
  public var high: Double
  /// How many independent samples (networks, matrices, runs) it rests on.
  public var samples: Int

  /// Makes an estimate.
  public init(value: Double, low: Double, high: Double, samples: Int) {
    self.value = value
    self.low = low
    self.high = high
    self.samples = samples
  }

  /// Half the length of the interval.
  public var halfWidth: Double { (high - low) / 2 }

  /// Whether a number lies inside the interval.
  public func contains(_ number: Double) -> Bool { low <= number && number <= high }
}
