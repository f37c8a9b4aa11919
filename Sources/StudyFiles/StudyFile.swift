import Experiments
import Study
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
  /// How many inputs go through a network together.
  public static let batchRange = 1...1024
  /// How many times as wide as the stream a block may be inside.
  public static let expansionRange = 1...PropagationLimits.expansion
  /// How many settings one sweep may have.
  public static let settingsLimit = 400

  /// The keys of a study file.
  static let keys = [
    "title", "author", "summary", "address", "language", "theme", "seed", "trials", "precision",
    "max-trials", "prose", "chapters", "networks", "sweeps", "training", "charts",
  ]

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

  /// An address of the web, without marks that could end what it is written into.
  private static func address(_ fields: YAMLFields) throws(StudyFileError) -> String? {
    guard let text = try fields.text("address", limit: 500) else { return nil }
    guard text.wholeMatch(of: /https?:\/\/[A-Za-z0-9._~:\/?#@!&'()*+,;=%\-]+/) != nil else {
      throw fields.error(
        at: "address",
        "“address” is no address of the web; write one like https://example.org/report")
    }
    return text
  }

  private static func plan(_ document: YAMLDocument, folder: URL?) throws(StudyFileError)
    -> StudyPlan
  {
    let fields = try YAMLFields(document.root, in: document)
    // Before anything is missed that stands there under a misspelt key.
    try fields.refuseUnknownKeys(known: keys)
    guard let title = try fields.text("title", limit: 200) else {
      throw fields.error(at: "title", "the entry “title” is missing; add a line “title: My study”")
    }
    var plan = StudyPlan(title: title)
    plan.author = try fields.text("author", limit: 200)
    plan.summary = try fields.text("summary", limit: 500)
    plan.address = try address(fields)
    plan.language = try language(fields) ?? plan.language
    plan.theme =
      try fields.choice("theme", of: StudyPlan.Theme.allCases.map(\.rawValue), kind: "theme")
      .flatMap(StudyPlan.Theme.init) ?? plan.theme
    plan.seed = try fields.seed("seed") ?? plan.seed
    plan.trials = try fields.integer("trials", in: trialsRange) ?? plan.trials
    plan.precision = try fields.share("precision", in: 0.0001...0.5)
    plan.maximumTrials = try fields.integer("max-trials", in: trialsRange) ?? plan.maximumTrials
    plan.prose = try fields.text("prose", limit: 1000)
    let chapterIDs = ExperimentCatalog.chapters.map(\.id)
    plan.chapters =
      fields.isWord("all", at: "chapters")
      ? chapterIDs
      : try fields.names("chapters", of: chapterIDs, kind: "chapter", limit: 50) ?? []
    for entry in try fields.list("networks", limit: 100) {
      plan.networks.append(try network(entry, existing: plan.networks.map(\.name)))
    }
    for entry in try fields.list("sweeps", limit: 100) {
      plan.sweeps.append(try sweep(entry, networks: plan.networks))
    }
    let training = try fields.list("training", limit: 100)
    if !training.isEmpty {
      var plans: [LearningPlan] = []
      for entry in training {
        plans.append(try learning(entry, networks: plan.networks, folder: folder))
      }
      plan.training = plans
    }
    plan.charts = try charts(fields, plan)
    try fields.refuseUnknownKeys()
    let picksBuiltIn = plan.charts?.contains { !StudyPlan.ownChartIDs.contains($0) } == true
    guard !plan.networks.isEmpty || !plan.chapters.isEmpty || picksBuiltIn else {
      throw fields.error(
        at: "networks",
        "there is nothing to measure; add “networks:” with at least one entry, “chapters:” or"
          + " “charts:”")
    }
    if let folder { try checkProse(plan, in: folder, fields) }
    return plan
  }

  /// A tag as in `lang="pt-BR"`, RFC 5646 in outline.
  private static func language(_ fields: YAMLFields) throws(StudyFileError) -> String? {
    guard let tag = try fields.text("language", limit: 35) else { return nil }
    guard tag.wholeMatch(of: #/[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*/#) != nil else {
      throw fields.error(
        at: "language", "“\(tag)” is no language tag; write one such as en, de or pt-BR")
    }
    return tag
  }

  private static func charts(_ fields: YAMLFields, _ plan: StudyPlan) throws(StudyFileError)
    -> [String]?
  {
    let builtIn = ExperimentCatalog.experiments.flatMap(\.chartIDs)
    let charts = try fields.names(
      "charts", of: StudyPlan.ownChartIDs + builtIn, kind: "chart", limit: 200)
    for chart in charts ?? [] {
      if StudyPlan.ownChartIDs.contains(chart) {
        let (kind, isThere) =
          switch chart {
          case "own-sweeps": ("sweeps", !plan.sweeps.isEmpty)
          case "own-training": ("trainings", plan.training != nil)
          default: ("networks", true)
          }
        guard !plan.networks.isEmpty, isThere else {
          throw fields.error(
            at: "charts", "“\(chart)” shows the study's own \(kind), and there are none")
        }
      } else if let chapter = ExperimentCatalog.chapters.first(where: { chapter in
        plan.chapters.contains(chapter.id)
          && chapter.experiments.contains { $0.chartIDs.contains(chart) }
      }) {
        throw fields.error(
          at: "charts",
          "“\(chart)” is in the chapter “\(chapter.id)” already; leave it out of “charts” or the"
            + " chapter out of “chapters”")
      }
    }
    return charts
  }

  private static func checkProse(_ plan: StudyPlan, in folder: URL, _ fields: YAMLFields)
    throws(StudyFileError)
  {
    guard let prose = plan.prose else { return }
    var isDirectory: ObjCBool = false
    guard
      FileManager.default.fileExists(
        atPath: folder.appending(path: prose).path, isDirectory: &isDirectory),
      isDirectory.boolValue
    else {
      throw fields.error(
        at: "prose", "the folder “\(prose)” does not exist beside the study file")
    }
  }
}
