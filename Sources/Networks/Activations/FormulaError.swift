/// A formula that cannot be read or used, with the place of the fault.
public struct FormulaError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The formula as it was given.
  public var formula: String
  /// The character at which the fault is seen, counted from 1.
  public var column: Int
  /// What is wrong, and what to write instead.
  public var problem: String

  /// Makes the error.
  public init(formula: String, column: Int, problem: String) {
    self.formula = formula
    self.column = column
    self.problem = problem
  }

  public var description: String {
    let shown = formula.count > 60 ? formula.prefix(60) + "…" : formula[...]
    return "the formula '\(shown)' cannot be used: \(problem) (character \(column))"
  }
}
