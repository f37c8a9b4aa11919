import Study

extension ReportCatalog {
  /// The figures of the open questions.
  static let openQuestions: [any Figure] = [
    MeansInTrainingFigure(), StartScaleFigure(), VeryDeepFigure(), RateTransferFigure(),
  ]
}
