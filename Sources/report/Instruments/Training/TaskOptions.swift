import ArgumentParser
import Engine
import Foundation
import Simulation
import StudyFiles

/// What is learned, by `report train`.
struct TaskOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What is learned: digits, adding, copy, or a file of comma-separated numbers whose last column is the "
        + "answer.", valueName: "name|file.csv"), completion: .list(["digits", "adding", "copy"]))
  var task = "digits"

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How many digits or sequences there are to learn from.", valueName: "n"))
  var samples: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How hard digits are to read, 0 … 2: shift, turn, shear and noise grow with it (default: 1).",
      valueName: "d"))
  var difficulty: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The length of the adding problem, the delay of the copy (default: 20).", valueName: "n"))
  var length: Int?

  @Flag(help: "Leave the columns of a CSV as they are; else each has mean 0 and deviation 1.")
  var raw = false

  func validate() throws {
    let isDigits = task == "digits"
    let isSequence = task == "adding" || task == "copy"
    if !isDigits, !isSequence {
      var isFolder: ObjCBool = false
      if FileManager.default.fileExists(atPath: task, isDirectory: &isFolder), isFolder.boolValue {
        throw ValidationError(
          "--task \(task) is a folder; give a file of comma-separated numbers in it, a sample on each line."
        )
      }
      guard task.lowercased().hasSuffix(".csv") else {
        throw ValidationError(
          "--task \(task): there is no such task; take digits, adding, copy, or a file that ends in .csv."
        )
      }
    }
    let given: [(String, Bool, Bool)] = [
      ("samples", samples != nil, isDigits || isSequence),
      ("difficulty", difficulty != nil, isDigits), ("length", length != nil, isSequence),
      ("raw", raw, !isDigits && !isSequence),
    ]
    if let wrong = given.first(where: { $0.1 && !$0.2 }) {
      throw ValidationError("--\(wrong.0) does not go with --task \(task).")
    }
    if let difficulty { try requireOption("difficulty", difficulty, in: 0...2) }
    if let samples { try requireOption("samples", Double(samples), in: 10...1_000_000) }
    if let length {
      try requireOption("length", Double(length), in: (task == "copy" ? 0 : 2)...100_000)
    }
  }

  /// The task.
  func learningTask(_ seed: SeedTree) throws -> LearningTask {
    let training = samples ?? 2000
    let test = max(10, min(1000, training / 4))
    switch task {
    case "digits":
      return try StrokeDigits(difficulty: difficulty ?? 1).task(
        training: training, test: test, seed: seed)
    case "adding":
      return try SequenceTasks.adding(
        length: length ?? 20, training: training, test: test, seed: seed)
    case "copy":
      return try SequenceTasks.copy(
        delay: length ?? 20, training: training, test: test, seed: seed)
    default:
      return try LearningTask(csv: try text(), name: task, isRaw: raw, seed: seed)
    }
  }

  private func text() throws -> String {
    guard FileManager.default.fileExists(atPath: task) else {
      throw TaskFault(description: "the file “\(task)” of --task does not exist")
    }
    guard let data = FileManager.default.contents(atPath: task) else {
      throw TaskFault(
        description: "the file “\(task)” of --task cannot be read; check its permissions")
    }
    guard data.count <= 1_000_000_000, let text = String(validating: data, as: UTF8.self) else {
      throw TaskFault(description: "“\(task)” is no text in UTF-8, or larger than 1 GB")
    }
    return text
  }
}

/// A file that holds no task.
struct TaskFault: Error, CustomStringConvertible {
  let description: String
}
