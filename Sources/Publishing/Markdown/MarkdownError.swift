import TeXMath

/// What is wrong with a piece of Markdown, and where.
public enum MarkdownError: Error, Equatable, Sendable {
  /// A formula that cannot be translated.
  case formula(TeXError)
  /// A dollar sign opens a formula that never ends.
  case unclosedFormula(file: String, line: Int)
  /// A displayed formula stands where some renderers do not show it.
  case displayInside(String, file: String, line: Int)
  /// A text shows a figure that does not exist.
  case unknownFigure(String, file: String)
  /// The Markdown library gave up.
  case notRendered(file: String)
}

extension MarkdownError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .formula(let error): "\(error)"
    case .unclosedFormula(let file, let line):
      "\(file):\(line): a formula is opened by $ and never closed; write \\$ for a dollar sign"
    case .displayInside(let place, let file, let line):
      """
      \(file):\(line): a formula between $$ stands in a \(place), where some renderers lose it; \
      move it into a paragraph of its own or write it between single $
      """
    case .unknownFigure(let id, let file): "\(file): there is no figure “\(id)”"
    case .notRendered(let file): "\(file): the Markdown could not be converted to HTML"
    }
  }
}
