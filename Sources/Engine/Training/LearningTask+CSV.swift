import Networks
import Numerics

extension LearningTask {
  /// A task from lines of comma-separated numbers, the last of which is the answer; a fifth of the samples,
  /// drawn at random, is held out.
  ///
  /// A first line of names is skipped. Answers are classes unless one of them is a number with a fraction.
  /// Inputs are brought to mean 0 and deviation 1, column by column, by the samples to learn from.
  ///
  /// - Throws: ``NetworkError`` for what is no data, with its line, and for too few samples.
  public init(
    csv text: String, name: String, isRaw: Bool = false, seed: SeedTree
  ) throws(NetworkError) {
    let data: SampleLines
    do { data = try SampleLines(text, asksForNumbers: Self.asksForNumbers(text)) } catch {
      throw NetworkError.run("“\(name)” is no data: \(error)")
    }
    let (count, columns) = (data.count, data.columns)
    guard count >= 10 else {
      throw NetworkError.run(
        "\(name) has \(count) samples; ten or more can be split into those to learn from and those to test"
      )
    }
    var order = Array(0..<count)
    var source = seed.child("split").source()
    for i in stride(from: count - 1, to: 0, by: -1) {
      order.swapAt(i, source.integer(below: i + 1))
    }
    let held = max(2, count / 5)
    let (test, training) = (Array(order[..<held]), Array(order[held...]))
    var shift = [Double](repeating: 0, count: columns)
    var factor = [Double](repeating: 1, count: columns)
    if !isRaw {
      for column in 0..<columns {
        var moments = StreamingMoments()
        for row in training { moments.add(data.inputs[row * columns + column]) }
        shift[column] = moments.mean
        let deviation = moments.variance.squareRoot()
        factor[column] = deviation > 0 ? 1 / deviation : 1
      }
    }
    func samples(_ rows: [Int]) -> Samples {
      let inputs = rows.flatMap { row in
        (0..<columns).map { Float((data.inputs[row * columns + $0] - shift[$0]) * factor[$0]) }
      }
      let answers: Answers =
        switch data.answers {
        case .numbers(let all): .numbers(rows.map { Float(all[$0]) })
        case .classes(let all): .classes(rows.map { all[$0] })
        }
      return Samples(inputs: inputs, answers: answers)
    }
    self.init(
      name: name, shape: Shape(channels: columns), training: samples(training),
      test: samples(test))
  }

  /// Whether a last entry of a line is a number that is not whole.
  private static func asksForNumbers(_ text: String) -> Bool {
    text.split(whereSeparator: \.isNewline).contains { line in
      guard let last = line.split(separator: ",").last else { return false }
      let cell = last.drop(while: \.isWhitespace).prefix(while: { !$0.isWhitespace })
      guard let number = Double(String(cell)), number.isFinite else { return false }
      return number != number.rounded()
    }
  }
}
