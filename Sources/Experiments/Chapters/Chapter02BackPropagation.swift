import Study

extension Chapter {
  /// The gradient is a product of one matrix per layer.
  static let backPropagation = Chapter(
    number: 2, id: "back-propagation",
    experiments: [GraphModes(), WorkedExample(), RecursionCheck(), GradientDecay()])
}
