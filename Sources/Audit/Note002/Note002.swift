extension ClaimCatalog {
  /// The claims of note 002, the lesson on numerical stability.
  static let note002: [Claim] =
    note002Stability + note002Variance + note002Activations + note002Start
}
