import Study

extension ReportCatalog {
  /// The figures of the remedies.
  static let remedies: [any Figure] = [
    RemedyGradientsFigure(), RemedyLossesFigure(), ClippingCliffFigure(),
    ClippingDirectionFigure(), BatchNormGrowthFigure(), ResidualGrowthFigure(),
    GradientThroughTimeFigure(), AddingProblemFigure(), TransformerStartsFigure(),
    TransformerWarmUpFigure(),
  ]
}
