/// What can be wrong with a template.
public enum TemplateError: Error, Equatable, CustomStringConvertible {
  case missing(path: String)
  case unreadable(path: String)
  case noProse(path: String)
  case nothingOverridden(path: String, known: [String])
  case stranger(path: String, nearest: String)
  case unknownKey(path: String, line: Int, key: String, nearest: String?)
  case noKey(path: String, line: Int, text: String)
  case syntax(path: String, line: Int, column: Int, problem: String)
  case unsupportedTag(path: String, line: Int, tag: String)
  case unknownName(path: String, line: Int, name: String, nearest: String?)
  case frontMatter(path: String, line: Int, problem: String)
  /// A file of words that lacks a key, has one too many, or cannot be read at all.
  case words(path: String, key: String?, problem: String)

  /// The sentence for the user.
  public var description: String {
    switch self {
    case .missing(let path):
      "the template “\(path)” is missing; a folder given by --templates replaces built-in files"
        + " and cannot remove one"
    case .unreadable(let path):
      "the template file or folder “\(path)” cannot be read as UTF-8 text; check that it exists"
        + " and is readable"
    case .noProse(let path):
      "the folder “\(path)” holds no chapters; add files that end in .md, with front matter"
    case .nothingOverridden(let path, let known):
      "the folder “\(path)” replaces no template; it should hold files named like "
        + known.prefix(3).joined(separator: ", ")
    case .stranger(let path, let nearest):
      "the file “\(path)” replaces no template; did you mean “\(nearest)”?"
    case .unknownKey(let path, let line, let key, let nearest):
      "\(path):\(line): nothing is called “\(key)”"
        + (nearest.map { "; did you mean “\($0)”?" } ?? ", so its line would never be shown")
    case .noKey(let path, let line, let text):
      "\(path):\(line): “\(text)” has no colon, so that it names nothing; write “key: words”, as in"
        + " “relu: ReLU”, or begin the line with # for a comment"
    case .syntax(let path, let line, let column, let problem):
      "\(path):\(line):\(column): \(problem)"
    case .unsupportedTag(let path, let line, let tag):
      "\(path):\(line): the tag “\(tag)” is not supported; templates use {{name}}, {{{name}}},"
        + " {{#name}}…{{/name}}, {{^name}}…{{/name}} and {{! comments }}"
    case .unknownName(let path, let line, let name, let nearest):
      "\(path):\(line): there is no fact, figure or table “\(name)”"
        + (nearest.map { "; did you mean “\($0)”?" } ?? "")
        + " (`report list --facts` shows all)"
    case .words(let path, let key, let problem):
      "the file of words “\(path)” " + (key.map { "is wrong: “\($0)” " } ?? "") + problem
    case .frontMatter(let path, let line, let problem):
      "\(path):\(line): the front matter between the --- lines is wrong: \(problem)"
    }
  }
}
