import Study

extension Chapter {
  /// The claims of the source notes, checked one by one.
  static let audit = Chapter(number: 14, id: "audit", experiments: [ClaimsAudit()])
}
