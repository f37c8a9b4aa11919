/// Why a formula could not be read, and where.
public struct TeXError: Error, Equatable, Sendable {
  /// What is wrong.
  public enum Reason: Equatable, Sendable {
    case unknownCommand(String)
    case unknownEnvironment(String)
    case missingArgument(of: String)
    case unclosed(String)
    case unexpected(String)
    case mismatchedEnd(began: String, ended: String)
    case doubleScript(String)
    case notAllowedHere(String)
    case nestedTooDeeply(limit: Int)
    case forbiddenCharacter(UInt32)
  }

  /// What is wrong.
  public var reason: Reason
  /// The line of the place, from 1; within the file once `in(file:startingAt:)` was called.
  public var line: Int
  /// The column of the place in characters, from 1.
  public var column: Int
  /// The file, when it is known.
  public var file: String?

  /// Makes an error.
  public init(_ reason: Reason, line: Int, column: Int, file: String? = nil) {
    self.reason = reason
    self.line = line
    self.column = column
    self.file = file
  }

  /// The same error with its place counted in a file, given where the formula begins there.
  public func `in`(file: String, startingAt start: (line: Int, column: Int)) -> TeXError {
    TeXError(
      reason, line: line + start.line - 1, column: line == 1 ? column + start.column - 1 : column,
      file: file)
  }
}

extension TeXError: CustomStringConvertible {
  public var description: String {
    let place = "\(file.map { "\($0):" } ?? "")\(line):\(column)"
    let sentence =
      switch reason {
      case .unknownCommand(let name):
        "the formula uses \(name), which is not a known command"
      case .unknownEnvironment(let name):
        """
        the formula uses the environment \(name); known are \
        \(TeXEnvironment.names.joined(separator: ", "))
        """
      case .missingArgument(let name): "\(name) lacks its argument"
      case .unclosed(let name): "\(name) is never closed"
      case .unexpected(let text): "\(text) closes nothing"
      case .mismatchedEnd(let began, let ended):
        "\\begin{\(began)} is closed by \\end{\(ended)}"
      case .doubleScript(let script): "two \(script)s follow the same symbol; use braces"
      case .notAllowedHere(let name): "\(name) is not allowed here"
      case .nestedTooDeeply(let limit): "the formula is nested more than \(limit) levels deep"
      case .forbiddenCharacter(let code):
        "the formula contains the control character U+\(String(code, radix: 16, uppercase: true))"
      }
    return "\(place): \(sentence)"
  }
}
