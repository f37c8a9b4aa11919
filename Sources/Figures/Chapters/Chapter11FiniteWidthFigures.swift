import Study

extension ReportCatalog {
  /// The figures of finite width.
  static let finiteWidth: [any Figure] = [
    LogNormLawFigure(), WidthSumFigure(), MeanAndMedianFigure(), ShatteredGradientsFigure(),
    JacobianVarianceFigure(), OrthogonalTanhFigure(), BornDeadFigure(), BornDeadRemediesFigure(),
    WidthEnoughFigure(),
  ]
}
