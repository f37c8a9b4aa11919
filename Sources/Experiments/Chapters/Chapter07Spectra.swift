extension Chapter {
  /// Singular values of random layers and of their products.
  static let spectra = Chapter(number: 7, id: "spectra", experiments: [])
}
