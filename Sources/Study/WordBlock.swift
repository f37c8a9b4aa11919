/// The words of one figure, table or audited claim as they stand in a template.
///
/// A block of a chapter's file holds all words of a chart, at the place where the chart stands:
///
///     ```figure layer-gain
///     title: A layer with *nσ*² = 1 keeps the squared length on average
///     caption: **Method.** {{networks}} networks for each point,
///       one input each.
///     x: Width *n*, log axis
///     ```
///
/// Not YAML: half of all captions begin with an asterisk, hold a colon or a brace, and every one of
/// them would have to be quoted. A key ends at the first colon; a line that begins with two spaces
/// continues the text above, joined by one space; blank lines mean nothing.
public struct WordBlock: Equatable, Sendable {
  /// What a block is for.
  public enum Kind: String, CaseIterable, Sendable {
    /// A chart, in a chapter's file.
    case figure
    /// A table, in a chapter's file.
    case table
    /// An audited claim, in a file of `templates/audit`.
    case claim
  }

  /// One text of a block.
  public struct Entry: Equatable, Sendable {
    /// The name before the colon.
    public let key: String
    /// In the markup of charts (figures), in Markdown (tables) or plain (claims), with placeholders.
    public let text: String
    /// The line of the template where it begins, from 1.
    public let line: Int
  }

  /// A figure’s words, a table’s or a claim’s.
  public let kind: Kind
  /// The id of the figure or the claim, or the name of the table.
  public let id: String
  /// The template that holds the block, below `templates/`.
  public let path: String
  /// The line of its opening fence, from 1.
  public let line: Int
  /// The words in their order.
  public let entries: [Entry]

  /// The entry of a key.
  public subscript(key: String) -> Entry? { entries.first { $0.key == key } }

  /// All blocks of a template, in order.
  ///
  /// - Throws: `WordBlockError` for a block that is not closed, a line that is no entry, a key given
  ///   twice.
  public static func blocks(in text: String, path: String) throws(WordBlockError) -> [WordBlock] {
    var blocks: [WordBlock] = []
    var open: (kind: Kind, id: String, line: Int)?
    var entries: [Entry] = []
    var number = 0
    var rest = text[...]
    // Most of a chapter is prose, told from a fence by its first byte.
    while !rest.isEmpty || number == 0 {
      let end = rest.utf8.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex
      let line = rest[..<end]
      rest = end < rest.endIndex ? rest[rest.utf8.index(after: end)...] : ""
      number += 1
      guard let current = open else {
        if line.utf8.first == UInt8(ascii: "`"), let head = head(of: line) {
          open = (head.kind, head.id, number)
        }
        continue
      }
      if line == "```" {
        blocks.append(
          WordBlock(
            kind: current.kind, id: current.id, path: path, line: current.line, entries: entries))
        (open, entries) = (nil, [])
      } else if line.hasPrefix("  "), let last = entries.popLast() {
        let more = line.drop { $0 == " " }
        entries.append(
          Entry(
            key: last.key, text: last.text.isEmpty ? String(more) : last.text + " " + more,
            line: last.line))
      } else if !line.allSatisfy(\.isWhitespace) {
        guard let colon = line.firstIndex(of: ":"), colon > line.startIndex,
          !line[..<colon].contains(" ")
        else { throw WordBlockError(path: path, line: number, problem: .noEntry(String(line))) }
        let key = String(line[..<colon])
        guard !entries.contains(where: { $0.key == key }) else {
          throw WordBlockError(path: path, line: number, problem: .twice(key))
        }
        entries.append(
          Entry(
            key: key, text: String(line[line.index(after: colon)...].drop { $0 == " " }),
            line: number))
      }
    }
    if let open {
      throw WordBlockError(path: path, line: open.line, problem: .unclosed(open.id))
    }
    return blocks
  }

  /// The kind and id of an opening fence; nil for any other line.
  public static func head(of line: some StringProtocol) -> (kind: Kind, id: String)? {
    guard line.hasPrefix("```") else { return nil }
    let words = line.dropFirst(3).split(separator: " ")
    guard words.count == 2, let kind = Kind(rawValue: String(words[0])) else { return nil }
    return (kind, String(words[1]))
  }
}

/// What can be wrong with a block of words.
public struct WordBlockError: Error, Equatable, CustomStringConvertible {
  /// The kind of mistake.
  public enum Problem: Equatable, Sendable {
    /// The block of this id does not end.
    case unclosed(String)
    /// This line is neither an entry nor the continuation of one.
    case noEntry(String)
    /// The entry of this key stands twice in its block.
    case twice(String)
    /// The block lacks the entry that its figure or table asks for.
    case missing(block: String, key: String)
    /// The block has entries that nothing asks for.
    case unused(block: String, keys: [String])
    /// The block has an entry that nothing asks for, and whose key is nearly one that is asked for.
    case misspelt(block: String, key: String, nearest: String)
    /// The figure of this id has no block.
    case noBlock(String)
    /// The table of this name has no block.
    case noTable(String)
    /// The claim of this id has no block.
    case noClaim(String)
    /// There is a block for a claim of this id, and no such claim.
    case unknownClaim(String)
    /// The block of the claim has an entry that the claim does not ask for.
    case unasked(claim: String, key: String)
    /// `names.txt` has no name for this key; `nearest` is a key that it has.
    case unknownName(String, nearest: String?)
  }

  /// The file.
  public let path: String
  /// The line in the file, from 1.
  public let line: Int
  /// What is wrong.
  public let problem: Problem

  /// Makes an error.
  public init(path: String, line: Int, problem: Problem) {
    self.path = path
    self.line = line
    self.problem = problem
  }

  /// The sentence for the user.
  public var description: String {
    let place = "\(path):\(line): "
    switch problem {
    case .unclosed(let id):
      return place + "the block “\(id)” is not closed; end it with a line ```"
    case .noEntry(let line):
      return place + "“\(line.prefix(40))” is no entry of a block; write “key: text”, and begin"
        + " continued lines with two spaces"
    case .twice(let key): return place + "the entry “\(key)” stands twice in its block"
    case .missing(let block, let key):
      return place + "the block “\(block)” lacks the entry “\(key)”"
    case .unused(let block, let keys):
      return place + "the block “\(block)” has entries that its chart does not use: "
        + keys.joined(separator: ", ")
    case .misspelt(let block, let key, let nearest):
      return place + "nothing asks for the entry “\(key)” of the block “\(block)”; did you mean"
        + " “\(nearest)”?"
    case .noBlock(let id):
      return "\(path): no template has the words of the figure “\(id)”; add a block ```figure \(id)"
    case .noTable(let name):
      return
        "\(path): no template has the words of the table “\(name)”; add a block ```table \(name)"
    case .noClaim(let id):
      return "\(path): no template has the words of the claim “\(id)”; add a block ```claim \(id)"
    case .unknownClaim(let id):
      return place + "there is no claim “\(id)”; `report audit` lists all"
    case .unasked(let claim, let key):
      return place + "the claim “\(claim)” does not ask for the entry “\(key)”; remove it, or see"
        + " whether its key is misspelt"
    case .unknownName(let key, let nearest):
      return "\(path): there is no name for “\(key)”"
        + (nearest.map { "; did you mean “\($0)”?" } ?? "")
    }
  }
}
