import Kernels

/// Numbers as text of few digits, without the C library's locale.
enum Digits {
  /// So many significant digits, without zeros at the end: 0.02, 1.5, 3e-07.
  static func significant(_ x: Double, _ digits: Int) -> String {
    guard x.isFinite else { return x.isNaN ? "NaN" : x < 0 ? "−∞" : "∞" }
    guard x != 0 else { return "0" }
    var exponent = Int((Double.log(x.magnitude) * 0.4342944819032518).rounded(.down))
    var scaled = (x.magnitude * power(digits - 1 - exponent)).rounded()
    if scaled >= power(digits) {
      exponent += 1
      scaled = (x.magnitude * power(digits - 1 - exponent)).rounded()
    }
    var text = String(Int(scaled))
    while text.count < digits { text = "0" + text }
    let sign = x < 0 ? "−" : ""
    if exponent < -4 || exponent >= 7 {
      let mantissa = trimmed(String(text.prefix(1)) + "." + text.dropFirst())
      return "\(sign)\(mantissa)e\(exponent < 0 ? "-" : "")\(exponent.magnitude < 10 ? "0" : "")\(exponent.magnitude)"
    }
    if exponent < 0 {
      return sign + trimmed("0." + String(repeating: "0", count: -exponent - 1) + text)
    }
    if exponent >= digits - 1 {
      return sign + text + String(repeating: "0", count: exponent - digits + 1)
    }
    return sign + trimmed(String(text.prefix(exponent + 1)) + "." + text.dropFirst(exponent + 1))
  }

  /// A probability: 0.42, 3e-07, or "below 1e-300".
  static func probability(_ p: Double) -> String {
    p < 1e-300 ? "below 1e-300" : significant(p, 2)
  }

  /// A share in percent.
  static func percent(_ x: Double) -> String { significant(100 * x, 2) + " %" }

  /// A whole number with a narrow space between thousands.
  static func grouped(_ n: Int) -> String {
    var (text, digits) = ("", String(n.magnitude))
    while digits.count > 3 {
      text = " " + digits.suffix(3) + text
      digits = String(digits.dropLast(3))
    }
    return (n < 0 ? "−" : "") + digits + text
  }

  private static func trimmed(_ text: String) -> String {
    guard text.contains(".") else { return text }
    var text = text
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return text
  }

  private static func power(_ n: Int) -> Double {
    var (result, base, left) = (1.0, 10.0, n.magnitude)
    while left > 0 {
      if left & 1 == 1 { result *= base }
      base *= base
      left >>= 1
    }
    return n < 0 ? 1 / result : result
  }
}
