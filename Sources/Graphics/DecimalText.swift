/// Numbers as decimal digits, without a locale.
package enum DecimalText {
  /// A number with a fixed count of decimals; U+002D for minus.
  ///
  /// Ties are rounded away from zero. Magnitudes of 10¹⁵ and more, and values that are not finite,
  /// are written as Swift writes them.
  package static func fixed(_ value: Double, decimals: Int) -> String {
    let decimals = max(0, min(decimals, 15))
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    let scaled = (abs(value) * scale).rounded()
    guard scaled < 9e15 else { return value.description }
    var digits = String(Int64(scaled))
    if decimals > 0 {
      if digits.count <= decimals {
        digits = String(repeating: "0", count: decimals + 1 - digits.count) + digits
      }
      digits.insert(".", at: digits.index(digits.endIndex, offsetBy: -decimals))
    }
    return value < 0 && scaled > 0 ? "-" + digits : digits
  }

  /// A number with at most so many decimals; trailing zeros are dropped.
  package static func short(_ value: Double, decimals: Int) -> String {
    var text = fixed(value, decimals: decimals)
    guard text.utf8.contains(UInt8(ascii: ".")), !text.contains("e") else { return text }
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return text == "-0" ? "0" : text
  }

  /// Digits with a comma before every third one from the right, from 10,000 on.
  package static func grouped(_ text: String) -> String {
    let isNegative = text.first == "-"
    let body = isNegative ? text.dropFirst() : text[...]
    let whole = body.prefix { $0 != "." }
    guard whole.count >= 5, whole.allSatisfy(\.isNumber) else { return text }
    var grouped = ""
    for (index, digit) in whole.enumerated() {
      if index > 0, (whole.count - index) % 3 == 0 { grouped.append(",") }
      grouped.append(digit)
    }
    return (isNegative ? "-" : "") + grouped + body.dropFirst(whole.count)
  }
}
