import Study

extension Chapter {
  /// The symbols of the report.
  static let notation = Chapter(label: "", id: "notation", experiments: [], template: "notation.md")

  /// English and Chinese terms.
  static let glossary = Chapter(label: "", id: "glossary", experiments: [], template: "glossary.md")
}
