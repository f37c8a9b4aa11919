import Study

extension ReportCatalog {
  /// The figures of the starts compared.
  static let initialisers: [any Figure] = [
    NeuronSymmetryFigure(), ActivationScaleFigure(), LayerDistributionsFigure(),
    LayerGradientsFigure(), ConvolutionGradientFigure(), DeepTrainingFigure(),
    PairTableFigure.gradient, PairTableFigure.signal, EveryStartFigure(),
    InitComparisonFigure.linear, InitComparisonFigure.relu,
  ]
}
