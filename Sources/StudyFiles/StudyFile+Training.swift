import Experiments
import Foundation
import Simulation
import Study

extension StudyFile {
  /// The keys of an entry of `training:`.
  static let learningKeys = [
    "name", "network", "over", "values", "optimizer", "learning-rate", "warm-up", "remedy", "steps",
    "batch", "networks", "difficulty", "task", "length",
  ]
  static let rateRange = 0.0...1e6
  static let stepsRange = 1...1_000_000
  static let warmUpRange = 0...1_000_000
  static let learnersRange = 1...10_000
  static let learningBatchRange = 1...10_000
  /// The length of a sequence: of the adding problem, or the delay of the copy.
  static let lengthRange = 2...2000
  /// How large a file of samples may be.
  static let linesLimit = 20_000_000

  static func learning(
    _ fields: YAMLFields, networks: [NetworkPlan], folder: URL?
  ) throws(StudyFileError) -> LearningPlan {
    try fields.refuseUnknownKeys(known: learningKeys)
    guard let name = try fields.text("name", limit: 60), !name.isEmpty else {
      throw fields.error(at: "name", "a training needs a name, such as “name: learning rates”")
    }
    guard !networks.isEmpty else {
      throw fields.error(
        at: "network", "a training trains a network of this study; add “networks:” with one")
    }
    guard
      let network = try fields.choice(
        "network", of: networks.map(\.name), kind: "network of this study"),
      let base = networks.first(where: { $0.name == network })
    else {
      throw fields.error(
        at: "network", "the entry “network” is missing: the name of the network to train")
    }
    guard
      let over = try fields.choice(
        "over", of: LearningPlan.Axis.allCases.map(\.rawValue), kind: "property of a training"),
      let axis = LearningPlan.Axis(rawValue: over)
    else {
      throw fields.error(
        at: "over",
        "the entry “over” is missing: one of "
          + LearningPlan.Axis.allCases.map(\.rawValue).joined(separator: ", "))
    }
    guard let values = try fields.texts("values", limit: 12, { problem(with: $0, for: axis) })
    else {
      throw fields.error(
        at: "values", "the entry “values” is missing: a list such as [0.01, 0.1, 1]")
    }
    var plan = LearningPlan(name: name, network: network, axis: axis, values: values)
    plan.optimizer =
      try fields.choice(
        "optimizer", of: LearningPlan.OptimizerName.allCases.map(\.rawValue), kind: "optimiser"
      ).flatMap(LearningPlan.OptimizerName.init) ?? plan.optimizer
    plan.remedy =
      try fields.choice(
        "remedy", of: LearningPlan.Remedy.allCases.map(\.rawValue), kind: "remedy"
      ).flatMap(LearningPlan.Remedy.init) ?? plan.remedy
    plan.learningRate = try fields.number("learning-rate", in: rateRange)
    plan.steps = try fields.integer("steps", in: stepsRange) ?? plan.steps
    plan.warmUp = try fields.integer("warm-up", in: warmUpRange)
    if let warmUp = plan.warmUp, warmUp > plan.steps {
      throw fields.error(
        at: "warm-up",
        "a warm-up of \(warmUp) steps is longer than the training, which has \(plan.steps); “steps” makes it longer"
      )
    }
    plan.batch = try fields.integer("batch", in: learningBatchRange) ?? plan.batch
    plan.networks = try fields.integer("networks", in: learnersRange) ?? plan.networks
    try readTask(fields, into: &plan, folder: folder)
    let own: String? =
      switch axis {
      case .learningRate: "learning-rate"
      case .optimizer: "optimizer"
      case .remedy: "remedy"
      case .initializer: nil
      }
    if let own, fields.has(own) {
      throw fields.error(at: own, "“\(own)” varies already; leave this entry out")
    }
    try fields.refuseUnknownKeys()
    try checkLearner(plan, base, fields)
    return plan
  }

  /// What is learned.
  private static func readTask(
    _ fields: YAMLFields, into plan: inout LearningPlan, folder: URL?
  ) throws(StudyFileError) {
    plan.task = try fields.text("task", limit: 200) ?? plan.task
    let isSequence = plan.task == LearningPlan.adding || plan.task == LearningPlan.copy
    if !LearningPlan.madeTasks.contains(plan.task) {
      plan.lines = try lines(plan.task, fields, folder: folder)
    }
    for (key, fits) in [("difficulty", plan.task == LearningPlan.digits), ("length", isSequence)]
    where fields.has(key) && !fits {
      throw fields.error(at: key, "“\(key)” does not go with “task: \(plan.task.prefix(60))”")
    }
    plan.difficulty = try fields.number("difficulty", in: 0...2) ?? plan.difficulty
    plan.length = try fields.integer("length", in: lengthRange)
  }

  /// The lines of a file beside the study file.
  private static func lines(
    _ name: String, _ fields: YAMLFields, folder: URL?
  ) throws(StudyFileError) -> String {
    guard name.lowercased().hasSuffix(".csv") else {
      throw fields.error(
        at: "task",
        "“\(name.prefix(60))” is no task; take \(LearningPlan.madeTasks.joined(separator: ", ")), or a file "
          + "that ends in .csv, beside the study file")
    }
    let url = (folder ?? URL(fileURLWithPath: ".")).appending(path: name)
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder), isFolder.boolValue
    {
      throw fields.error(at: "task", "“\(name)” is a folder; name a file of samples in it")
    }
    guard let data = FileManager.default.contents(atPath: url.path) else {
      throw fields.error(at: "task", "there is no file “\(name)” beside the study file")
    }
    guard data.count <= linesLimit, let text = String(validating: data, as: UTF8.self) else {
      throw fields.error(at: "task", "“\(name)” is no text in UTF-8, or larger than 20 MB")
    }
    return text
  }

  /// What is wrong with a value; nil for nothing.
  private static func problem(with value: String, for axis: LearningPlan.Axis) -> String? {
    let shown = "“\(value.prefix(60))”"
    func one(of names: [String], _ kind: String) -> String? {
      names.contains(value)
        ? nil : YAMLFields.unknown(String(value.prefix(60)), of: names, kind: kind)
    }
    switch axis {
    case .learningRate:
      guard let number = Double(value), rateRange.contains(number) else {
        return "\(shown) is no learning rate from 0 to 1000000"
      }
      return nil
    case .optimizer:
      return one(of: LearningPlan.OptimizerName.allCases.map(\.rawValue), "optimiser")
    case .remedy: return one(of: LearningPlan.Remedy.allCases.map(\.rawValue), "remedy")
    case .initializer:
      do {
        _ = try NetworkEntry.initializer.canonical(String(value.prefix(60)))
        return nil
      } catch {
        return YAMLFields.unknown(error)
      }
    }
  }
}
