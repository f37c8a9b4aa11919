import Study

extension ReportCatalog {
  /// The figures of spectra.
  static let spectra: [any Figure] = []
}
