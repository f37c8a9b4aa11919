import Engine
import Simulation
import Yams

/// One item of a list of stages: `flatten`, `dense: 512`, or `dense: {units: 512, init: he}`, with a name.
struct StageNode {
  /// The item in the list.
  let item: Node
  /// What kind of stage it is.
  let entry: StageEntry
  /// The name, if it has one of its own.
  let name: String?
  /// For messages.
  let path: String
  private let values: [(key: String, node: Node)]

  init(_ item: Node, in document: YAMLDocument, path: String) throws(StudyFileError) {
    self.item = item
    self.path = path
    if let scalar = item.scalar {
      entry = try Self.entry(scalar.string, item, document)
      name = nil
      values = []
      return
    }
    let fields = try YAMLFields(item, in: document, path: path, example: "dense: 512")
    var outer = try fields.text("name", limit: 60)
    let kinds = fields.keys.filter { $0 != "name" }
    guard let kind = kinds.first else {
      throw fields.error(
        at: "", "“\(path)” has no kind of stage; write one such as “dense: 512”")
    }
    let entry = try Self.entry(kind, fields.keyNode(kind) ?? item, document)
    guard kinds.count == 1 else {
      throw YAMLFields.error(
        document, fields.keyNode(kinds[1]) ?? item,
        "“\(kind)” and “\(kinds[1].prefix(60))” stand in one item of the list; give each stage a line with “- ”,"
          + " and write a stage's own values within it: “\(kind): {…}”")
    }
    self.entry = entry
    var values: [(String, Node)] = []
    if let node = fields.node(kind) {
      if let mapping = node.mapping {
        let own = try YAMLFields(node, in: document, path: kind)
        let inner = try own.text("name", limit: 60)
        outer = inner ?? outer
        for parameter in entry.parameters {
          if let value = own.node(parameter.name) { values.append((parameter.name, value)) }
        }
        _ = mapping
        try own.refuseUnknownKeys()
      } else if let shorthand = entry.shorthand {
        values.append((shorthand, node))
      } else {
        throw YAMLFields.error(
          document, node,
          entry.parameters.isEmpty
            ? "“\(kind)” takes no value"
            : "“\(kind)” has several values; write them with their keys, as in “\(kind): {\(entry.parameters[0].name): …}”"
        )
      }
    }
    if let outer, outer.contains(where: { $0 == "." || $0 == "," }) || outer.isEmpty {
      throw fields.error(
        at: "name", "“\(outer)” is no name of a stage; leave out points and commas")
    }
    name = outer
    self.values = values
  }

  /// The value of a key, if it is given.
  func value(_ key: String) -> Node? { values.first { $0.key == key }?.node }

  private static func entry(
    _ kind: String, _ node: Node, _ document: YAMLDocument
  ) throws(StudyFileError) -> StageEntry {
    if let entry = StageCatalog.entry(named: kind) { return entry }
    throw YAMLFields.error(
      document, node,
      YAMLFields.unknown(kind, of: StageCatalog.names, kind: "kind of stage"))
  }
}
