import Kernels

/// A formula as a tree; operations know where they stand in the text.
indirect enum FormulaExpression: Sendable {
  case variable(Int)
  case number(Double)
  case function(FormulaFunction, FormulaExpression, column: Int)
  case operation(FormulaOperation, FormulaExpression, FormulaExpression, column: Int)

  /// The value where the variables have values.
  func value(_ variables: [Double]) -> Double {
    switch self {
    case .variable(let index): variables[index]
    case .number(let number): number
    case .function(let function, let u, _): function.value(u.value(variables))
    case .operation(let operation, let a, let b, _):
      operation.value(a.value(variables), b.value(variables))
    }
  }

  /// The number that it is whatever the variables are; `nil` if it depends on them.
  var constant: Double? {
    switch self {
    case .variable: nil
    case .number(let number): number
    case .function(let function, let u, _): u.constant.map(function.value)
    case .operation(let operation, let a, let b, _):
      if let a = a.constant, let b = b.constant { operation.value(a, b) } else { nil }
    }
  }

  /// The same with constants worked out, and powers of e as exponentials.
  var folded: FormulaExpression {
    if let constant, constant.isFinite { return .number(constant) }
    switch self {
    case .variable, .number: return self
    case .function(let function, let u, let column):
      return .function(function, u.folded, column: column)
    case .operation(let operation, let a, let b, let column):
      let (a, b) = (a.folded, b.folded)
      if operation == .power, case .number(Self.e) = a { return .function(.exp, b, column: column) }
      return .operation(operation, a, b, column: column)
    }
  }

  static let e = 2.718281828459045

  /// Where a value first stops being a number though what it is made of is one.
  func fault(_ variables: [Double]) -> (column: Int, words: String)? {
    guard !value(variables).isFinite else { return nil }
    switch self {
    case .variable, .number: return nil
    case .function(let function, let u, let column):
      if let inner = u.fault(variables) { return inner }
      return (column, "\(function.rawValue)(\(shortNumber(u.value(variables))))")
    case .operation(let operation, let a, let b, let column):
      if let inner = a.fault(variables) ?? b.fault(variables) { return inner }
      let (a, b) = (shortNumber(a.value(variables)), shortNumber(b.value(variables)))
      let sign: String? =
        switch operation {
        case .add: " + "
        case .subtract: " − "
        case .multiply: " · "
        case .divide: " / "
        case .power: "^"
        case .min, .max: nil
        }
      return (column, sign.map { a + $0 + b } ?? "\(operation.rawValue)(\(a), \(b))")
    }
  }

  /// The places where a side is chosen: where these expressions change their sign, there may be kinks.
  var switches: [FormulaExpression] {
    switch self {
    case .variable, .number: return []
    case .function(let function, let u, _):
      return u.switches + (function.hasKinkAtZero && u.constant == nil ? [u] : [])
    case .operation(let operation, let a, let b, let column):
      let own: [FormulaExpression] =
        switch operation {
        case .min, .max: [.operation(.subtract, a, b, column: column)]
        default: []
        }
      return a.switches + b.switches + own
    }
  }
}

/// The degree d with f(cx) = cᵈ f(x) for all c > 0.
enum FormulaDegree: Equatable {
  /// Zero, which has every degree.
  case any
  case exactly(Double)
  case none

  /// The degree of a sum, or of the larger of two.
  func joined(_ other: FormulaDegree) -> FormulaDegree {
    switch (self, other) {
    case (.any, let d), (let d, .any): d
    case (.exactly(let a), .exactly(let b)) where a == b: self
    default: .none
    }
  }

  /// The degree of a product (`sign` 1) or a quotient (−1).
  func adding(_ other: FormulaDegree, sign: Double) -> FormulaDegree {
    switch (self, other) {
    case (.none, _), (_, .none): .none
    case (.any, _), (_, .any): .any
    case (.exactly(let a), .exactly(let b)): .exactly(a + sign * b)
    }
  }
}

extension FormulaExpression {
  /// The degree in x.
  var degree: FormulaDegree {
    if let constant { return constant == 0 ? .any : .exactly(0) }
    switch self {
    case .variable: return .exactly(1)
    case .number: return .exactly(0)
    case .function(let function, let u, _):
      switch (function, u.degree) {
      case (.negative, let d), (.abs, let d), (.relu, let d): return d
      case (.sqrt, .exactly(let d)): return .exactly(d / 2)
      case (.step, .exactly), (.sign, .exactly), (_, .exactly(0)): return .exactly(0)
      default: return .none
      }
    case .operation(let operation, let a, let b, _):
      switch operation {
      case .add, .subtract, .min, .max: return a.degree.joined(b.degree)
      case .multiply: return a.degree.adding(b.degree, sign: 1)
      case .divide: return a.degree.adding(b.degree, sign: -1)
      case .power:
        guard let p = b.constant, case .exactly(let d) = a.degree else { return .none }
        return .exactly(d * p)
      }
    }
  }
}
