import Engine
import Simulation
import Yams

/// Reads what goes into a network.
struct NetworkInputReader {
  let reader: NetworkFileReader

  private var document: YAMLDocument { reader.document }

  /// The input: `784`, or entries.
  func input(_ node: Node) throws(StudyFileError) -> NetworkInput {
    var values: [String: StageValue] = [:]
    let entries = NetworkFileEntries.input
    if node.mapping == nil {
      values["channels"] = try reader.value(node, entries[0], name: "input")
    } else {
      let fields = try YAMLFields(node, in: document, path: "input", example: "channels: 784")
      for parameter in entries {
        guard let value = fields.node(parameter.name) else { continue }
        values[parameter.name] = try reader.value(
          value, parameter, name: "input.\(parameter.name)")
      }
      try fields.refuseUnknownKeys()
    }
    let arguments = StageArguments(
      values, defaults: StageDefaults(), input: Shape(channels: 1), branches: 1)
    return try input(arguments, node)
  }

  private func input(_ arguments: StageArguments, _ node: Node) throws(StudyFileError)
    -> NetworkInput
  {
    func fail(_ problem: String) -> StudyFileError { YAMLFields.error(document, node, problem) }
    let kinds = ["vector", "image", "steps", "tokens"].filter { arguments.values[$0] != nil }
    guard kinds.count <= 1 else {
      throw fail("“input” has “\(kinds[0])” and “\(kinds[1])”; it is one of them")
    }
    var shape = Shape(
      channels: arguments.integer("channels") ?? arguments.integer("vector") ?? 1)
    switch kinds.first {
    case "image":
      guard let size = arguments.integers("image"), size.count == 2 else {
        throw fail("“input.image” should be height and width, such as [32, 32]")
      }
      shape = Shape(positions: size, channels: arguments.integer("channels") ?? 3)
    case "steps":
      guard let channels = arguments.integer("channels") else {
        throw fail("a sequence needs “channels” beside “steps”: the width of a step's vector")
      }
      shape = Shape(
        positions: [reader.options.tokens ?? arguments.integer("steps") ?? 1], channels: channels)
    case "tokens":
      return try tokens(arguments, node)
    default:
      if let file = arguments.word("file") { return try given(file, shape: nil, node) }
      guard arguments.values["channels"] != nil || arguments.values["vector"] != nil else {
        throw fail(
          "“input” has no shape; give “channels”, or “image: [32, 32]”, or “tokens” and “vocabulary”")
      }
    }
    if let file = arguments.word("file") { return try given(file, shape: shape, node) }
    guard reader.options.tokens == nil || kinds.first == "steps" else {
      throw fail("the network has no tokens or steps; --tokens does not go with it")
    }
    let radius = arguments.number("uniform")
    if arguments.flag("pixels") == true || radius != nil {
      for key in ["mean", "second-moment", "correlation"] where arguments.values[key] != nil {
        throw fail("“input” has “\(key)”, which normal entries have, but its entries are uniform")
      }
      return NetworkInput(
        shape, law: radius.map { .uniform(low: -$0, high: $0) } ?? .uniform(low: 0, high: 1))
    }
    let mean = arguments.number("mean") ?? 0
    let second = arguments.number("second-moment") ?? 1 + mean * mean
    guard second >= mean * mean else {
      throw fail(
        "inputs of mean \(mean) have a mean square of \(mean * mean) at least, not \(second)")
    }
    return NetworkInput(
      shape,
      law: .normal(
        mean: mean, secondMoment: second, correlation: arguments.number("correlation") ?? 0))
  }

  private func tokens(_ arguments: StageArguments, _ node: Node) throws(StudyFileError)
    -> NetworkInput
  {
    guard let vocabulary = arguments.integer("vocabulary") else {
      throw YAMLFields.error(
        document, node, "tokens need “vocabulary”: how many there are, as the embedding says")
    }
    let shape = Shape(
      positions: [reader.options.tokens ?? arguments.integer("tokens") ?? 1], channels: 1)
    if let file = arguments.word("file") { return try given(file, shape: shape, node) }
    return NetworkInput(shape, law: .tokens(vocabulary: vocabulary))
  }

  private func given(_ file: String, shape: Shape?, _ node: Node) throws(StudyFileError)
    -> NetworkInput
  {
    func fail(_ problem: String) -> StudyFileError { YAMLFields.error(document, node, problem) }
    guard let folder = reader.folder else {
      throw fail("a network that is no file of its own cannot name the file “\(file.prefix(60))”")
    }
    let path =
      file.hasPrefix("/") ? file : folder.appending(path: file).path(percentEncoded: false)
    do {
      return try SampleFile(path: path, name: file).input(shape: shape)
    } catch {
      throw fail("\(error)")
    }
  }
}
