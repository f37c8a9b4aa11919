import Study

extension FactTable {
  /// The table in the Markdown that GitHub, pandoc and md4c read alike.
  var markdown: String {
    let rule = numeric.map { $0 ? "---:" : ":---" }
    return ([header, rule] + rows).map { cells in
      "| " + cells.map { $0.replacing("|", with: "&#124;") }.joined(separator: " | ") + " |"
    }.joined(separator: "\n")
  }
}
