import Foundation
import Numerics
import Study
import StudyFiles
import Testing

@testable import Experiments

/// `training:` of study files: any task, chains and stages.
@Suite struct StudyTrainingTests {
  private let networks = """
    title: t
    networks:
      - {name: chain, width: 6, depth: 2, activation: tanh, init: xavier-normal}
      - {name: cell, init: xavier-normal, input: {steps: 3, channels: 2}, stack: [{lstm: {units: 4, last: true}}, {dense: 1}]}
      - {name: copier, init: xavier-normal, input: {steps: 3, channels: 2}, stack: [{gru: 5}, {dense: 9}]}

    """

  private func runs(_ plan: StudyPlan) async throws -> [OwnTraining.Trained] {
    try await OwnTraining(plans: plan.training ?? []).run(
      StudyConfiguration(seed: 3, plan: plan), seed: SeedTree(seed: 3), jobs: 2)
  }

  @Test func sequencesAreLearnedByChainsAndCells() async throws {
    let plan = try StudyFile.parse(
      networks + """
        training:
          - {name: a, network: chain, over: learning-rate, values: [0.01, 0.1], task: adding, length: 4,
             steps: 3, networks: 2}
          - {name: b, network: cell, over: optimizer, values: [sgd, adam], task: adding, length: 4, steps: 3,
             warm-up: 2, networks: 2}
          - {name: c, network: copier, over: remedy, values: [none, clip-norm], task: copy, length: 3, steps: 3,
             networks: 2}
        """)
    #expect(plan.training?.map(\.warmUp) == [nil, 2, nil])
    let warm = try #require(plan.training?[1])
    let task = try warm.learningTask(SeedTree(seed: 3))
    let training = try warm.training(
      of: plan.networks[1], on: task, value: "adam", seed: SeedTree(seed: 3))
    #expect(training.warmUp == 2)
    let all = try await runs(plan)
    #expect(all.map(\.runs.count) == [2, 2, 2])
    for trained in all {
      for run in trained.runs {
        #expect(run.median.allSatisfy { $0.isFinite && $0 > 0 })
        #expect(run.steps.last == 3)
        // A sum is a number; what is copied are classes.
        #expect((run.accuracy == nil) == (trained.plan.task == "adding"))
      }
    }
    // Half the variance of the sum of two uniform numbers, 2/12, halved again: 1/24 but for the sample's error.
    #expect(abs(all[0].goal * 24 - 1) < 0.25)
  }

  @Test func linesOfAFileAreLearned() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let rows = (0..<60).map { "\($0 % 7),\($0 % 5),\($0 % 7 > 3 ? "high" : "low")" }
    try rows.joined(separator: "\n").write(
      to: folder.appending(path: "rows.csv"), atomically: true, encoding: .utf8)
    let training = """
      training:
        - {name: a, network: chain, over: learning-rate, values: [0.5], task: rows.csv, batch: 12, steps: 150,
           networks: 2}
      """
    let path = folder.appending(path: "study.yml")
    try (networks + training).write(to: path, atomically: true, encoding: .utf8)
    let run = try #require(try await runs(try StudyFile.read(path: path.path)).first?.runs.first)
    #expect(try #require(run.accuracy) == 1)
    // Twelve of the sixty are held out.
    try (networks + training.replacing("batch: 12", with: "batch: 13")).write(
      to: path, atomically: true, encoding: .utf8)
    #expect(throws: StudyFileError.self) { try StudyFile.read(path: path.path) }
  }
}
