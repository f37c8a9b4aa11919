import Study

extension ReportCatalog {
  /// The figures of back-propagation.
  static let backPropagation: [any Figure] = [RecursionCheckFigure(), GradientDecayFigure()]
}
