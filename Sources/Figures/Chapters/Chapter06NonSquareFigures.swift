import Study

extension ReportCatalog {
  /// The figures of non-square layers.
  static let nonSquare: [any Figure] = [
    ClaimedAgainstMeasuredFigure(), MeansOfFansFigure(), CostOfAMeanFigure(), MeansByAspectFigure(),
    NetworkShapesFigure(), PowerMeansFigure(), InterpolatedMeanFigure(),
  ]
}
