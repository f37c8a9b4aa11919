import Simulation

/// A measured number whose true value theory knows exactly.
///
/// Exactly means at the very widths and depths that were simulated. Mean-field theory, random matrix
/// limits and central limits are no such theory: a narrow interval that misses them is right.
public struct TheoryCheck: Equatable, Sendable {
  /// The key of what was measured: a word of the table of misses.
  public let key: String
  /// What that word may quote.
  public let facts: [Fact]
  /// The estimate with its 95 % interval.
  public let measured: Estimate
  /// The true value.
  public let theory: Double

  /// Makes a check.
  public init(_ key: String, _ facts: Fact..., measured: Estimate, theory: Double) {
    self.key = key
    self.facts = facts
    self.measured = measured
    self.theory = theory
  }

  /// Whether the interval contains the true value.
  public var isContained: Bool { measured.contains(theory) }

  /// How far theory lies from the estimate, in half widths of the interval; 1 is its end.
  public var distance: Double {
    let half =
      theory < measured.value ? measured.value - measured.low : measured.high - measured.value
    let gap = abs(theory - measured.value)
    return gap == 0 ? 0 : gap / half
  }
}

extension Experiment {
  /// No checks unless an experiment has some.
  public func checks(of outcome: Outcome) throws -> [TheoryCheck] { [] }
}
