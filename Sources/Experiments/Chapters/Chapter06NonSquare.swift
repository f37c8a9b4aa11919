import Study

extension Chapter {
  /// What to do when fan-in and fan-out differ.
  static let nonSquare = Chapter(
    number: 6, id: "non-square",
    experiments: [
      ClaimedAgainstMeasured(), CostOfAMean(), MeansByAspect(), NetworkShapes(), PowerMeans(),
      InterpolatedMean(),
    ])
}
