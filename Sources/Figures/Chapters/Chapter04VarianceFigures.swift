import Study

extension ReportCatalog {
  /// The figures of the variance calculus.
  static let variance: [any Figure] = [
    LinearVarianceFigure(direction: .forward), LinearVarianceFigure(direction: .backward),
    LayerGainFigure(), ReLUVarianceFigure(),
  ]
}
