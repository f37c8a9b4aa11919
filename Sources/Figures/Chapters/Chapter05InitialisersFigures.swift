import Study

extension ReportCatalog {
  /// The figures of the starts compared.
  static let initialisers: [any Figure] = [
    NeuronSymmetryFigure()
  ]
}
