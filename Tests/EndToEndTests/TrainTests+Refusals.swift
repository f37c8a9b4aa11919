import Foundation
import Testing

extension TrainTests {
  private func refusal(
    _ arguments: [String], status: Int32, files: [String: String] = [:], folders: [String] = []
  ) throws -> String {
    let scratch = try Scratch()
    for (name, text) in files {
      try Data(text.utf8).write(to: scratch.url.appending(path: name))
    }
    for name in folders {
      try FileManager.default.createDirectory(
        at: scratch.url.appending(path: name), withIntermediateDirectories: true)
    }
    let outcome = try Command.run(["train"] + arguments, in: scratch.url)
    #expect(outcome.status == status && outcome.output.isEmpty, "\(outcome.errors)")
    return outcome.errors
  }

  /// A network that cannot learn a task is refused at the line that is to be changed.
  @Test(arguments: [
    (
      "784", "- dense: 8\n  - loss: cross-entropy",
      "n.yml:4:5: the task digits has 10 classes at 1 position(s) of a sample; the network ends in the shape 8"
    ),
    ("8", "- dense: 10\n  - loss: squared", "n.yml:5:5: the task digits asks for classes"),
    ("8", "- dense: 6\n  - activation: relu", "n.yml:5:5: the task digits has 10 classes"),
    (
      "{image: [32, 32], channels: 3}",
      "- pool: {take: max, kernel: 4}\n  - pool: {take: max, kernel: 4}\n  - pool: {take: max, kernel: 2}\n  - flatten\n  - dense: 10",
      "n.yml:6:5: “pool” does not fit the task digits: “pool” hands on 1 × 1 × 1, and a kernel"
    ),
    (
      "{tokens: 8, vocabulary: 5}",
      "- embedding: {vocabulary: 5, width: 8}\n  - flatten\n  - dense: 10",
      "n.yml:4:5: “embedding” takes tokens, whole numbers from 0 to 4; the task digits has others"
    ),
  ]) func networksThatDoNotFitAreNamedByLine(
    _ input: String, _ stack: String, _ sentence: String
  ) throws {
    let text = "init: he-normal\ninput: \(input)\nstack:\n  \(stack)\n"
    let errors = try refusal(
      ["--network", "n.yml", "--steps", "1"], status: 1, files: ["n.yml": text])
    #expect(errors.contains(sentence), "\(errors)")
    #expect(errors.split(separator: "\n").count == 1)
  }

  @Test func foldersAreNoTasks() throws {
    for name in ["samples", "samples.csv"] {
      let errors = try refusal(["--task", name], status: 64, folders: [name])
      #expect(
        errors.contains(
          "--task \(name) is a folder; give a file of comma-separated numbers in it"), "\(errors)")
    }
  }

  @Test func hugeRatesNameTheirRange() throws {
    let errors = try refusal(["--learning-rate", "1e30"], status: 64)
    #expect(
      errors.contains(
        "--learning-rate 1e30 is out of range; give a number from 0 to 1e12, such as 0.1."),
      "\(errors)")
  }
}
