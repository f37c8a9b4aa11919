/// A number as a note prints it: its digits say how precisely it is meant.
///
/// The last printed place is the unit of the claim: 0.94 asserts something between 0.935 and 0.945,
/// 1.2614e+24 something within half of 0.0001e+24.
public struct PrintedNumber: Equatable, Sendable, ExpressibleByStringLiteral {
  /// The digits as printed.
  public let text: String
  /// Their value.
  public let value: Double
  /// The value of one in the last printed place.
  public let unit: Double

  /// Reads a decimal number such as `-0.25`, `5.76` or `1.2614e+24`; nil if it is none.
  public init?(_ text: String) {
    let parts = text.lowercased().split(separator: "e", omittingEmptySubsequences: false)
    let point = parts[0].firstIndex(of: ".")
    let decimals = point.map { parts[0].distance(from: $0, to: parts[0].endIndex) - 1 } ?? 0
    let exponent = parts.count == 2 ? Int(parts[1]) : 0
    guard text.allSatisfy("0123456789.+-eE".contains), parts.count <= 2, let exponent,
      let value = Double(text),
      let unit = Double("1e\(exponent - decimals)"), unit > 0, value.isFinite
    else { return nil }
    self.text = text
    self.value = value
    self.unit = unit
  }

  /// A number written in the program's own text; it must be one.
  public init(stringLiteral text: String) {
    guard let number = PrintedNumber(text) else { preconditionFailure("no number: \(text)") }
    self = number
  }

  /// The numbers that these digits may stand for: those that round to them, and those that give
  /// them when the further digits are cut off, which the notes do too.
  public var range: ClosedRange<Double> {
    // A billionth of the unit forgives the binary representation of a decimal tie.
    let half = unit * (0.5 + 1e-9)
    let cut = unit * (1 - 1e-9)
    return value < 0
      ? (value - cut)...(value + half)
      : value > 0 ? (value - half)...(value + cut) : -cut...cut
  }
}
