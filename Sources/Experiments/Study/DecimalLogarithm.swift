import Graphics

/// Decimal logarithms for charts and prose, the same on every machine.
enum DecimalLogarithm {
  /// ln 10.
  static let ln10 = 2.302585092994045684

  /// log₁₀ of a positive number.
  static func of(_ x: Double) -> Double { Elementary.log10(x) }

  /// log₁₀ of e^x.
  static func ofExponential(_ x: Double) -> Double { x / ln10 }
}
