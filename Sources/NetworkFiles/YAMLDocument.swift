import Engine
import Foundation
import Yams

/// A YAML file read into nodes that know their place, with limits on everything that can explode.
///
/// Study files are small. A megabyte, a few thousand nodes and a dozen levels are far beyond any real
/// one, so larger input is refused before it costs time or memory. Aliases are refused altogether:
/// ten lines of them can describe 10⁹ nodes.
package struct YAMLDocument {
  package static let maximumBytes = 1_000_000
  static let maximumNodes = 20_000
  static let maximumDepth = 32

  package let file: String
  package var root: Node

  /// The way out of a file that is not there or empty, for study files.
  private static let studyStarter = "`report init` writes a starter study"

  /// Reads a file; `starter` says how one begins.
  package init(
    contentsOf url: URL, named file: String, starter: String? = nil
  ) throws(StudyFileError) {
    let starter = starter ?? Self.studyStarter
    func fail(_ problem: String) -> StudyFileError {
      StudyFileError(file: file, line: nil, column: nil, problem: problem)
    }
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isDirectory) else {
      throw fail("the file does not exist; \(starter)")
    }
    guard !isDirectory.boolValue else { throw fail("this is a folder, not a file") }
    guard let handle = try? FileHandle(forReadingFrom: url),
      let data = try? handle.read(upToCount: Self.maximumBytes + 1) ?? Data()
    else { throw fail("the file cannot be read; check its permissions") }
    guard data.count <= Self.maximumBytes else {
      throw fail("the file is larger than 1 MB; a study file is a page of YAML")
    }
    guard !data.isEmpty else {
      throw fail("the file is empty; \(starter)")
    }
    guard let text = String(validating: data, as: UTF8.self), !text.contains("\0") else {
      throw fail("the file is not UTF-8 text; save it as UTF-8")
    }
    try self.init(text, named: file, starter: starter)
  }

  /// Reads a text; `starter` says how a file begins.
  package init(_ text: String, named file: String, starter: String? = nil) throws(StudyFileError) {
    self.file = file
    // A byte order mark and Windows line ends are harmless.
    let text = String(text.withoutByteOrderMark)
      .replacing("\r\n", with: "\n")
    try Self.checkShape(of: text, file: file)
    try Self.checkAliases(in: text, file: file)
    let root: Node?
    do {
      root = try compose(yaml: text)
    } catch let error as YamlError {
      throw Self.error(for: error, file: file)
    } catch {
      throw StudyFileError(
        file: file, line: nil, column: nil, problem: "this is not YAML (\(error))")
    }
    guard let root else {
      throw StudyFileError(
        file: file, line: nil, column: nil,
        problem: "the file holds only comments; \(starter ?? Self.studyStarter)")
    }
    self.root = root
  }

  /// Bounds lines, nesting and the number of nodes before the parser, which recurses, sees them.
  ///
  /// Counts more than there are (brackets inside strings too), so the bounds are generous. Byte by byte,
  /// because a megabyte of anything must be answered at once.
  private static func checkShape(of text: String, file: String) throws(StudyFileError) {
    var depth = 0
    var nodes = 0
    var line = 1
    var indent = 0
    var opened = 0
    var isStart = true
    func fail(_ problem: String) -> StudyFileError {
      StudyFileError(file: file, line: line, column: 1, problem: problem)
    }
    func tooDeep() -> StudyFileError {
      fail("the YAML is nested deeper than \(maximumDepth) levels")
    }
    for byte in text.utf8 {
      if byte == UInt8(ascii: "\n") {
        line += 1
        (indent, opened, isStart) = (0, 0, true)
        guard line <= maximumNodes else {
          throw fail("the file has more than \(maximumNodes) lines")
        }
        continue
      }
      if isStart {
        switch byte {
        case UInt8(ascii: " "): indent += 1
        case UInt8(ascii: "-"), UInt8(ascii: "?"): opened += 1
        default: isStart = false
        }
        guard opened <= maximumDepth, indent + opened <= 8 * maximumDepth else { throw tooDeep() }
      }
      switch byte {
      case UInt8(ascii: "["), UInt8(ascii: "{"):
        depth += 1
        nodes += 1
      case UInt8(ascii: "]"), UInt8(ascii: "}"): depth = max(0, depth - 1)
      case UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "-"): nodes += 1
      default: break
      }
      guard depth <= maximumDepth else { throw tooDeep() }
      guard nodes <= maximumNodes else {
        throw fail("the YAML has more than \(maximumNodes) entries")
      }
    }
  }

  /// Refuses an alias of an anchor before the parser, which hashes what aliases stand for, sees it.
  private static func checkAliases(in text: String, file: String) throws(StudyFileError) {
    let anchors = Set(names(after: UInt8(ascii: "&"), in: text).map(\.name))
    guard !anchors.isEmpty else { return }
    for (name, line, column) in names(after: UInt8(ascii: "*"), in: text)
    where anchors.contains(name) {
      throw StudyFileError(
        file: file, line: line, column: column,
        problem: "YAML aliases (“*\(name)”) are not supported; write the value again")
    }
  }

  /// The words of letters, digits, `_` and `-` right after a sign, with the sign's place.
  private static func names(after sign: UInt8, in text: String) -> [(
    name: String, line: Int, column: Int
  )] {
    var found: [(String, Int, Int)] = []
    var (line, column) = (1, 0)
    var word: (bytes: [UInt8], column: Int)?
    func isPart(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
        true
      default: false
      }
    }
    for byte in text.utf8 + [UInt8(ascii: "\n")] {
      // Columns count characters; continuation bytes of UTF-8 begin with the bits 10.
      if byte & 0xC0 != 0x80 { column += 1 }
      if isPart(byte), word != nil {
        word?.bytes.append(byte)
        continue
      }
      if let ended = word, !ended.bytes.isEmpty {
        found.append((String(decoding: ended.bytes, as: UTF8.self), line, ended.column))
      }
      word = byte == sign ? ([], column) : nil
      if byte == UInt8(ascii: "\n") { (line, column) = (line + 1, 0) }
    }
    return found
  }

  private static func error(for error: YamlError, file: String) -> StudyFileError {
    func at(_ mark: Mark?, _ problem: String) -> StudyFileError {
      StudyFileError(file: file, line: mark?.line, column: mark?.column, problem: problem)
    }
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _):
      return at(mark, "this is not YAML: \(problem)\(hint(for: problem))")
    case .composer(_, _, let mark, _):
      return at(mark, "a second document begins here; a study file is one, without “---” inside")
    case .duplicatedKeysInMapping(let duplicates, let context):
      let keys = duplicates.map { "“\($0)”" }.joined(separator: ", ")
      return at(context.mark, "the key \(keys) is given twice; keep one")
    case .reader(let problem, _, _, _): return at(nil, "this is not YAML: \(problem)")
    default: return at(nil, "this is not YAML (\(error))")
    }
  }

  /// What most often lies behind a message of the YAML parser.
  private static func hint(for problem: String) -> String {
    if problem.contains("mapping values are not allowed") {
      return " (a text with a colon needs quotes, and entries of one level the same indentation)"
    }
    if problem.contains("cannot start any token") {
      return " (indent with spaces, not tabs, and quote texts that begin with @, ` or %)"
    }
    return ""
  }
}
