import Study

extension ReportCatalog {
  /// The figures of back-propagation.
  static let backPropagation: [any Figure] = [
    LogisticGraphFigure(), WorkedNetworkFigure(), RecursionCheckFigure(), GradientDecayFigure(),
  ]
}
