import Foundation

/// A number in the words of a reason: significant digits, never a locale's, no trailing zeros.
public func decimal(_ x: Double, significant digits: Int) -> String {
  guard x.isFinite else { return x.isNaN ? "undefined" : x > 0 ? "∞" : "−∞" }
  if x == 0 { return "0" }
  let parts = String(format: "%.\(digits - 1)e", x.magnitude).split(separator: "e")
  let exponent = Int(parts[1]) ?? 0
  let sign = x < 0 ? "−" : ""
  guard (-4...5).contains(exponent) else {
    return sign + trimmed(String(parts[0])) + " × 10" + superscript(exponent)
  }
  return sign + trimmed(String(format: "%.\(max(0, digits - 1 - exponent))f", x.magnitude))
}

private func trimmed(_ text: String) -> String {
  guard text.contains(".") else { return text }
  let kept = text.reversed().drop { $0 == "0" }.drop { $0 == "." }
  return String(kept.reversed())
}

/// An exponent in raised digits.
func superscript(_ number: Int) -> String {
  String(String(number).map { $0 == "-" ? "⁻" : Array("⁰¹²³⁴⁵⁶⁷⁸⁹")[$0.wholeNumberValue ?? 0] })
}
