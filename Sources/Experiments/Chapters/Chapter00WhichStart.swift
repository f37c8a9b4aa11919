import Study

extension Chapter {
  /// The answer first: which start for which network.
  static let whichStart = Chapter(number: 0, id: "which-start", experiments: [StartGuide()])
}
