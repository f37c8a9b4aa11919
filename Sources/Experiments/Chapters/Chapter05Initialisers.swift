import Study

extension Chapter {
  /// Which start keeps which network alive.
  static let initialisers = Chapter(
    number: 5, id: "initialisers",
    experiments: [
      NeuronSymmetry(), ActivationScale(), LayerDistributions(), LayerGradients(),
      ConvolutionGradient(), DeepTraining(), PairTable(), EveryStart(), InitComparison(),
    ])
}
