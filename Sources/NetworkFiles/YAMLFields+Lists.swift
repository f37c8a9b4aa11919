import Study
import Simulation
import Yams

/// Lists, groups and words of a mapping.
extension YAMLFields {
  /// A list of texts; `problem` says what is wrong with one, nil for nothing.
  package func texts(
    _ key: String, limit: Int, _ problem: (String) -> String? = { _ in nil }
  ) throws(StudyFileError) -> [String]? {
    guard let items = try items(key, limit: limit) else { return nil }
    var texts: [String] = []
    for item in items {
      guard let scalar = item.scalar else {
        throw Self.error(
          document, item,
          "an entry of “\(name(key))” is \(Self.kind(of: item)), but should be a word or number")
      }
      if let problem = problem(scalar.string) { throw Self.error(document, item, problem) }
      guard !texts.contains(scalar.string) else {
        throw Self.error(
          document, item, "“\(scalar.string.prefix(60))” is twice in “\(name(key))”; keep one")
      }
      texts.append(scalar.string)
    }
    return texts
  }

  /// A list of some of the names.
  package func names(_ key: String, of names: [String], kind: String, limit: Int)
    throws(StudyFileError)
    -> [String]?
  {
    try texts(key, limit: limit) { text in
      names.contains(text) ? nil : Self.unknown(text, of: names, kind: kind)
    }
  }

  /// The sentence for a name that is none of the known ones.
  package static func unknown(_ text: String, of names: [String], kind: String) -> String {
    "“\(text.prefix(60))” is no \(kind)"
      + (CatalogError(kind: kind, name: text, known: names).suggestion.map {
        "; did you mean “\($0)”?"
      } ?? "; the names are \(names.joined(separator: ", "))")
  }

  /// Whether a value is one certain word, where otherwise a list stands.
  package func isWord(_ word: String, at key: String) -> Bool {
    present(key)?.scalar?.string == word
  }

  /// The entries of a mapping inside this one.
  package func group(_ key: String) throws(StudyFileError) -> YAMLFields? {
    guard let node = present(key) else { return nil }
    return try YAMLFields(node, in: document, path: name(key))
  }

  /// The mapping without some of its keys.
  package func root(without keys: [String]) -> Node {
    var copy = mapping
    for key in keys { copy[key] = nil }
    return .mapping(copy)
  }

  /// The keys in the order of the file.
  package var keys: [String] { mapping.compactMap { $0.key.scalar?.string } }

  /// Whether a key is there.
  package func has(_ key: String) -> Bool { value(key) != nil }

  /// A list of whole numbers in a range.
  package func integers(_ key: String, in range: ClosedRange<Int>, limit: Int)
    throws(StudyFileError)
    -> [Int]?
  {
    guard let items = try items(key, limit: limit) else { return nil }
    var numbers: [Int] = []
    for item in items {
      guard let text = item.scalar?.string, let number = Int(text) else {
        throw Self.error(
          document, item,
          "an entry of “\(name(key))” should be a whole number, but is"
            + " \(item.scalar.map { "“\($0.string.prefix(60))”" } ?? Self.kind(of: item))")
      }
      guard range.contains(number) else {
        throw Self.error(
          document, item,
          "an entry of “\(name(key))” is \(number), outside \(range.lowerBound) … \(range.upperBound)"
        )
      }
      numbers.append(number)
    }
    return numbers
  }

  /// A list of mappings.
  package func list(_ key: String, limit: Int) throws(StudyFileError) -> [YAMLFields] {
    guard let items = try items(key, limit: limit) else { return [] }
    var fields: [YAMLFields] = []
    for (index, item) in items.enumerated() {
      fields.append(try YAMLFields(item, in: document, path: "\(name(key))[\(index + 1)]"))
    }
    return fields
  }

  func items(_ key: String, limit: Int) throws(StudyFileError) -> [Node]? {
    guard let node = present(key) else { return nil }
    guard let sequence = node.sequence else {
      throw Self.error(
        document, node,
        "“\(name(key))” is \(Self.kind(of: node)), but should be a list: [a, b] or lines with “- ”")
    }
    guard !sequence.isEmpty else {
      throw Self.error(document, node, "“\(name(key))” is an empty list")
    }
    guard sequence.count <= limit else {
      throw Self.error(
        document, node, "“\(name(key))” has \(sequence.count) entries; \(limit) is the limit")
    }
    return Array(sequence)
  }
}
