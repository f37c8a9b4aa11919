import Charts
import Foundation
import Graphics

/// How numbers are written; the charts' type, so that a figure and the prose below it agree.
public typealias NumberFormat = Charts.NumberFormat

/// Numbers in running words: facts, tables, captions.
extension NumberFormat {
  /// How powers are written: formulas in Markdown, raised runs in the markup of charts.
  public enum Notation: Sendable { case markdown, markup }

  /// The words for a number, in the notation of a chart or of prose.
  public func text(_ number: Double, in notation: Notation) -> String {
    let text = text(number)
    guard notation == .markup, text.first == "$" else { return text }
    return text.replacing("$", with: "").replacing(" \\times ", with: "×").replacing("-", with: "−")
  }

  /// The words for a number in Markdown.
  public func text(_ number: Double) -> String {
    guard number.isFinite else { return Self.words(ofNonFinite: number) }
    switch self {
    case .automatic: return Self.rounded(number, significant: 4)
    case .signed(let decimals):
      return (number > 0 ? "+" : "") + Self.signed(number, decimals: decimals)
    case .power: return NumberFormat.powerOfTen(1).text(Elementary.log10(number))
    case .si: return label(number)
    case .fixed(let decimals): return Self.signed(number, decimals: decimals)
    case .significant(let digits): return Self.rounded(number, significant: digits)
    case .count: return Self.grouped(number)
    case .percent(let decimals): return Self.signed(100 * number, decimals: decimals) + " %"
    case .factor(let digits): return "×" + Self.rounded(number, significant: digits)
    case .scientific(let digits): return Self.scientific(number, decimals: digits)
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
    guard exponent < digits + 3 else { return scientific(number, decimals: digits - 1) }
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

  private static func scientific(_ number: Double, decimals: Int) -> String {
    let parts = String(format: "%.\(decimals)e", number).split(separator: "e")
    return "$\(parts[0]) \\times 10^{\(Int(parts[1]) ?? 0)}$"
  }
}
