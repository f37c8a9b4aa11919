import Study

extension Chapter {
  /// What the other chapters take for granted.
  static let primer = Chapter(number: 0, id: "primer", experiments: [Primer()])
}
