/// What can be wrong with a sample.
public enum StatisticsError: Error, Equatable, Sendable {
  /// An interval or test needs more samples than there are.
  case tooFewSamples(needed: Int, got: Int)
  /// The sample holds NaN or an infinity at this index.
  case notFinite(index: Int)
  /// A geometric mean met a value that is not positive at this index.
  case notPositive(index: Int, value: Double)
  /// A probability, quantile level or confidence outside (0, 1).
  case levelOutOfRange(Double)
  /// More successes than trials, or a negative count.
  case impossibleCount(successes: Int, trials: Int)
  /// A histogram whose range is empty or whose number of bins is not positive.
  case badBins(low: Double, high: Double, count: Int)
}

extension StatisticsError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .tooFewSamples(let needed, let got):
      "\(got) samples are too few: at least \(needed) are needed."
    case .notFinite(let index):
      "Sample \(index) is not a finite number."
    case .notPositive(let index, let value):
      "Sample \(index) is \(value); a geometric mean needs positive values."
    case .levelOutOfRange(let level):
      "\(level) is not a level between 0 and 1."
    case .impossibleCount(let successes, let trials):
      "\(successes) successes in \(trials) trials are impossible."
    case .badBins(let low, let high, let count):
      "A histogram needs at least one bin and low < high, not \(count) bins on [\(low), \(high)]."
    }
  }
}
