/// Why nothing can be trained.
public enum TrainingError: Error, Equatable, Sendable {
  /// There are no samples, or samples without numbers.
  case noSamples
  /// Inputs and targets differ in number.
  case unequalLengths(inputs: Int, targets: Int)
  /// A sample holds NaN or an infinity.
  case notFinite(row: Int, column: Int)
  /// A line of a CSV text cannot be used; counted from 1.
  case badLine(Int, String)
  /// Only one class.
  case oneClass
  /// A number outside its range.
  case outOfRange(name: String, value: Double, allowed: String)
}

extension TrainingError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .noSamples:
      "There are no samples to learn from."
    case .unequalLengths(let inputs, let targets):
      "There are \(inputs) inputs but \(targets) targets."
    case .notFinite(let row, let column):
      "The sample in row \(row), column \(column) is not a finite number."
    case .badLine(let line, let problem):
      "Line \(line) \(problem)."
    case .oneClass:
      "All samples have the same class; classification needs at least two."
    case .outOfRange(let name, let value, let allowed):
      "The \(name) is \(value); it must be \(allowed)."
    }
  }
}
