import Kernels

extension LearningTask {
  /// How many classes the answers name; `nil` where they are numbers.
  public var classCount: Int? {
    guard case .classes(let classes) = training.answers else { return nil }
    guard case .classes(let tested) = test.answers else { return nil }
    return 1 + max(classes.max() ?? 0, tested.max() ?? 0)
  }

  /// How many answers belong to a sample: one, or one for each position.
  public var answersPerSample: Int { training.answers.count / max(1, trainingCount) }

  /// The held-out loss of whoever always says the same, but the best of that at each position.
  ///
  /// Of classes the entropy of their shares, of numbers half their variance: what is learned without a look at
  /// the inputs.
  public var constantLoss: Double {
    let places = answersPerSample
    let samples = testCount
    guard places > 0, samples > 0 else { return .nan }
    var total = 0.0
    switch test.answers {
    case .classes(let all):
      let classes = classCount ?? 1
      for place in 0..<places {
        var counts = [Int](repeating: 0, count: classes)
        for sample in 0..<samples { counts[all[sample * places + place]] += 1 }
        for count in counts where count > 0 {
          let share = Double(count) / Double(samples)
          total -= share * Double.log(share)
        }
      }
      return total / Double(places)
    case .numbers(let all):
      for place in 0..<places {
        var (sum, squares) = (0.0, 0.0)
        for sample in 0..<samples {
          let number = Double(all[sample * places + place])
          sum += number
          squares += number * number
        }
        let mean = sum / Double(samples)
        total += 0.5 * (squares / Double(samples) - mean * mean)
      }
      return total
    }
  }

  /// Refuses samples that are none: of other sizes than the shape says, without answers, or not finite.
  func check() throws(NetworkError) {
    for (samples, use) in [(training, "to learn from"), (test, "to be tested on")] {
      let (numbers, size, answers) = (samples.inputs.count, shape.count, samples.answers.count)
      let place = "the task \(name), samples \(use):"
      guard numbers > 0, numbers % size == 0 else {
        throw .run("\(place) \(numbers) inputs are no whole samples of \(size)")
      }
      guard answers > 0, answers % (numbers / size) == 0 else {
        throw .run("\(place) there are \(answers) answers for \(numbers / size) samples")
      }
      if let index = samples.inputs.firstIndex(where: { !$0.isFinite }) {
        throw .run(
          "\(place) number \(index % size + 1) of sample \(index / size + 1) is not finite")
      }
    }
  }

  /// Refuses a network whose end does not fit the answers.
  ///
  /// - Throws: ``NetworkError`` for a loss of the other kind, and for a shape before it that gives other numbers
  ///   than there are answers.
  public func check(fits network: Network) throws(NetworkError) {
    guard let loss = (network.stages.last?.stage as? ReadOut)?.loss else { return }
    let end = try Sequence(Array(network.stages.dropLast())).output(for: network.input.shape)
    switch (loss, training.answers, test.answers) {
    case (.crossEntropy, .classes, .classes):
      guard end.positionCount == answersPerSample, (classCount ?? 0) <= end.channels else {
        throw .run(
          "the task \(name) has \(classCount ?? 0) classes at \(answersPerSample) position(s) of a sample; the "
            + "network ends in the shape \(end.text) before its loss")
      }
    case (.squared, .numbers, .numbers):
      guard end.count == answersPerSample else {
        throw .run(
          "the task \(name) asks for \(answersPerSample) number(s) of a sample; the network ends in the shape "
            + "\(end.text) before its loss")
      }
    default:
      throw .run(
        "the task \(name) asks for \(classCount == nil ? "numbers" : "classes"), the network ends in the loss "
          + "\(loss.rawValue)")
    }
  }
}
