import Foundation
import Simulation
import Study
import Templates

/// The templates of a report: the built-in ones, with single files replaced from a folder.
public struct TemplateLibrary: Sendable {
  private let files: [String: String]
  private let overridden: Set<String>

  /// The templates compiled into the program.
  public static let builtIn = TemplateLibrary(
    files: Dictionary(uniqueKeysWithValues: Templates.all.map { ($0.path, $0.text) }))

  /// The built-in templates with those of `directory` in place of the files of the same path.
  public init(overridingWith directory: URL) throws(TemplateError) {
    var files = Self.builtIn.files
    var overridden: Set<String> = []
    guard let walker = FileManager.default.enumerator(atPath: directory.path) else {
      throw .unreadable(path: directory.path)
    }
    let paths = walker.compactMap { $0 as? String }.sorted()
    for path in paths {
      guard files[path] != nil else {
        try Self.checkStranger(path, among: paths, in: directory)
        continue
      }
      guard let text = try? String(contentsOf: directory.appending(path: path), encoding: .utf8)
      else { throw .unreadable(path: directory.appending(path: path).path) }
      files[path] = text
      overridden.insert(path)
    }
    guard !overridden.isEmpty else {
      throw .nothingOverridden(path: directory.path, known: files.keys.sorted())
    }
    self.init(files: files, overridden: overridden)
    for path in ["names.txt", "questions.txt"] { try checkKeys(of: path) }
  }

  /// Throws for a file that replaces no template and has nearly the name of one that is not there: its words
  /// would be left out in silence.
  ///
  /// Other files, such as a note to translators or a new chapter that is not compiled in yet, are nobody's
  /// business.
  private static func checkStranger(
    _ path: String, among paths: [String], in directory: URL
  ) throws(TemplateError) {
    let file = path.split(separator: "/").last
    let nearest = builtIn.files.keys.sorted().filter { !paths.contains($0) }.first { known in
      known.split(separator: "/").last == file || CatalogError.edits(from: path, to: known) <= 2
    }
    guard let nearest else { return }
    throw .stranger(path: directory.appending(path: path).path, nearest: nearest)
  }

  /// Throws for a line of `names.txt` or `questions.txt` that has no key, or one that the built-in file does not
  /// have.
  private func checkKeys(of path: String) throws(TemplateError) {
    let lines = (files[path] ?? "").split(separator: "\n", omittingEmptySubsequences: false)
    for (offset, line) in lines.enumerated()
    where !line.hasPrefix("#") && !line.contains(":") && line.contains(where: { !$0.isWhitespace })
    {
      throw .noKey(path: path, line: offset + 1, text: String(line.prefix(60)))
    }
    let known = Self.keys(in: Self.builtIn.files[path] ?? "").map(\.key)
    for (key, line) in Self.keys(in: files[path] ?? "") where !known.contains(key) {
      // `leaky-relu-0.2` is a known kind with a parameter.
      let parts = key.split(separator: "-")
      let kind = parts.dropLast().joined(separator: "-")
      if parts.last.flatMap({ Double($0) }) != nil, known.contains(kind) { continue }
      throw .unknownKey(
        path: path, line: line, key: key,
        nearest: CatalogError(kind: "key", name: key, known: known).suggestion)
    }
  }

  private static func keys(in text: String) -> [(key: String, line: Int)] {
    text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap {
      offset, line in
      guard !line.hasPrefix("#"), let colon = line.firstIndex(of: ":") else { return nil }
      return (String(line[..<colon]), offset + 1)
    }
  }

  init(files: [String: String], overridden: Set<String> = []) {
    self.files = files
    self.overridden = overridden
  }

  /// The library with the text of one of its templates in the place of another's.
  public func replacing(_ path: String, by other: String) -> TemplateLibrary {
    var files = files
    files[path] = files[other]
    return TemplateLibrary(files: files, overridden: overridden.union([path]))
  }

  /// The library with the Markdown files of a folder as `prose/NAME.md`, and their names in order.
  public func adding(proseIn directory: URL) throws(TemplateError) -> (
    library: TemplateLibrary, files: [String]
  ) {
    guard let entries = try? FileManager.default.contentsOfDirectory(atPath: directory.path) else {
      throw .unreadable(path: directory.path)
    }
    let names = entries.filter { $0.hasSuffix(".md") && !$0.hasPrefix(".") }.sorted()
    guard !names.isEmpty else { throw .noProse(path: directory.path) }
    var files = files
    for name in names {
      let file = directory.appending(path: name)
      guard let text = try? String(contentsOf: file, encoding: .utf8) else {
        throw .unreadable(path: file.path)
      }
      files["prose/\(name)"] = text
    }
    return (TemplateLibrary(files: files, overridden: overridden), names)
  }

  /// The names of activations, rules and other things of many charts.
  public var vocabulary: Vocabulary { Vocabulary(entries(of: "names.txt")) }

  /// What each experiment asks, by its id.
  public var questions: [String: String] { entries(of: "questions.txt") }

  /// The lines “key: text” of a file, with the built-in ones for keys that a replaced file leaves out;
  /// lines that begin with `#` are comments.
  private func entries(of path: String) -> [String: String] {
    var entries: [String: String] = [:]
    for file in [Self.builtIn.files[path], files[path]] {
      for line in (file ?? "").split(separator: "\n") where !line.hasPrefix("#") {
        guard let colon = line.firstIndex(of: ":") else { continue }
        entries[String(line[..<colon])] = String(
          line[line.index(after: colon)...].drop { $0 == " " })
      }
    }
    return entries
  }

  /// The words of all figures and tables by id; chapters of the user's own may hold them too, and go
  /// before the built-in ones.
  ///
  /// - Throws: `WordBlockError` for a block that cannot be read.
  func wordBlocks() throws(WordBlockError) -> [String: WordBlock] {
    var blocks: [String: WordBlock] = [:]
    // The built-in words first: a chapter that somebody replaced may have left them out.
    let builtIn = Self.builtIn.files
    for files in [builtIn, files.filter { builtIn[$0.key] != $0.value }] {
      for (path, text) in files.sorted(by: { $0.key < $1.key }) where path.hasSuffix(".md") {
        for block in try WordBlock.blocks(in: text, path: path) {
          blocks["\(block.kind).\(block.id)"] = block
        }
      }
    }
    return blocks
  }

  /// The text of a template.
  public func text(at path: String) throws(TemplateError) -> String {
    guard let text = files[path] else { throw .missing(path: path) }
    return text
  }
}
