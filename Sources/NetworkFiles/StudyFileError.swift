/// What is wrong with a study file, and where.
public struct StudyFileError: Error, Equatable, CustomStringConvertible {
  /// The file as the user named it.
  public var file: String
  /// The line from 1; nil when the file as a whole is meant.
  public var line: Int?
  /// The column from 1; nil when a line or the file as a whole is meant.
  public var column: Int?
  /// The fault and the way out, one sentence without the place.
  public var problem: String

  /// Says what is wrong.
  package init(file: String, line: Int?, column: Int?, problem: String) {
    self.file = file
    self.line = line
    self.column = column
    self.problem = problem
  }

  /// The sentence for the user, in the form that editors turn into links.
  public var description: String {
    guard let line, let column else { return "\(file): \(problem)" }
    return "\(file):\(line):\(column): \(problem)"
  }
}
