import Study

extension ReportCatalog {
  /// The figures of spectra.
  static let spectra: [any Figure] = [
    CircularLawFigure(), EigenvalueDensityFigure(), LargestSingularValueFigure(),
    LayerJacobiansFigure(), ConditionNumberFigure(), NormProductFigure(), ProductSpectraFigure(),
  ]
}
