import Networks

extension Network {
  /// Dense layers for a task: hidden ones of given widths with one activation, then as many outputs as the
  /// answers want, and their loss.
  ///
  /// - Parameters:
  ///   - rule: of all layers' weights.
  ///   - bias: the biases of all layers at the start; training changes them in any case.
  ///   - outputRule: of the last layer's weights, where it is another.
  public init(
    chain hidden: [Int], for task: LearningTask, activation: any Activation,
    rule: any WeightInitializer, bias: BiasLaw = .none,
    outputRule: (any WeightInitializer)? = nil
  ) {
    var stages = hidden.flatMap { width in
      [
        NamedStage(Dense(width, rule: rule, bias: bias)),
        NamedStage(ActivationStage(activation)),
      ]
    }
    let classes = task.classCount
    stages += [
      NamedStage(
        Dense(classes ?? task.answersPerSample, rule: outputRule ?? rule, bias: bias)),
      NamedStage(ReadOut(classes == nil ? .squared : .crossEntropy)),
    ]
    self.init(input: NetworkInput(task.shape), stages: stages)
  }
}
