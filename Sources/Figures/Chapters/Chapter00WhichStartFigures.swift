import Study

extension ReportCatalog {
  /// The figure of the decision page.
  static let whichStart: [any Figure] = [StartGuideFigure()]
}
