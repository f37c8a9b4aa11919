extension Chapter {
  /// Which start keeps which network alive.
  static let initialisers = Chapter(
    number: 5, id: "initialisers",
    experiments: [
      ActivationScale(), LayerGradients(), ConvolutionGradient(), NeuronSymmetry(),
      InitComparison(),
    ])
}
