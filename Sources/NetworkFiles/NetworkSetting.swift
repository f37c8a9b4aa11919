import Engine
import Simulation
import Yams

/// One parameter of a network file, changed before the file is read: `stack.blocks.residual.scale`.
///
/// Each word of the path is a key, or a stage of a list by its name, its kind, or its kind and place
/// (`dense-3`); all stages that it fits are meant. Lists within a stage need no word of their own.
struct NetworkSetting {
  let path: String
  let value: String
  let document: YAMLDocument

  /// The document's root with the parameter changed.
  func applied() throws(StudyFileError) -> Node {
    let words = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard !words.contains("") else { throw fault("it has an empty word") }
    guard let mapping = document.root.mapping else { return document.root }
    var root = mapping
    let isTop = NetworkFileEntries.top.contains { $0.name == words[0] }
    if isTop, words.count == 1 {
      guard words[0] != "stack" else { throw fault("it ends at the list of stages") }
      root[words[0]] = scalar(like: root[words[0]])
      return .mapping(root)
    }
    if words[0] == "input" {
      guard words.count == 2, NetworkFileEntries.input.contains(where: { $0.name == words[1] })
      else {
        throw fault("the input has no such entry")
      }
      var input = root["input"]?.mapping ?? Node.Mapping([])
      if root["input"]?.mapping == nil, let bare = root["input"] { input["channels"] = bare }
      input[words[1]] = scalar(like: input[words[1]])
      root["input"] = .mapping(input)
      return .mapping(root)
    }
    let rest = words[0] == "stack" ? words.dropFirst() : words[...]
    guard let stack = root["stack"], !rest.isEmpty else { throw fault("there is no stack") }
    let (changed, count) = changed(list: stack, rest)
    guard count > 0 else { throw fault("no stage has it") }
    root["stack"] = changed
    return .mapping(root)
  }

  private func fault(_ why: String) -> StudyFileError {
    StudyFileError(
      file: document.file, line: nil, column: nil,
      problem:
        "the parameter “\(path.prefix(120))” is not in the network: \(why); write the names or kinds of"
        + " stages and a key, such as stack.blocks.residual.scale")
  }

  private func scalar(like node: Node?) -> Node {
    // Sizes for each direction, as in [32, 32].
    if value.hasPrefix("["), value.hasSuffix("]") {
      let items = value.dropFirst().dropLast().split(separator: ",").map { item in
        Node.scalar(
          Node.Scalar(item.filter { $0 != " " }, .implicit, .plain, node?.mark))
      }
      return .sequence(Node.Sequence(items, .implicit, .flow, node?.mark))
    }
    return .scalar(Node.Scalar(value, .implicit, .plain, node?.mark))
  }

  private func changed(list: Node, _ words: ArraySlice<String>) -> (Node, Int) {
    guard let items = list.sequence, let first = words.first, words.count >= 2 else {
      return (list, 0)
    }
    var result = items
    var count = 0
    for (index, item) in items.enumerated() {
      let mapping =
        item.mapping
        ?? Node.Mapping([(item, .scalar(Node.Scalar("", .implicit, .plain, item.mark)))])
      guard
        let kind = mapping.compactMap({ $0.key.scalar?.string }).first(where: { $0 != "name" }),
        let entry = StageCatalog.entry(named: kind), let value = mapping[kind]
      else { continue }
      let names = [
        mapping["name"]?.scalar?.string, value.mapping?["name"]?.scalar?.string, kind, entry.kind,
        "\(kind)-\(index + 1)", "\(entry.kind)-\(index + 1)",
      ]
      let own = names.contains(first) ? changed(value, entry, words.dropFirst()) : nil
      // Not this one, or nothing beneath it that fits: look within.
      let (node, found) = own.flatMap { $0.1 > 0 ? $0 : nil } ?? within(value, entry, words)
      guard found > 0 else { continue }
      var copy = mapping
      copy[kind] = node
      result[index] = .mapping(copy)
      count += found
    }
    return (.sequence(result), count)
  }

  /// A stage's value with one of its keys changed, or what is in its lists.
  private func changed(_ value: Node, _ entry: StageEntry, _ words: ArraySlice<String>) -> (
    Node, Int
  ) {
    guard let key = words.first else { return (value, 0) }
    if words.count == 1, let parameter = entry.parameters.first(where: { $0.name == key }),
      !parameter.isStack
    {
      if value.mapping == nil, key == entry.shorthand { return (scalar(like: value), 1) }
      var mapping = value.mapping ?? Node.Mapping([])
      if value.mapping == nil, let shorthand = entry.shorthand, value.scalar?.string.isEmpty != true
      {
        mapping[shorthand] = value
      }
      mapping[key] = scalar(like: mapping[key] ?? value)
      return (.mapping(mapping), 1)
    }
    // A list by its own key, or the stages of any.
    if let mapping = value.mapping, let list = mapping[key], words.count > 1 {
      let (changed, count) = changed(list: list, words.dropFirst())
      if count > 0 {
        var copy = mapping
        copy[key] = changed
        return (.mapping(copy), count)
      }
    }
    return within(value, entry, words)
  }

  private func within(_ value: Node, _ entry: StageEntry, _ words: ArraySlice<String>) -> (
    Node, Int
  ) {
    if value.sequence != nil { return changed(list: value, words) }
    guard var mapping = value.mapping else { return (value, 0) }
    var count = 0
    for parameter in entry.parameters where parameter.isStack {
      guard let list = mapping[parameter.name] else { continue }
      let (changed, found) = changed(list: list, words)
      mapping[parameter.name] = changed
      count += found
    }
    return (.mapping(mapping), count)
  }
}

extension StageParameter {
  /// Whether it is a list of stages.
  var isStack: Bool { if case .stack = values { true } else { false } }
}
