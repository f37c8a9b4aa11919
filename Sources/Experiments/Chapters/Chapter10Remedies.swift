import Study

extension Chapter {
  /// The remedies, measured with one yardstick.
  static let remedies = Chapter(
    number: 10, id: "remedies",
    experiments: [
      RemedyComparison(), ClippingCliff(), BatchNormGrowth(), ResidualGrowth(),
      GradientThroughTime(), AddingProblem(), TransformerStarts(), TransformerWarmUp(),
    ])
}
