import Study

extension ReportCatalog {
  /// The figures of diagnosis.
  static let diagnosis: [any Figure] = [FamilyRecoveryFigure(), ScaleDetectionFigure()]
}
