import Engine
import Foundation
import Simulation
import Yams

/// Reads one network file.
///
/// Shapes are followed while stages are read, so that a stage that does not fit is named with its line,
/// the stage before it, and both shapes. Formulas may use L, the number of residual branches of the whole
/// network, which is known after all was read: the stages are read twice.
struct NetworkFileReader {
  let document: YAMLDocument
  let folder: URL?
  let options: NetworkFile.Options
  /// L.
  var branches = 1
  /// Stages may become this many when repetitions are written out.
  static let mostStages = 100_000

  init(document: YAMLDocument, folder: URL?, options: NetworkFile.Options) throws(StudyFileError) {
    self.options = options
    self.folder = folder
    var document = document
    for (path, value) in options.settings {
      document.root = try NetworkSetting(path: path, value: value, document: document).applied()
    }
    self.document = document
  }

  func file() throws(StudyFileError) -> NetworkFile {
    let fields = try YAMLFields(document.root, in: document, title: "a network file")
    // Before anything is missed that stands there under a misspelt key.
    try fields.refuseUnknownKeys(known: NetworkFileEntries.top.map(\.name))
    let name = try fields.text("name", limit: 60) ?? "network"
    let summary = try fields.text("summary", limit: 500) ?? ""
    let samples = try fields.integer("batch", in: 1...1_000_000)
    let defaults = try defaults(fields)
    guard let inputNode = fields.node("input") else {
      throw fields.error(
        at: "input",
        "the entry “input” is missing: what goes in, such as “input: 784” or “input: {image: [32, 32]}”"
      )
    }
    let input = try NetworkInputReader(reader: self).input(inputNode)
    guard let stackNode = fields.node("stack") else {
      throw fields.error(
        at: "stack", "the entry “stack” is missing: a list of stages such as “- dense: 512”")
    }
    let start = StackContext(
      defaults: defaults, input: input.shape, before: "the input", path: "stack")
    var stack = try stages(stackNode, start)
    let network = Network(name: name, input: input, stages: stack.stages)
    if network.residualCount != branches {
      var again = self
      again.branches = network.residualCount
      stack = try again.stages(stackNode, start)
    }
    var givenSamples: Int?
    if case .given(let numbers) = input.law { givenSamples = numbers.count / input.shape.count }
    let read = Network(name: name, input: input, stages: stack.stages)
    do { try read.checkTokens() } catch {
      let keys = ["vocabulary", "file"].compactMap { inputNode.mapping?[$0] }
      throw YAMLFields.error(document, keys.first ?? inputNode, "\(error)")
    }
    return NetworkFile(
      network: read, summary: summary,
      samples: samples ?? givenSamples.map { min($0, 64) }, givenSamples: givenSamples,
      places: StagePlaces(document, stackNode))
  }

  private func defaults(_ fields: YAMLFields) throws(StudyFileError) -> StageDefaults {
    var defaults = StageDefaults()
    for parameter in NetworkFileEntries.top {
      guard ["framework", "init", "gain", "bias", "activation"].contains(parameter.name),
        let node = fields.node(parameter.name)
      else { continue }
      let value = try value(node, parameter, name: parameter.name)
      switch (parameter.name, value) {
      case ("framework", .word(let word)): defaults.framework = Framework(rawValue: word)
      case ("init", .rule(let rule)): defaults.rule = rule
      case ("gain", .number(let gain)): defaults.gain = gain
      case ("bias", .rule(let rule)): defaults.bias = .rule(rule)
      case ("bias", .number(let number)): defaults.bias = .constant(number)
      case ("activation", .activation(let activation)): defaults.activation = activation
      default: break
      }
    }
    if let framework = options.framework { defaults.framework = framework }
    return defaults
  }
}

/// Where a list of stages stands.
struct StackContext {
  var defaults: StageDefaults
  /// What comes into its first stage, and from where.
  var input: Shape
  var before: String
  /// The last embedding before it whose table is read out again.
  var tied: Embedding?
  /// For messages.
  var path: String
}

/// A list of stages, read.
struct StackResult {
  var stages: [NamedStage] = []
  /// How many there are when repetitions are written out.
  var count = 0
  /// What the last one hands on, and its name.
  var output: Shape
  var last: String
  /// The last embedding, here or before, whose table is read out again.
  var tied: Embedding?
}
