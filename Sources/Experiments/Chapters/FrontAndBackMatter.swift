import Study

extension Chapter {
  /// The five source notes, and whose work they rest on.
  static let notes = Chapter(label: "", id: "notes", experiments: [], template: "notes.md")

  /// The symbols of the report.
  static let notation = Chapter(label: "", id: "notation", experiments: [], template: "notation.md")

  /// English and Chinese terms.
  static let glossary = Chapter(label: "", id: "glossary", experiments: [], template: "glossary.md")
}
