extension ClaimCatalog {
  /// The claims of note 001, the initialisation of matrices that are not square.
  static let note001: [Claim] =
    note001Derivation + note001Means + note001Hourglass + note001Spectra + note001Scripts
    + note001Methods + note001Experiment + note001Advice
}
