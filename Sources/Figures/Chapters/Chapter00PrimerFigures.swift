import Study

extension ReportCatalog {
  /// The drawings of the primer.
  static let primer: [any Figure] = [
    LayerFansFigure(), ForwardBackwardFigure(), HalfNormalFigure(), ReadingAChartFigure(),
    ResidualBranchFigure(),
  ]
}
