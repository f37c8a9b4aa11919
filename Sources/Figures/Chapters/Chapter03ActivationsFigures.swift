import Study

extension ReportCatalog {
  /// The figures of activations and their derivatives.
  static let activations: [any Figure] = [
    ActivationDerivativesFigure(), TaylorErrorFigure(), MomentsByScaleFigure(),
    ActivationGalleryFigure(), ActiveShareFigure(), UniversalApproximationFigure(),
  ]
}
