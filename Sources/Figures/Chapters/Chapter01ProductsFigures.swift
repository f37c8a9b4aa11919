import Study

extension ReportCatalog {
  /// The figures of products of many numbers.
  static let products: [any Figure] = [
    RepeatedFactorFigure(), GaussianProductFigure(), GaussianProductSizesFigure(),
    ProductLogNormFigure(),
  ]
}
