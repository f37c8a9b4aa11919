extension ClaimCatalog {
  /// The claims of note 000, stability and Xavier's start.
  static let note000: [Claim] = note000BackPropagation + note000MatrixProduct + note000Xavier
}
