extension ClaimCatalog {
  /// The claims of note 004, slides on the variance of a perceptron.
  static let note004: [Claim] = note004Linear + note004Activations
}
