/// The sign test: whether the differences of pairs favour one side (Arbuthnott 1710; Conover 1999, section 3.4).
///
/// Without a difference each sign is as likely as the other, so that the count of one is Binomial(n, ½),
/// whatever the law of the pairs. For yes and no in pairs it is McNemar's exact test.
public struct SignTest: Equatable, Sendable, Codable {
  /// How many pairs favour the first.
  public let first: Int
  /// How many favour the second; ties favour none.
  public let second: Int

  /// Makes the test of two counts, which are not negative.
  public init(first: Int, second: Int) {
    precondition(first >= 0 && second >= 0, "counts are not negative")
    self.first = first
    self.second = second
  }

  /// The probability of a split at least as uneven, to either side, if there is no difference; 1 without pairs.
  public var pValue: Double {
    let n = first + second
    guard n > 0 else { return 1 }
    let tail = Binomial(trials: n, probability: 0.5).cumulative(Swift.min(first, second))
    return Swift.min(1, 2 * tail)
  }
}
