import Study

extension Chapter {
  /// What a vanishing or exploding gradient looks like to a person who trains.
  static let symptoms = Chapter(
    number: 9, id: "symptoms",
    experiments: [
      HalfPrecisionGradients(), LayerMovement(), LearningRates(), BadStep(), DyingUnits(),
      BiasShift(),
    ])
}
