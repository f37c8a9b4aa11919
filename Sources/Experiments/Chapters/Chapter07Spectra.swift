import Study

extension Chapter {
  /// What one layer, and a product of layers, does to lengths in every direction.
  static let spectra = Chapter(
    number: 7, id: "spectra",
    experiments: [
      CircularLaw(), EigenvalueDensity(), LargestSingularValue(), LayerJacobians(),
      ConditionNumber(),
      ProductSpectra(),
    ])
}
