import Foundation

/// How a number is written in prose, tables and captions: the one place that decides.
///
/// Not `Charts.NumberFormat`, which writes on axes: that one needs no Foundation, writes raised digits in
/// the markup of charts and chooses decimals for all ticks of an axis together. This one writes
/// Markdown, one number at a time, with as many digits as the author asked for. They share nothing but
/// the minus sign.
///
/// Never by locale. A minus is U+2212; powers of ten are formulas, so that they set well in Markdown
/// and HTML alike.
public enum NumberFormat: Equatable, Sendable {
  /// A fixed number of decimals: 0.94.
  case fixed(Int)
  /// Significant digits without an exponent: 0.0284, 1.04, 235.
  case significant(Int)
  /// A whole number with thousands separators: 2,000.
  case count
  /// A share, as a percentage with decimals: 94.1 %.
  case percent(Int)
  /// A factor with significant digits: ×0.235.
  case factor(Int)
  /// Digits times a power of ten, as a formula: $1.26 \times 10^{24}$.
  case scientific(Int)
  /// The number is a decimal logarithm; writes the power, as a formula: $10^{-30.8}$.
  case powerOfTen(Int)

  /// The words for a number.
  public func text(_ number: Double) -> String {
    guard number.isFinite else { return Self.words(ofNonFinite: number) }
    switch self {
    case .fixed(let decimals): return Self.signed(number, decimals: decimals)
    case .significant(let digits): return Self.rounded(number, significant: digits)
    case .count: return Self.grouped(number)
    case .percent(let decimals): return Self.signed(100 * number, decimals: decimals) + " %"
    case .factor(let digits): return "×" + Self.rounded(number, significant: digits)
    case .scientific(let digits): return Self.scientific(number, significant: digits)
    case .powerOfTen(let decimals):
      let exponent = String(format: "%.\(decimals)f", number)
      let isZero = !exponent.contains { $0 != "0" && $0 != "." && $0 != "-" }
      return "$10^{" + (isZero ? String(exponent.trimmingPrefix("-")) : exponent) + "}$"
    }
  }

  private static func words(ofNonFinite number: Double) -> String {
    number.isNaN ? "undefined" : number > 0 ? "∞" : "−∞"
  }

  private static func signed(_ number: Double, decimals: Int) -> String {
    let digits = String(format: "%.\(decimals)f", abs(number))
    let isZero = !digits.contains { $0 != "0" && $0 != "." }
    return (number < 0 && !isZero ? "−" : "") + digits
  }

  private static func rounded(_ number: Double, significant digits: Int) -> String {
    guard number != 0 else { return "0" }
    // The exponent after rounding: 9.996 with three digits is 10.0, not 10.00.
    let exponent = Int(String(format: "%.\(digits - 1)e", number).split(separator: "e")[1]) ?? 0
    guard exponent < digits + 3 else { return scientific(number, significant: digits) }
    let decimals = max(0, digits - 1 - exponent)
    return signed(number, decimals: decimals)
  }

  private static func grouped(_ number: Double) -> String {
    var digits = String(format: "%.0f", abs(number))
    var groups: [String] = []
    while digits.count > 3 {
      groups.insert(String(digits.suffix(3)), at: 0)
      digits.removeLast(3)
    }
    return (number < 0 ? "−" : "") + ([digits] + groups).joined(separator: ",")
  }

  private static func scientific(_ number: Double, significant digits: Int) -> String {
    let parts = String(format: "%.\(digits - 1)e", number).split(separator: "e")
    return "$\(parts[0]) \\times 10^{\(Int(parts[1]) ?? 0)}$"
  }
}
