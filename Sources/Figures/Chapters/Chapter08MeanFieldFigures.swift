import Study

extension ReportCatalog {
  /// The figures of mean-field theory.
  static let meanField: [any Figure] = [
    LengthOrbitsFigure(), UnstableLengthFigure(), PhaseDiagramFigure(), CorrelationOrbitsFigure(),
    TrainabilityFigure(), ActivationGainsFigure(), TanhGainFigure(), FrameworkDefaultFigure(),
    NetworkKernelsFigure(), NearLinearFigure(),
  ]
}
