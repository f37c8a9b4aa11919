/// Reads formulas: sums of products of powers, with implicit multiplication.
///
///     sum     = product (("+" | "-") product)*
///     product = signed (("*" | "/")? signed)*     without a sign only where no number follows: 2 x, x (1 − x)
///     signed  = "-" signed | power
///     power   = atom ("^" signed)?                 −x² is −(x²), 2^−3 is allowed
///     atom    = number | name | name "(" sum ("," sum)* ")" | "(" sum ")"
struct FormulaParser {
  private let text: String
  private let variables: [String]
  private let tokens: [(token: FormulaToken, column: Int)]
  private var position = 0
  private var depth = 0

  /// Brackets within brackets beyond this are refused, so that no text can exhaust the stack.
  private static let deepest = 40

  /// Reads a formula of some variables.
  static func parse(_ text: String, variables: [String]) throws(FormulaError) -> FormulaExpression {
    var parser = FormulaParser(
      text: text, variables: variables, tokens: try FormulaLexer(text).tokens)
    let expression = try parser.sum()
    guard parser.token == .end else {
      throw parser.fault(
        parser.token == .symbol(")") ? "this bracket was never opened" : "this does not belong here")
    }
    return expression
  }

  private init(
    text: String, variables: [String], tokens: [(token: FormulaToken, column: Int)]
  ) {
    self.text = text
    self.variables = variables
    self.tokens = tokens
  }

  private var token: FormulaToken { tokens[position].token }
  private var column: Int { tokens[position].column }

  private func fault(_ problem: String) -> FormulaError {
    FormulaError(formula: text, column: column, problem: problem)
  }

  private mutating func take(_ symbol: Character) -> Bool {
    guard token == .symbol(symbol) else { return false }
    position += 1
    return true
  }

  private mutating func within<Result>(
    _ body: (inout FormulaParser) throws(FormulaError) -> Result
  ) throws(FormulaError) -> Result {
    depth += 1
    guard depth <= Self.deepest else {
      throw fault("it is nested deeper than \(Self.deepest) levels")
    }
    let result = try body(&self)
    depth -= 1
    return result
  }

  private mutating func sum() throws(FormulaError) -> FormulaExpression {
    var left = try product()
    while true {
      let place = column
      if take("+") {
        left = .operation(.add, left, try product(), column: place)
      } else if take("-") {
        left = .operation(.subtract, left, try product(), column: place)
      } else {
        return left
      }
    }
  }

  private mutating func product() throws(FormulaError) -> FormulaExpression {
    var left = try signed()
    while true {
      let place = column
      if take("*") {
        left = .operation(.multiply, left, try signed(), column: place)
      } else if take("/") {
        left = .operation(.divide, left, try signed(), column: place)
      } else if beginsFactor {
        left = .operation(.multiply, left, try power(), column: place)
      } else {
        return left
      }
    }
  }

  /// Whether a factor follows without a sign: two numbers side by side are a slip, not a product.
  private var beginsFactor: Bool {
    switch token {
    case .name, .symbol("("): true
    default: false
    }
  }

  private mutating func signed() throws(FormulaError) -> FormulaExpression {
    let place = column
    if take("-") {
      let inner = try within { parser throws(FormulaError) in try parser.signed() }
      return .function(.negative, inner, column: place)
    }
    if take("+") { return try within { parser throws(FormulaError) in try parser.signed() } }
    return try power()
  }

  private mutating func power() throws(FormulaError) -> FormulaExpression {
    let base = try atom()
    let place = column
    guard take("^") else { return base }
    let exponent = try within { parser throws(FormulaError) in try parser.signed() }
    return .operation(.power, base, exponent, column: place)
  }

  private mutating func atom() throws(FormulaError) -> FormulaExpression {
    let place = column
    switch token {
    case .number(let value):
      position += 1
      return .number(value)
    case .symbol("("):
      position += 1
      let inner = try within { parser throws(FormulaError) in try parser.sum() }
      guard take(")") else { throw fault("a bracket is not closed: ')' is missing") }
      return inner
    case .name(let name):
      position += 1
      return try named(name, place)
    case .end: throw fault("something is missing at the end, such as a number or x")
    case .symbol(let symbol): throw fault("a number, x or a bracket is missing before '\(symbol)'")
    }
  }

  private static let constants = ["pi": 3.141592653589793, "e": FormulaExpression.e]

  private mutating func named(
    _ name: String, _ place: Int
  ) throws(FormulaError) -> FormulaExpression {
    if let variable = variables.firstIndex(where: { $0.lowercased() == name }) {
      return .variable(variable)
    }
    if let constant = Self.constants[name] { return .number(constant) }
    let function = FormulaFunction.named(name)
    let operation: FormulaOperation? = name == "max" ? .max : name == "min" ? .min : nil
    guard function != nil || operation != nil else {
      position -= 1
      let names = variables + Array(Self.constants.keys.sorted()) + Self.functionNames
      let hint = CatalogError(kind: "function", name: name, known: names).suggestion
      throw fault(
        "there is no '\(name)'"
          + (hint.map { "; did you mean '\($0)'?" }
            ?? "; there are \(names.joined(separator: ", "))"))
    }
    guard take("(") else { throw fault("'\(name)' needs brackets, as in \(name)(x)") }
    let arguments = try within { parser throws(FormulaError) in
      var arguments = [try parser.sum()]
      while parser.take(",") { arguments.append(try parser.sum()) }
      return arguments
    }
    guard take(")") else { throw fault("a bracket is not closed: ')' is missing") }
    if let function {
      guard arguments.count == 1 else {
        throw FormulaError(
          formula: text, column: place,
          problem: "\(name) takes one argument, not \(arguments.count)")
      }
      return .function(function, arguments[0], column: place)
    }
    guard let operation, arguments.count >= 2 else {
      throw FormulaError(
        formula: text, column: place, problem: "\(name) takes two arguments or more")
    }
    return arguments.dropFirst().reduce(arguments[0]) {
      .operation(operation, $0, $1, column: place)
    }
  }

  /// What may be called.
  static var functionNames: [String] {
    FormulaFunction.allCases.filter { $0 != .negative }.map(\.rawValue) + ["max", "min"]
  }
}
