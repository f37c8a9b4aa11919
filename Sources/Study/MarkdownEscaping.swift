extension String {
  /// The text as Markdown that shows it as it is, whatever it contains.
  ///
  /// Entities rather than backslashes: `\(` and `\[` begin formulas in some Markdown programs, and
  /// Jekyll and MDX read braces. Everything that comes from a study file passes through here.
  public var markdownEscaped: String {
    var result = ""
    for character in self {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\\", "`", "*", "_", "[", "]", "|", "$", "{", "}", "~", "#":
        result += "&#\(character.asciiValue ?? 32);"
      case "\n", "\r": result += " "
      default: result.append(character)
      }
    }
    return result
  }
}
