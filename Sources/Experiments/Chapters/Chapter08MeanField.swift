import Study

extension Chapter {
  /// What a start does to the size of one input and to the difference of two.
  static let meanField = Chapter(
    number: 8, id: "mean-field",
    experiments: [
      LengthOrbits(), UnstableLength(), PhaseDiagram(), CorrelationOrbits(), Trainability(),
      ActivationGains(), TanhGain(), FrameworkDefault(), NetworkKernels(), NearLinear(),
    ])
}
