import Kernels

/// The functions of one argument that formulas may use, each with its derivative.
///
/// Elementary ones are those of `Kernels`, so that a formula gives the same bits on every machine.
enum FormulaFunction: String, CaseIterable, Sendable {
  case negative, abs, exp, log, sqrt, tanh, sigmoid, erf, sin, cos, relu, softplus, step, sign

  /// Names in formulas; `ln` is `log` too.
  static func named(_ name: String) -> FormulaFunction? {
    name == "ln" ? .log : name == "negative" ? nil : FormulaFunction(rawValue: name)
  }

  /// The value at u.
  func value(_ u: Double) -> Double {
    switch self {
    case .negative: -u
    case .abs: Swift.abs(u)
    case .exp: Double.exp(u)
    case .log: u < 0 ? .nan : Double.log(u)
    case .sqrt: u.squareRoot()
    case .tanh: Double.tanh(u)
    case .sigmoid: Double.sigmoid(u)
    case .erf: Double.erf(u)
    case .sin: Sine().evaluate(u)
    case .cos: Sine().differentiate(u)
    case .relu: u > 0 ? u : 0
    // ln(1 + eᵘ) without overflow.
    case .softplus: Swift.max(u, 0) + Double.logOnePlus(Double.exp(-Swift.abs(u)))
    case .step: u > 0 ? 1 : 0
    case .sign: u > 0 ? 1 : u < 0 ? -1 : 0
    }
  }

  /// The derivative at u; at a kink that of the flatter side, as frameworks have it for ReLU.
  func slope(_ u: Double) -> Double {
    switch self {
    case .negative: -1
    case .abs: u > 0 ? 1 : u < 0 ? -1 : 0
    case .exp: Double.exp(u)
    case .log: 1 / u
    case .sqrt: 0.5 / u.squareRoot()
    case .tanh: Double.sechSquared(u)
    case .sigmoid: Double.sigmoidSlope(u)
    // 2/√π e^(−u²).
    case .erf: 1.1283791670955126 * Double.gaussian(u)
    case .sin: Sine().differentiate(u)
    case .cos: -Sine().evaluate(u)
    case .relu: u > 0 ? 1 : 0
    case .softplus: Double.sigmoid(u)
    case .step, .sign: 0
    }
  }

  /// Whether value or slope jumps where the argument is zero.
  var hasKinkAtZero: Bool {
    switch self {
    case .abs, .relu, .step, .sign: true
    default: false
    }
  }
}

/// The operations on two numbers.
enum FormulaOperation: String, Sendable {
  case add, subtract, multiply, divide, power, min, max

  /// The value for two numbers.
  func value(_ a: Double, _ b: Double) -> Double {
    switch self {
    case .add: a + b
    case .subtract: a - b
    case .multiply: a * b
    case .divide: a / b
    case .power: Self.power(a, b)
    case .min: a < b ? a : b
    case .max: a > b ? a : b
    }
  }

  /// The slope from both numbers and their slopes; a part that does not change adds nothing, whatever it is
  /// multiplied by.
  func slope(_ a: Double, _ da: Double, _ b: Double, _ db: Double) -> Double {
    func times(_ slope: Double, _ factor: @autoclosure () -> Double) -> Double {
      slope == 0 ? 0 : slope * factor()
    }
    switch self {
    case .add: return da + db
    case .subtract: return da - db
    case .multiply: return times(da, b) + times(db, a)
    case .divide: return times(da, 1 / b) - times(db, a / (b * b))
    case .power:
      return times(da, b * Self.power(a, b - 1)) + times(db, Self.power(a, b) * Double.log(a))
    case .min: return a == b ? Self.flatter(da, db) : a < b ? da : db
    case .max: return a == b ? Self.flatter(da, db) : a > b ? da : db
    }
  }

  private static func flatter(_ a: Double, _ b: Double) -> Double { abs(a) < abs(b) ? a : b }

  /// aᵇ: products for whole exponents, so that negative numbers have powers too; e^(b ln a) else.
  static func power(_ a: Double, _ b: Double) -> Double {
    // By magnitude first: the least of all integers has none.
    if b.magnitude <= 1024, let whole = Int(exactly: b) {
      var (result, square, rest) = (1.0, a, Swift.abs(whole))
      while rest > 0 {
        if rest & 1 == 1 { result *= square }
        square *= square
        rest >>= 1
      }
      return whole < 0 ? 1 / result : result
    }
    if b == 0.5 { return a.squareRoot() }
    if a == 0 { return b > 0 ? 0 : .infinity }
    return a < 0 ? .nan : Double.exp(b * Double.log(a))
  }
}
