import Study

extension Chapter {
  /// What matters is the mean square of a function and of its slope.
  static let activations = Chapter(
    number: 3, id: "activations",
    experiments: [
      ActivationDerivatives(), TaylorError(), MomentsByScale(), ActivationGallery(), ActiveShare(),
      UniversalApproximation(),
    ])
}
