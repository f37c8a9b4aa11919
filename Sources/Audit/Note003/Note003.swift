extension ClaimCatalog {
  /// The claims of note 003, feed-forward networks; there is no S003-24.
  static let note003: [Claim] =
    note003Activations + note003BackPropagation + note003Remedies + note003Training
}
