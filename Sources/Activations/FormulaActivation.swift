import Kernels

/// An activation given by a formula of x, such as `x * sigmoid(1.702 x)` or `max(x, 0)^2`.
///
/// Slopes come from differentiation of the formula, kinks from where its parts change sides; of a positively
/// homogeneous formula the degree is seen, so that signals of any size go through it. Arithmetic is double
/// precision whatever the signal's: formulas are some ten times as slow as named functions.
public struct FormulaActivation: Activation {
  /// The formula with single spaces.
  public let name: String
  /// The points where a part of the formula changes sides, increasing.
  public let kinks: [Double]
  /// The slopes on either side of the origin of a formula with f(cx) = c f(x).
  public let homogeneousSlopes: (negative: Double, positive: Double)?
  /// d of a formula with f(cx) = cᵈ f(x), one for others.
  public let homogeneousDegree: Int
  /// A, ω and c of a formula that is A sin(ωx + c), such as `sin(1000 x)`.
  public let sinusoid: Sinusoid?
  private let program: FormulaProgram

  /// Reads a formula.
  ///
  /// - Throws: ``FormulaError`` with the place, for what does not parse, has no x in it, or is not a finite
  ///   number for inputs between −8 and 8.
  public init(_ formula: String) throws(FormulaError) {
    let expression = try FormulaParser.parse(formula, variables: ["x"]).folded
    guard expression.constant == nil else {
      throw FormulaError(
        formula: formula, column: 1, problem: "there is no x in it, so that nothing goes through")
    }
    // From the origin outwards, so that the simplest number is named.
    for step in 0...64 {
      for x in step == 0 ? [0] : [Double(step) / 8, -Double(step) / 8] {
        guard let (column, words) = expression.fault([x]) else { continue }
        throw FormulaError(
          formula: formula, column: column,
          problem: "at x = \(shortNumber(x)) it has \(words), which is no finite number; "
            + "activations meet numbers of either sign, so write abs(x) or max(x, 0) where only one will do"
        )
      }
    }
    name = formula.split(whereSeparator: { $0 == " " || $0 == "\t" }).joined(separator: " ")
    program = FormulaProgram(expression)
    kinks = expression.kinks
    sinusoid = expression.sinusoid
    switch expression.degree {
    case .exactly(1):
      homogeneousSlopes = (-program.value(at: -1), program.value(at: 1))
      homogeneousDegree = 1
    case .exactly(let degree) where degree >= 2 && degree <= 64 && degree == degree.rounded():
      homogeneousSlopes = nil
      homogeneousDegree = Int(degree)
    default:
      homogeneousSlopes = nil
      homogeneousDegree = 1
    }
  }

  /// Whether a text looks like a formula rather than like a misspelt name: it has signs, or a lone x.
  static func looksLikeFormula(_ text: String) -> Bool {
    text.contains(where: { "+*/^(),²³·×÷".contains($0) })
      || text.split(whereSeparator: { !($0.isLetter || $0 == "_") })
        .contains(where: { $0 == "x" || $0 == "X" })
  }

  /// A regular expression (ECMA-262) for texts that may be formulas: a lone x, and no names but those that
  /// formulas have.
  package static let pattern: String = {
    let functions = (FormulaParser.functionNames + ["ln"]).map(CatalogName.pattern)
    let names = functions.joined(separator: "|")
    return "^(?=.*(^|[^A-Za-z_])[xX]([^A-Za-z_0-9]|$))"
      + "([^A-Za-z_]|(\(names))[ \\t]*\\(|([xX]|[pP][iI]|[eE])(?![A-Za-z_]))+$"
  }()

  public func value(at x: Double) -> Double { program.value(at: x) }
  public func slope(at x: Double) -> Double { program.slope(at: x) }

  public func apply(_ input: Span<Float>, into output: inout MutableSpan<Float>) {
    program.values(input, into: &output)
  }

  public func apply(_ input: Span<Double>, into output: inout MutableSpan<Double>) {
    program.values(input, into: &output)
  }

  public func slopes(_ input: Span<Float>, into output: inout MutableSpan<Float>) {
    program.slopes(input, into: &output)
  }

  public func slopes(_ input: Span<Double>, into output: inout MutableSpan<Double>) {
    program.slopes(input, into: &output)
  }
}

/// A number written as a formula of named constants, such as `1/sqrt(2 L)`.
public struct NumberFormula: Sendable {
  private let expression: FormulaExpression

  /// Reads a formula of some variables.
  ///
  /// - Throws: ``FormulaError`` with the place.
  public init(_ text: String, variables: [String]) throws(FormulaError) {
    expression = try FormulaParser.parse(text, variables: variables)
  }

  /// The number where the variables, in their order, have values; perhaps not finite.
  public func value(_ variables: [Double]) -> Double { expression.value(variables) }
}
