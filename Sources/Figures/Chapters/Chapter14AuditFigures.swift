import Study

extension ReportCatalog {
  /// The figures of the audit.
  static let audit: [any Figure] = [
    ClaimsAuditFigure()
  ]
}
