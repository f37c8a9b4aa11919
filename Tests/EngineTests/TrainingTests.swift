import Networks
import Numerics
import Testing

@testable import Engine

/// Tasks are what they say, and training learns them, the same on any number of threads.
@Suite struct TrainingTests {
  @Test func digitsWithoutDifficultyAreTheSameTenPictures() throws {
    let task = try StrokeDigits(difficulty: 0).task(
      training: 20, test: 10, seed: SeedTree(seed: 1))
    let size = task.shape.count
    let first = Array(task.training.inputs[..<(10 * size)])
    #expect(first == Array(task.training.inputs[(10 * size)...]))
    #expect(first == task.test.inputs)
    for digit in 1..<10 {
      #expect(first[(digit * size)..<((digit + 1) * size)] != first[..<size])
    }
    #expect(throws: NetworkError.self) {
      try StrokeDigits(difficulty: 3).task(training: 20, test: 10, seed: SeedTree(seed: 1))
    }
  }

  @Test func addingAsksForTheSumOfTheTwoMarked() throws {
    let task = try SequenceTasks.adding(
      length: 9, training: 30, test: 1, seed: SeedTree(seed: 2))
    guard case .numbers(let answers) = task.training.answers else {
      Issue.record("answers are numbers")
      return
    }
    for sample in 0..<30 {
      let rows = (0..<9).map { step in
        (
          number: task.training.inputs[(sample * 9 + step) * 2],
          mark: task.training.inputs[(sample * 9 + step) * 2 + 1]
        )
      }
      #expect(rows.reduce(0) { $0 + $1.mark } == 2)
      #expect(abs(rows.reduce(0) { $0 + $1.number * $1.mark } - answers[sample]) < 1e-6)
    }
  }

  @Test func copyAsksForWhatWasShown() throws {
    let task = try SequenceTasks.copy(
      symbols: 4, shown: 3, delay: 2, training: 10, test: 1, seed: SeedTree(seed: 3))
    guard case .classes(let answers) = task.training.answers else {
      Issue.record("answers are classes")
      return
    }
    for sample in 0..<10 {
      let own = Array(answers[(sample * 8)..<(sample * 8 + 8)])
      #expect(Array(own[..<5]) == Array(repeating: 4, count: 5))
      for step in 0..<3 {
        #expect(task.training.inputs[(sample * 8 + step) * 6 + own[5 + step]] == 1)
      }
    }
  }

  /// A softmax on digits that are always the same ten pictures learns them by heart.
  @Test func learnsAndRepeats() async throws {
    let task = try StrokeDigits(difficulty: 0).task(
      training: 40, test: 20, seed: SeedTree(seed: 1))
    func run(_ jobs: Int) async throws -> TrainingOutcome {
      try await train(
        TrainingPlan(
          Network(
            input: NetworkInput(task.shape),
            stages: [
              NamedStage(Flatten()), NamedStage(Dense(10, rule: Normal(standardDeviation: 0.01))),
              NamedStage(ReadOut(.crossEntropy)),
            ]), task: task, optimizer: .gradientDescent(rate: 0.1), steps: 60, batch: 20,
          networks: 3, seed: SeedTree(seed: 9), jobs: jobs))
    }
    let one = try await run(1)
    for network in one.networks {
      #expect(abs((network.records.first?.testLoss ?? 0) - 2.302585) < 0.2)
      #expect(network.records.last?.accuracy == 1)
      #expect(network.divergedAt == nil)
    }
    let two = try await run(2)
    #expect(one.networks.map(\.losses) == two.networks.map(\.losses))
  }

  @Test func dropoutIsNotTrainedWith() async throws {
    let task = try StrokeDigits().task(training: 10, test: 10, seed: SeedTree(seed: 1))
    let plan = TrainingPlan(
      Network(
        input: NetworkInput(task.shape),
        stages: [
          NamedStage(Flatten()), NamedStage(Repeat(2, [NamedStage(Dropout(0.5))])),
          NamedStage(Dense(10, rule: Normal(standardDeviation: 0.01))),
          NamedStage(ReadOut(.crossEntropy)),
        ]), task: task, optimizer: .gradientDescent(rate: 0.1), steps: 1, batch: 10, networks: 1)
    await #expect(throws: NetworkError.self) { _ = try await train(plan) }
  }
}
