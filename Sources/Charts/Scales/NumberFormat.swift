import Graphics

/// How numbers are written, wherever the report shows one: true minus signs, raised exponents, no locale.
///
/// `label` writes on axes and beside marks, where trailing zeros are noise; `Study` adds `text`, which
/// writes running words with as many digits as the author asked for, in charts' markup or in Markdown.
public enum NumberFormat: Equatable, Hashable, Sendable {
  /// As many decimals as the ticks need; powers of ten for very large and very small numbers.
  case automatic
  /// A fixed count of decimals.
  case fixed(Int)
  /// A fixed count of decimals, with a plus sign before positive numbers.
  case signed(Int)
  /// So many significant digits in all: 0.0123, 12.3; powers of ten beyond 10⁻⁴…10⁶.
  case significant(Int)
  /// A mantissa with so many decimals times a power of ten: 2.4×10⁻³.
  case scientific(Int)
  /// A bare power of ten, 10ⁿ.
  case power
  /// With the prefixes k, M, G, … and m, µ, n, …: 64k, 1.2M.
  case si(Int)
  /// A hundredfold with "%": 0.95 → 95 %.
  case percent(Int)
  /// A whole number with thousands separators: 2,000.
  case count
  /// A factor with significant digits: ×0.235.
  case factor(Int)
  /// The number is a decimal logarithm; its power with decimals in the exponent: 10^{−30.8}.
  case powerOfTen(Int)

  /// One number in markup.
  public func label(_ value: Double) -> String {
    guard value.isFinite else {
      return value.isNaN ? "–" : value < 0 ? "−∞" : "∞"
    }
    switch self {
    case .automatic: return NumberFormat.significant(4).label(value)
    case .fixed(let decimals): return Self.decimal(value, decimals)
    case .signed(let decimals):
      let text = Self.decimal(value, decimals)
      let isZero = !text.contains { "123456789".contains($0) }
      return value > 0 && !isZero ? "+" + text : text
    case .significant(let digits): return Self.significant(value, digits)
    case .scientific(let decimals): return Self.scientific(value, decimals)
    case .power:
      return value > 0 ? Self.raised(Elementary.log10(value), decimals: 1) : label0(value)
    case .si(let decimals): return Self.si(value, decimals)
    case .percent(let decimals): return Self.decimal(value * 100, decimals) + " %"
    case .count: return Self.decimal(value, 0)
    case .factor(let digits): return "×" + Self.significant(value, digits)
    case .powerOfTen(let decimals): return Self.raised(value, decimals: decimals)
    }
  }

  private func label0(_ value: Double) -> String { value == 0 ? "0" : Self.scientific(value, 0) }

  /// Equally written labels for the ticks of one axis, whose values need `decimals`.
  func labels(for values: [Double], decimals: Int) -> [String] {
    guard self == .automatic else { return values.map(label) }
    let largest = values.map(abs).max() ?? 0
    if largest >= 1e6 || (largest > 0 && largest < 1e-3) {
      let exponent = Elementary.log10(largest).rounded(.down)
      let unit = Elementary.power10(exponent)
      let mantissaDecimals = max(0, decimals + Int(exponent))
      let needed = Self.neededDecimals(values.map { $0 / unit }, atMost: max(2, mantissaDecimals))
      return values.map {
        $0 == 0
          ? "0" : Self.decimal($0 / unit, needed) + "×10^{\(Self.whole(Int(exponent)))}"
      }
    }
    return values.map { Self.decimal($0, decimals) }
  }

  private static func neededDecimals(_ values: [Double], atMost limit: Int) -> Int {
    for decimals in 0..<limit {
      let scale = Elementary.power10(Double(decimals))
      if values.allSatisfy({ abs(($0 * scale).rounded() - $0 * scale) < 1e-6 }) { return decimals }
    }
    return limit
  }

  /// A number with a true minus sign and grouped thousands.
  public static func decimal(_ value: Double, _ decimals: Int) -> String {
    let text = DecimalText.grouped(DecimalText.fixed(value, decimals: decimals))
    return text.first == "-" ? "−" + text.dropFirst() : text
  }

  static func whole(_ value: Int) -> String { value < 0 ? "−\(-value)" : "\(value)" }

  private static func raised(_ exponent: Double, decimals: Int) -> String {
    let text = DecimalText.short(exponent, decimals: decimals)
    return "10^{\(text.first == "-" ? "−" + text.dropFirst() : text)}"
  }

  /// 10^exponent in markup; for exponents beyond the range of numbers too.
  public static func powerOfTen(_ exponent: Double, decimals: Int = 1) -> String {
    raised(exponent, decimals: decimals)
  }

  private static func significant(_ value: Double, _ digits: Int) -> String {
    guard value != 0 else { return "0" }
    let exponent = Int(Elementary.log10(abs(value)).rounded(.down))
    if exponent < -4 || exponent >= 6 { return scientific(value, max(0, digits - 1)) }
    let decimals = max(0, digits - 1 - exponent)
    let text = DecimalText.grouped(DecimalText.short(value, decimals: decimals))
    return text.first == "-" ? "−" + text.dropFirst() : text
  }

  private static func scientific(_ value: Double, _ decimals: Int) -> String {
    guard value != 0 else { return "0" }
    var exponent = Elementary.log10(abs(value)).rounded(.down)
    var mantissa = value / Elementary.power10(exponent)
    // Subnormal powers round; two steps keep the mantissa exact.
    if exponent < -300 { mantissa = value * 1e300 / Elementary.power10(exponent + 300) }
    if DecimalText.fixed(abs(mantissa), decimals: decimals).hasPrefix("10") {
      mantissa /= 10
      exponent += 1
    }
    return decimal(mantissa, decimals) + "×10^{\(whole(Int(exponent)))}"
  }

  private static func si(_ value: Double, _ decimals: Int) -> String {
    guard value != 0 else { return "0" }
    let prefixes = [
      "q", "r", "y", "z", "a", "f", "p", "n", "µ", "m", "", "k", "M", "G", "T", "P",
      "E", "Z", "Y", "R", "Q",
    ]
    var group = Int((Elementary.log10(abs(value)) / 3 + 1e-12).rounded(.down))
    group = min(10, max(-10, group))
    var scaled = value / Elementary.power10(Double(3 * group))
    if abs(scaled) >= 999.5, group < 10 {
      group += 1
      scaled /= 1000
    }
    let text = DecimalText.short(scaled, decimals: decimals)
    return (text.first == "-" ? "−" + text.dropFirst() : text) + prefixes[group + 10]
  }
}

/// Labels of logarithmic axes, built from digits and exponents so that nothing under- or overflows.
extension NumberFormat {
  /// Whether decades are written as powers; 0.01 … 1,000 read better as they are.
  func usesPowers(lowest: Int, highest: Int) -> Bool {
    self == .power || self == .automatic && (lowest < -2 || highest > 3)
  }

  func label(powerOfTen exponent: Int, usesPowers: Bool) -> String {
    if usesPowers { return exponent == 0 ? "1" : "10^{\(Self.whole(exponent))}" }
    if self == .automatic || abs(exponent) > 300 {
      return abs(exponent) <= 6
        ? Self.decimal(Elementary.power10(Double(exponent)), max(0, -exponent))
        : "10^{\(Self.whole(exponent))}"
    }
    return label(Elementary.power10(Double(exponent)))
  }

  func label(digit: Int, exponent: Int) -> String {
    label(mantissa: Double(digit), decimals: 0, exponent: exponent)
  }

  func label(mantissa: Double, decimals: Int, exponent: Int) -> String {
    if self != .automatic, self != .power, abs(exponent) <= 300 {
      return label(mantissa * Elementary.power10(Double(exponent)))
    }
    if (-2...3).contains(exponent) {
      return Self.decimal(
        mantissa * Elementary.power10(Double(exponent)), max(0, decimals - exponent))
    }
    let power = "10^{\(Self.whole(exponent))}"
    return mantissa == 1 && decimals == 0 ? power : Self.decimal(mantissa, decimals) + "×" + power
  }
}
