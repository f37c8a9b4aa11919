import Experiments
import Foundation
import Simulation

/// Reads study files: YAML that describes a `StudyPlan`.
public enum StudyFile {
  /// The widest layer a study file may ask for.
  public static let widthRange = 1...1_000_000
  /// The deepest network.
  public static let depthRange = 1...10_000
  /// How many networks a setting may be measured on.
  public static let trialsRange = 2...10_000_000

  /// The plan in a file; `path` is used in messages as the user wrote it.
  public static func read(path: String) throws(StudyFileError) -> StudyPlan {
    try plan(
      YAMLDocument(contentsOf: URL(fileURLWithPath: path), named: path),
      folder: URL(fileURLWithPath: path).deletingLastPathComponent())
  }

  /// The plan in a text.
  public static func parse(_ text: String, named file: String = "study.yml") throws(StudyFileError)
    -> StudyPlan
  {
    try plan(YAMLDocument(text, named: file), folder: nil)
  }

  private static func plan(_ document: YAMLDocument, folder: URL?) throws(StudyFileError)
    -> StudyPlan
  {
    let fields = try YAMLFields(document.root, in: document)
    guard let title = try fields.text("title", limit: 200) else {
      throw fields.error(at: "title", "the entry “title” is missing; add a line “title: My study”")
    }
    var plan = StudyPlan(title: title)
    plan.author = try fields.text("author", limit: 200)
    plan.seed = try fields.seed("seed") ?? plan.seed
    plan.trials = try fields.integer("trials", in: trialsRange) ?? plan.trials
    plan.precision = try fields.share("precision", in: 0.0001...0.5)
    plan.maximumTrials = try fields.integer("max-trials", in: trialsRange) ?? plan.maximumTrials
    plan.prose = try fields.text("prose", limit: 1000)
    let chapterIDs = ExperimentCatalog.chapters.map(\.id)
    plan.chapters = try fields.texts("chapters", limit: 50) ?? []
    for id in plan.chapters where !chapterIDs.contains(id) {
      let near = CatalogError(kind: "name", name: id, known: chapterIDs).suggestion
      throw fields.error(
        at: "chapters",
        "there is no chapter “\(id.prefix(60))”"
          + (near.map { "; did you mean “\($0)”?" }
            ?? "; the chapters are \(chapterIDs.joined(separator: ", "))"))
    }
    for entry in try fields.list("networks", limit: 100) {
      plan.networks.append(try network(entry, existing: plan.networks.map(\.name)))
    }
    for entry in try fields.list("sweeps", limit: 100) {
      plan.sweeps.append(try sweep(entry, networks: plan.networks))
    }
    try fields.refuseUnknownKeys()
    guard !plan.networks.isEmpty || !plan.chapters.isEmpty else {
      throw fields.error(
        at: "networks",
        "there is nothing to measure; add “networks:” with at least one entry, or “chapters:”")
    }
    if let prose = plan.prose, let folder {
      var isDirectory: ObjCBool = false
      let path = folder.appending(path: prose).path
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory),
        isDirectory.boolValue
      else {
        throw fields.error(
          at: "prose", "the folder “\(prose)” does not exist beside the study file")
      }
    }
    return plan
  }

  private static func network(_ fields: YAMLFields, existing: [String]) throws(StudyFileError)
    -> NetworkPlan
  {
    guard let name = try fields.text("name", limit: 60), !name.isEmpty else {
      throw fields.error(at: "name", "a network needs a name, such as “name: gelu-he”")
    }
    guard !existing.contains(name) else {
      throw fields.error(at: "name", "the name “\(name)” is given twice; names tell networks apart")
    }
    let widths = try self.widths(fields)
    guard
      let activation = try fields.choice(
        "activation", of: ActivationCatalog.names, kind: "activation")
    else {
      throw fields.error(
        at: "activation", "the entry “activation” is missing, such as “activation: tanh”")
    }
    guard let initializer = try self.initializer(fields) else {
      throw fields.error(at: "init", "the entry “init” is missing, such as “init: he-normal”")
    }
    let plan = NetworkPlan(
      name: name, widths: widths, activation: activation, initializer: initializer,
      gain: try fields.number("gain", in: 1e-6...1e6) ?? 1,
      biasVariance: try fields.number("bias-variance", in: 0...1e6) ?? 0)
    try fields.refuseUnknownKeys()
    return plan
  }

  private static func widths(_ fields: YAMLFields) throws(StudyFileError) -> [Int] {
    let list = try fields.integers("widths", in: widthRange, limit: depthRange.upperBound + 1)
    let width = try fields.integer("width", in: widthRange)
    let depth = try fields.integer("depth", in: depthRange)
    switch (list, width, depth) {
    case (let list?, nil, nil):
      guard list.count >= 2 else {
        throw fields.error(
          at: "widths", "“widths” needs the input's width and at least one layer, such as [64, 64]")
      }
      return list
    case (nil, let width?, let depth?): return Array(repeating: width, count: depth + 1)
    case (_?, _, _):
      throw fields.error(at: "widths", "give either “widths” or “width” and “depth”, not both")
    default:
      throw fields.error(
        at: "widths", "give “widths: [64, 128, 64]”, or “width: 128” together with “depth: 20”")
    }
  }

  private static func initializer(_ fields: YAMLFields) throws(StudyFileError) -> String? {
    guard let name = try fields.text("init", limit: 60) else { return nil }
    // Rules with a parameter, such as normal-0.02, are not in the list of names.
    if (try? InitializerCatalog.initializer(named: name)) != nil { return name }
    return try fields.choice("init", of: InitializerCatalog.names, kind: "initialiser")
  }

  private static func sweep(_ fields: YAMLFields, networks: [NetworkPlan]) throws(StudyFileError)
    -> SweepPlan
  {
    guard let name = try fields.text("name", limit: 60), !name.isEmpty else {
      throw fields.error(at: "name", "a sweep needs a name, such as “name: gain”")
    }
    guard !networks.isEmpty else {
      throw fields.error(
        at: "network", "a sweep varies a network of this study; add “networks:” with one to vary")
    }
    guard
      let network = try fields.choice(
        "network", of: networks.map(\.name), kind: "network of this study")
    else {
      throw fields.error(
        at: "network", "the entry “network” is missing: the name of the network to vary")
    }
    guard
      let axisName = try fields.choice(
        "over", of: SweepPlan.Axis.allCases.map(\.rawValue), kind: "property to vary"),
      let axis = SweepPlan.Axis(rawValue: axisName)
    else {
      throw fields.error(
        at: "over",
        "the entry “over” is missing: one of "
          + SweepPlan.Axis.allCases.map(\.rawValue).joined(separator: ", "))
    }
    guard let values = try fields.texts("values", limit: 100) else {
      throw fields.error(at: "values", "the entry “values” is missing: a list such as [1, 2, 4]")
    }
    for value in values {
      guard isValid(value, for: axis) else {
        throw fields.error(at: "values", problem(with: value, for: axis))
      }
    }
    try fields.refuseUnknownKeys()
    return SweepPlan(name: name, network: network, axis: axis, values: values)
  }

  private static func isValid(_ value: String, for axis: SweepPlan.Axis) -> Bool {
    switch axis {
    case .depth: Int(value).map(depthRange.contains) ?? false
    case .width: Int(value).map(widthRange.contains) ?? false
    case .gain: Double(value).map { $0.isFinite && (1e-6...1e6).contains($0) } ?? false
    case .activation: (try? ActivationCatalog.activation(named: value)) != nil
    case .initializer: (try? InitializerCatalog.initializer(named: value)) != nil
    }
  }

  private static func problem(with value: String, for axis: SweepPlan.Axis) -> String {
    switch axis {
    case .depth:
      "“\(value.prefix(60))” is no depth from \(depthRange.lowerBound) to \(depthRange.upperBound)"
    case .width:
      "“\(value.prefix(60))” is no width from \(widthRange.lowerBound) to \(widthRange.upperBound)"
    case .gain: "“\(value.prefix(60))” is no gain from 0.000001 to 1000000"
    case .activation:
      "\(CatalogError(kind: "activation", name: String(value.prefix(60)), known: ActivationCatalog.names))"
    case .initializer:
      "\(CatalogError(kind: "initialiser", name: String(value.prefix(60)), known: InitializerCatalog.names))"
    }
  }
}
