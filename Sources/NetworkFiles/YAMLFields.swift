import Study
import Simulation
import Yams

/// The entries of one YAML mapping; remembers which were asked for, so that a misspelt key is an error
/// instead of a silent default.
package final class YAMLFields {
  package let document: YAMLDocument
  private let node: Node
  let mapping: Node.Mapping
  /// Where the mapping stands in the file, for messages: “networks[2]”.
  let path: String
  /// The keys that were asked for.
  private(set) var known: [String] = []

  package init(
    _ node: Node, in document: YAMLDocument, path: String = "", title: String = "a study file",
    example: String = "name: a"
  ) throws(StudyFileError) {
    self.document = document
    self.node = node
    self.path = path
    guard let mapping = node.mapping else {
      throw Self.error(
        document, node,
        path.isEmpty
          ? "\(title) should be entries like “seed: 7”, but this is \(Self.kind(of: node))"
          : "“\(path)” should be entries like “\(example)”, but is \(Self.kind(of: node))")
    }
    self.mapping = mapping
  }

  /// An error at a node.
  package static func error(_ document: YAMLDocument, _ node: Node, _ problem: String)
    -> StudyFileError
  {
    StudyFileError(
      file: document.file, line: node.mark?.line, column: node.mark?.column, problem: problem)
  }

  /// An error at the value of a key, or at the mapping when the key is missing.
  package func error(at key: String, _ problem: String) -> StudyFileError {
    Self.error(document, value(key) ?? node, problem)
  }

  func value(_ key: String) -> Node? {
    mapping.first { $0.key.scalar?.string == key }?.value
  }

  /// The node of a key; nil when it is missing or null.
  func present(_ key: String) -> Node? {
    if !known.contains(key) { known.append(key) }
    guard let node = value(key) else { return nil }
    if let scalar = node.scalar, scalar.style == .plain, ["", "~", "null"].contains(scalar.string) {
      return nil
    }
    return node
  }

  /// The node of a key, for readers of their own; nil when it is missing or null.
  package func node(_ key: String) -> Node? { present(key) }

  /// The key itself, for messages about it.
  package func keyNode(_ key: String) -> Node? {
    mapping.first { $0.key.scalar?.string == key }?.key
  }

  func name(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

  func scalar(_ key: String, _ expected: String) throws(StudyFileError) -> Node.Scalar? {
    guard let node = present(key) else { return nil }
    guard let scalar = node.scalar else {
      throw Self.error(
        document, node, "“\(name(key))” is \(Self.kind(of: node)), but should be \(expected)")
    }
    return scalar
  }

  /// A text of limited length without control characters.
  package func text(_ key: String, limit: Int = 500) throws(StudyFileError) -> String? {
    guard let text = try scalar(key, "a text")?.string else { return nil }
    guard text.count <= limit else {
      throw error(at: key, "“\(name(key))” has \(text.count) characters; \(limit) is the limit")
    }
    guard !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
      throw error(at: key, "“\(name(key))” holds a line break or control character; write one line")
    }
    return text
  }

  /// One of some names.
  package func choice(_ key: String, of names: [String], kind: String) throws(StudyFileError)
    -> String?
  {
    guard let text = try scalar(key, "the name of one \(kind)")?.string else { return nil }
    return try checked(text, at: key, of: names, kind: kind)
  }

  /// A name that a catalogue reads, as the catalogue prints it.
  package func name(
    _ key: String, kind: String, names: [String],
    _ read: (String) throws(CatalogError) -> String
  ) throws(StudyFileError) -> String? {
    guard let text = try scalar(key, "the name of one \(kind)")?.string else { return nil }
    do {
      return try read(text)
    } catch {
      throw self.error(at: key, Self.unknown(error))
    }
  }

  /// The sentence for a name that a catalogue does not have.
  package static func unknown(_ error: CatalogError) -> String {
    error.range == nil && error.formula == nil
      ? unknown(error.name, of: error.known, kind: error.kind) : error.description
  }

  func checked(_ text: String, at key: String, of names: [String], kind: String)
    throws(StudyFileError) -> String
  {
    guard names.contains(text) else {
      throw error(at: key, Self.unknown(text, of: names, kind: kind))
    }
    return text
  }

  /// A whole number in a range.
  package func integer(_ key: String, in range: ClosedRange<Int>) throws(StudyFileError) -> Int? {
    guard let scalar = try scalar(key, "a whole number") else { return nil }
    guard let number = Int(scalar.string.replacing("_", with: "")) else {
      throw error(
        at: key, "“\(name(key))” should be a whole number, but is “\(scalar.string.prefix(60))”")
    }
    guard range.contains(number) else {
      throw error(
        at: key,
        "“\(name(key))” is \(number), outside \(range.lowerBound) … \(range.upperBound)")
    }
    return number
  }

  /// A seed: any unsigned 64-bit number.
  package func seed(_ key: String) throws(StudyFileError) -> UInt64? {
    guard let scalar = try scalar(key, "a whole number") else { return nil }
    guard let number = UInt64(scalar.string) else {
      throw error(
        at: key,
        "“\(name(key))” should be a whole number from 0 to \(UInt64.max), but is"
          + " “\(scalar.string.prefix(60))”")
    }
    return number
  }

  /// A finite number in a range.
  package func number(_ key: String, in range: ClosedRange<Double>) throws(StudyFileError)
    -> Double?
  {
    guard let scalar = try scalar(key, "a number") else { return nil }
    return try checked(scalar.string, at: key, in: range)
  }

  func checked(_ text: String, at key: String, in range: ClosedRange<Double>)
    throws(StudyFileError) -> Double
  {
    guard let number = Double(text), number.isFinite else {
      throw error(at: key, "“\(name(key))” should be a number, but is “\(text.prefix(60))”")
    }
    guard range.contains(number) else {
      throw error(
        at: key,
        "“\(name(key))” is \(text), outside \(Self.text(range.lowerBound)) …"
          + " \(Self.text(range.upperBound))")
    }
    return number
  }

  /// A bound as people write it: 1000000 and 0.000001, not 1e+06 and 1e-06.
  package static func text(_ bound: Double) -> String {
    if let whole = Int(exactly: bound) { return String(whole) }
    // Small ones in decimals, 0.000001; the others as Swift writes them, because formats write TeX: 1e+20.
    return bound < 1e-3 ? NumberFormat.significant(1).text(bound) : "\(bound)"
  }

  /// A share such as `2 %` or `0.02`, in 0…1.
  package func share(_ key: String, in range: ClosedRange<Double>) throws(StudyFileError) -> Double?
  {
    guard let scalar = try scalar(key, "a share, such as 2 %") else { return nil }
    let text = scalar.string.replacing("±", with: "").filter { $0 != " " }
    let isPercent = text.hasSuffix("%")
    guard let number = Double(isPercent ? String(text.dropLast()) : text), number.isFinite else {
      throw error(
        at: key,
        "“\(name(key))” should be a share such as 2 %, but is “\(scalar.string.prefix(60))”")
    }
    let share = isPercent ? number / 100 : number
    guard range.contains(share) else {
      throw error(
        at: key,
        "“\(name(key))” is \(scalar.string), outside \(Self.text(range.lowerBound * 100)) % …"
          + " \(Self.text(range.upperBound * 100)) %")
    }
    return share
  }

  /// True or false.
  package func flag(_ key: String) throws(StudyFileError) -> Bool? {
    guard let scalar = try scalar(key, "true or false") else { return nil }
    switch scalar.string {
    case "true", "yes": return true
    case "false", "no": return false
    default:
      throw error(
        at: key, "“\(name(key))” should be true or false, but is “\(scalar.string.prefix(60))”")
    }
  }

  package static func kind(of node: Node) -> String {
    switch node {
    case .scalar(let scalar): "the text “\(scalar.string.prefix(60))”"
    case .mapping: "a group of entries"
    case .sequence: "a list"
    case .alias: "an alias"
    }
  }
}
