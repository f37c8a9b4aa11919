import Study

extension Chapter {
  /// What the other chapters take for granted.
  static let primer = Chapter(
    label: "P", id: "primer", experiments: [Primer()], template: "chapters/00-primer.md")
}
