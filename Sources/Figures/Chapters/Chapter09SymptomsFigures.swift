import Study

extension ReportCatalog {
  /// The figures of what one sees while training.
  static let symptoms: [any Figure] = [
    HalfPrecisionFigure(), LearningRatesFigure(), ExplosionFigure(), StrokeDigitsFigure(),
    LayerMovementFigure(), BadStepFigure(), DyingUnitsFigure(), BiasShiftFigure(),
  ]
}
