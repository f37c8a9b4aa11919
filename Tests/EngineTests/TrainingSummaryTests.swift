import Networks
import Numerics
import Testing

@testable import Engine

/// What a training amounts to, from outcomes made by hand.
@Suite struct TrainingSummaryTests {
  /// Networks by their losses; diverged where those end early, tested before each step.
  static func outcome(_ losses: [[Float]], steps: Int) -> TrainingOutcome {
    TrainingOutcome(
      stages: [], parameters: [], matrices: [],
      networks: losses.map { own in
        TrainedNetwork(
          records: own.enumerated().map { step, loss in
            TrainedNetwork.Record(
              step: step, testLoss: Double(loss), accuracy: 0.5, movement: [], logGradient: [],
              logOutput: [], logWeightGradient: [], saturated: [], zero: [])
          }, losses: own, divergedAt: own.count < steps ? own.count : nil)
      })
  }

  @Test func quantilesCountDivergedNetworksAsInfinite() throws {
    let summary = try TrainingSummary(
      Self.outcome([[4, 3, 2], [4, 2, 1], [4]], steps: 3), steps: 3, goal: 2)
    #expect(summary.losses.map(\.median) == [4, 3, 2])
    #expect(summary.losses.map(\.high) == [4, .infinity, .infinity])
    // numpy.quantile([2, 3, inf], 0.1) = 2.2
    #expect(abs(summary.losses[1].low - 2.2) < 1e-12)
    #expect(summary.learnedAt == [2, 1, nil])
    #expect(summary.learned.value == 2.0 / 3)
    #expect(summary.divergedAt == [nil, nil, 1])
    #expect(summary.points.map(\.networks) == [3, 2, 2])
    // Fewer than six networks have no interval of a median.
    #expect(summary.learningTime == nil)
  }

  /// Of seven times the median's 95 % interval is the whole range (David and Nagaraja: 1 − 2·2⁻⁷ = 0.984).
  @Test func learningTimesMayBeNever() throws {
    let own: [[Float]] = [[1], [2, 1], [2, 2, 1], [2, 2, 2, 1], [2, 2, 2, 2], [9], [9, 9]]
    let summary = try TrainingSummary(Self.outcome(own, steps: 4), steps: 4, goal: 1)
    let time = try #require(summary.learningTime)
    #expect(time.value == 3)
    #expect(time.low == 0)
    #expect(time.high == .infinity)
  }

  @Test func constantAnswersCostTheEntropyOrHalfTheVariance() {
    let classes = LearningTask(
      name: "c", shape: Shape(channels: 1), training: .init(inputs: [0], answers: .classes([0])),
      test: .init(inputs: [0, 0, 0, 0], answers: .classes([0, 0, 0, 1])))
    // −¾ ln ¾ − ¼ ln ¼
    #expect(abs(classes.constantLoss - 0.5623351446188083) < 1e-12)
    let numbers = LearningTask(
      name: "n", shape: Shape(channels: 1), training: .init(inputs: [0], answers: .numbers([0])),
      test: .init(inputs: [0, 0], answers: .numbers([1, 3])))
    #expect(numbers.constantLoss == 0.5)
  }

  @Test func tasksOfLinesAreSplitAndStandardised() throws {
    let text = (0..<20).map { "\($0),\(2 * $0),\(Double($0) + 0.5)" }.joined(separator: "\n")
    let task = try LearningTask(csv: text, name: "t", seed: SeedTree(seed: 1))
    // A byte order mark is no part of the first sample.
    let marked = try LearningTask(csv: "\u{FEFF}" + text, name: "t", seed: SeedTree(seed: 1))
    #expect(marked.training.inputs == task.training.inputs)
    #expect(task.trainingCount == 16)
    #expect(task.testCount == 4)
    #expect(task.classCount == nil)
    var sum: Float = 0
    var squares: Float = 0
    for sample in 0..<16 {
      sum += task.training.inputs[2 * sample]
      squares += task.training.inputs[2 * sample] * task.training.inputs[2 * sample]
      #expect(
        abs(task.training.inputs[2 * sample] - task.training.inputs[2 * sample + 1]) < 1e-5)
    }
    #expect(abs(sum) < 1e-4)
    // The unbiased variance is one.
    #expect(abs(squares - 15) < 1e-3)
    #expect(throws: NetworkError.self) {
      try LearningTask(csv: "1,2\n3,4\n", name: "t", seed: SeedTree(seed: 1))
    }
  }

  @Test func networksThatDoNotFitTheAnswersAreRefused() async throws {
    let task = try StrokeDigits().task(training: 20, test: 20, seed: SeedTree(seed: 1))
    for (units, loss) in [(9, ReadOut.Loss.crossEntropy), (10, .squared)] {
      let plan = TrainingPlan(
        Network(
          input: NetworkInput(task.shape),
          stages: [
            NamedStage(Flatten()), NamedStage(Dense(units, rule: Normal(standardDeviation: 0.1))),
            NamedStage(ReadOut(loss)),
          ]), task: task, optimizer: .gradientDescent(rate: 0.1), steps: 1, batch: 10)
      await #expect(throws: NetworkError.self) { _ = try await train(plan) }
    }
  }
}
