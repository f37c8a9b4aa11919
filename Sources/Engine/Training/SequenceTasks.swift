import Numerics

/// Tasks over sequences that need something kept for many steps.
public enum SequenceTasks {
  /// The adding problem: the sum of the two numbers that are marked, one in each half of the sequence.
  ///
  /// Hochreiter and Schmidhuber 1997. Two channels, a number from (0, 1) and a mark; always answering one
  /// has a squared error of 1/6, half of which is the loss.
  public static func adding(
    length: Int, training: Int, test: Int, seed: SeedTree
  ) throws(NetworkError) -> LearningTask {
    guard 2...100_000 ~= length, training >= 1, test >= 1 else {
      throw .run(
        "an adding problem of length \(length) does not exist; two steps or more have two marks")
    }
    func samples(_ count: Int, _ seed: SeedTree) -> LearningTask.Samples {
      var inputs: [Float] = []
      var answers: [Float] = []
      for index in 0..<count {
        var source = seed.child(index).source()
        let half = length / 2
        let marks = [source.integer(below: half), half + source.integer(below: length - half)]
        var sum: Float = 0
        for step in 0..<length {
          let number = Float(source.uniform())
          let isMarked = marks.contains(step)
          inputs += [number, isMarked ? 1 : 0]
          if isMarked { sum += number }
        }
        answers.append(sum)
      }
      return LearningTask.Samples(inputs: inputs, answers: .numbers(answers))
    }
    return LearningTask(
      name: "adding", shape: Shape(positions: [length], channels: 2),
      training: samples(training, seed.child("training")),
      test: samples(test, seed.child("test")))
  }

  /// A delayed copy: symbols are shown, nothing for a while, and then they are to be said again.
  ///
  /// One-hot channels: `symbols`, a blank, and the sign to begin. At every step there is an answer, the blank
  /// until the sign: saying blanks and then guessing has a loss of shown · ln(symbols)/length.
  public static func copy(
    symbols: Int = 8, shown: Int = 5, delay: Int, training: Int, test: Int, seed: SeedTree
  ) throws(NetworkError) -> LearningTask {
    guard 2...1000 ~= symbols, 1...1000 ~= shown, 0...100_000 ~= delay, training >= 1, test >= 1
    else {
      throw .run(
        "a copy of \(shown) of \(symbols) symbols after \(delay) steps cannot be asked for")
    }
    let length = 2 * shown + delay
    let channels = symbols + 2
    func samples(_ count: Int, _ seed: SeedTree) -> LearningTask.Samples {
      var inputs = [Float](repeating: 0, count: count * length * channels)
      var answers: [Int] = []
      for index in 0..<count {
        var source = seed.child(index).source()
        let word = (0..<shown).map { _ in source.integer(below: symbols) }
        for step in 0..<length {
          let isSign = step == shown + delay - 1 || (delay == 0 && step == shown)
          let symbol = step < shown ? word[step] : isSign ? symbols + 1 : symbols
          inputs[(index * length + step) * channels + symbol] = 1
          answers.append(step < shown + delay ? symbols : word[step - shown - delay])
        }
      }
      return LearningTask.Samples(inputs: inputs, answers: .classes(answers))
    }
    return LearningTask(
      name: "copy", shape: Shape(positions: [length], channels: channels),
      training: samples(training, seed.child("training")),
      test: samples(test, seed.child("test")))
  }
}
