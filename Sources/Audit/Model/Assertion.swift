/// What a claim says of one number: the numbers for which it would be true.
public struct Assertion: Equatable, Sendable, Codable {
  /// In symbols: `0.94`, `< 1`, `≈ 1`; empty where words say it.
  public let text: String
  /// The key of the words that say it, `range.KEY` in the claim's block; nil where symbols do.
  public let words: String?
  /// The number asserted, where it is one; nil for a bound.
  public let value: Double?
  /// The least number that satisfies it; nil if there is none.
  public let low: Double?
  /// The greatest number that satisfies it; nil if there is none.
  public let high: Double?
  /// Whether the ends themselves satisfy it.
  public let includesEnds: Bool
  /// Whether the note prints the number; else it is evaluated here from the note's words or formula.
  public let isPrinted: Bool

  private init(
    text: String, words: String? = nil, value: Double?, low: Double?, high: Double?,
    includesEnds: Bool = true, isPrinted: Bool = false
  ) {
    self.isPrinted = isPrinted
    self.text = text
    self.words = words
    self.value = value
    self.low = low
    self.high = high
    self.includesEnds = includesEnds
  }

  /// A number with its printed digits.
  public static func printed(_ number: PrintedNumber) -> Assertion {
    Assertion(
      text: number.text, value: number.value,
      low: number.range.lowerBound, high: number.range.upperBound, isPrinted: true)
  }

  /// The value of the claim's own formula; a formula is right to every digit or wrong, so only
  /// rounding errors of the arithmetic are forgiven: 10⁻¹⁰ relative.
  public static func formula(_ value: Double) -> Assertion {
    let slack = 1e-10 * Swift.max(value.magnitude, 1e-2)
    return Assertion(
      text: decimal(value, significant: 6), value: value, low: value - slack, high: value + slack)
  }

  /// A number that the claim calls approximate; `tolerance` is relative.
  public static func about(_ value: Double, within tolerance: Double) -> Assertion {
    Assertion(
      text: "≈ " + decimal(value, significant: 3), value: value,
      low: value - tolerance * value.magnitude, high: value + tolerance * value.magnitude)
  }

  /// A number that a random program is said to have printed; its digits are not in doubt.
  public static func printedOutput(_ value: Double) -> Assertion {
    Assertion(
      text: decimal(value, significant: 5), value: value, low: value, high: value, isPrinted: true)
  }

  /// A range of numbers, in symbols.
  public static func between(_ low: Double, _ high: Double, _ text: String) -> Assertion {
    Assertion(text: text, value: nil, low: low, high: high)
  }

  /// A range of numbers in words: `range.KEY` of the claim's block.
  public static func between(_ low: Double, _ high: Double, words key: String) -> Assertion {
    Assertion(text: "", words: key, value: nil, low: low, high: high)
  }

  /// x < bound.
  public static func below(_ bound: Double) -> Assertion {
    Assertion(
      text: "< " + decimal(bound, significant: 3), value: nil, low: nil, high: bound,
      includesEnds: false)
  }

  /// x > bound.
  public static func above(_ bound: Double) -> Assertion {
    Assertion(
      text: "> " + decimal(bound, significant: 3), value: nil, low: bound, high: nil,
      includesEnds: false)
  }

  /// x ≤ bound.
  public static func atMost(_ bound: Double) -> Assertion {
    Assertion(text: "≤ " + decimal(bound, significant: 3), value: nil, low: nil, high: bound)
  }

  /// x ≥ bound.
  public static func atLeast(_ bound: Double) -> Assertion {
    Assertion(text: "≥ " + decimal(bound, significant: 3), value: nil, low: bound, high: nil)
  }

  /// Whether the claim itself calls its number approximate.
  public var isApproximate: Bool { text.hasPrefix("≈") }

  /// Whether it is true of a number; of NaN it never is.
  public func admits(_ x: Double) -> Bool {
    guard !x.isNaN else { return false }
    if let low, includesEnds ? x < low : x <= low { return false }
    if let high, includesEnds ? x > high : x >= high { return false }
    return true
  }

  /// Whether it is true of some number in a range.
  public func meets(_ range: ClosedRange<Double>) -> Bool {
    (low.map { includesEnds ? range.upperBound >= $0 : range.upperBound > $0 } ?? true)
      && (high.map { includesEnds ? range.lowerBound <= $0 : range.lowerBound < $0 } ?? true)
  }

  /// Whether it is true of every number in a range.
  public func covers(_ range: ClosedRange<Double>) -> Bool {
    admits(range.lowerBound) && admits(range.upperBound)
  }
}
