import Charts
import Engine
import Graphics
import Study

/// A network in boxes and arrows: stages from left to right, line by line; repeated blocks once, with their
/// number; the way around a branch above it, to the sum.
///
/// A network of many different blocks shows them as single boxes, and one block of each pattern below.
public struct NetworkPicture {
  /// A box in a line.
  struct Box {
    var text: String
    /// Whether it is the sum at the end of a branch.
    var isSum = false
    /// Whether it is a whole block.
    var isBlock = false
    /// About how wide it is in pixels, from its letters.
    var width: Double {
      if isSum { return 22 }
      let letters = text.split(separator: "\n").map(\.count).max() ?? 1
      return 18 + 6.4 * Double(letters)
    }
  }

  /// Boxes side by side.
  struct Line {
    var boxes: [Box]
    /// How many lines before this one the branch began whose sum is here; nil if there is none.
    var branchLines: Int?
    /// What the skip does.
    var skip = ""
    /// Whether a branch begins here.
    var begins = false
    /// Whether nothing comes after it.
    var isEnd = false
  }

  /// Lines that belong to a block, from the first to the last.
  struct Bracket {
    var text: String
    var lines: ClosedRange<Int>
  }

  static let gap = 20.0
  static let lineHeight = 60.0
  /// Room for the brackets at the left, in pixels.
  static let left = 64.0
  static let mostLines = 9

  let words: FigureWords
  let room: Double
  var lines: [Line] = []
  var brackets: [Bracket] = []

  /// - Parameter width: of the plot in pixels.
  public init(_ network: Network, width: Double, words: FigureWords) {
    self.words = words
    room = width - Self.left - 8
    self.width = width
    let outline = NetworkOutline(network)
    let input = Box(text: word("stage.input") + "\n" + outline.input)
    add(outline.parts, after: input)
    lines[lines.count - 1].isEnd = true
    guard lines.count > Self.mostLines else { return }
    lines = []
    brackets = []
    fold(outline, input)
  }

  let width: Double

  /// How high the plot is.
  public var height: Double { Double(lines.count) * Self.lineHeight + 8 }

  // MARK: Lines

  private mutating func add(_ parts: [NetworkOutline.Part], after first: Box? = nil) {
    var open = first.map { [$0] } ?? []
    var isAfterSum = false
    func width(_ boxes: [Box]) -> Double {
      boxes.reduce(-Self.gap) { $0 + $1.width + Self.gap }
    }
    func close(_ lines: inout [Line]) {
      guard !open.isEmpty else { return }
      lines.append(Line(boxes: open))
      open = []
    }
    for part in parts {
      switch part {
      case .stage(let kind, let detail):
        let box = box(kind, detail)
        // After a sum there may be room for what follows.
        if open.isEmpty, isAfterSum, let last = lines.last,
          width(last.boxes + [box]) + 30 <= room
        {
          lines[lines.count - 1].boxes.append(box)
          continue
        }
        isAfterSum = false
        if width(open + [box]) > room { close(&lines) }
        open.append(box)
      case .block(let name, let count, let inner):
        close(&lines)
        let start = lines.count
        add(inner)
        note(name, count, start)
        isAfterSum = false
      case .residual(let branch, let shortcut):
        close(&lines)
        addBranch(branch, shortcut)
        isAfterSum = true
      }
    }
    close(&lines)
  }

  private mutating func note(_ name: String, _ count: Int, _ start: Int) {
    guard lines.count > start, count > 1 || !name.isEmpty else { return }
    let times = count > 1 ? "× \(count)" : ""
    let text = [RichText.escaped(name), times].filter { !$0.isEmpty }.joined(separator: "\n")
    brackets.append(Bracket(text: text, lines: start...(lines.count - 1)))
  }

  private mutating func addBranch(
    _ branch: [NetworkOutline.Part], _ shortcut: [NetworkOutline.Part]
  ) {
    var boxes = branch.map(single)
    boxes.append(Box(text: "+", isSum: true))
    let aside = shortcut.map { single($0).text.split(separator: "\n").joined(separator: " ") }
      .joined(separator: ", ")
    var own: [[Box]] = [[]]
    for box in boxes {
      let last = own[own.count - 1]
      if last.reduce(box.width, { $0 + $1.width + Self.gap }) + 30 > room, !last.isEmpty {
        own.append([])
      }
      own[own.count - 1].append(box)
    }
    for (index, part) in own.enumerated() {
      var line = Line(boxes: part, begins: index == 0)
      if index == own.count - 1 {
        line.branchLines = index
        line.skip = aside
      }
      lines.append(line)
    }
  }

  /// A part as one box, whatever is inside.
  private func single(_ part: NetworkOutline.Part) -> Box {
    switch part {
    case .stage(let kind, let detail): return box(kind, detail)
    case .block(let name, let count, let parts):
      let title =
        name.isEmpty
        ? parts.first.map { single($0).text.split(separator: "\n")[0] + " …" } ?? "…"
        : RichText.escaped(name)
      return Box(text: String(title) + (count > 1 ? "\n× \(count)" : ""), isBlock: true)
    case .residual: return Box(text: word("stage.residual"), isBlock: true)
    }
  }

  private func box(_ kind: String, _ detail: String) -> Box {
    if let whole = words.known("stage.\(kind).\(detail)") { return Box(text: whole) }
    if kind == "activation" { return Box(text: words.known(detail) ?? RichText.escaped(detail)) }
    if kind == "recurrent", let space = detail.firstIndex(of: " ") {
      // Cells are known by their capitals.
      return Box(text: detail[..<space].uppercased() + "\n" + detail[detail.index(after: space)...])
    }
    if kind == "attention" {
      return Box(text: word("stage.attention") + "\n" + detail + " " + word("stage.heads"))
    }
    if kind == "gated" {
      return Box(
        text: word("stage.gated") + "\n" + (words.known(detail) ?? RichText.escaped(detail)))
    }
    let name = word("stage.\(kind)")
    return Box(text: detail.isEmpty ? name : name + "\n" + RichText.escaped(detail))
  }

  /// A word of the vocabulary, or the kind itself: a new kind of stage needs no word.
  private func word(_ key: String) -> String {
    words.known(key) ?? String(key.split(separator: ".").last ?? "")
  }

  /// All blocks as boxes, then one of each pattern.
  private mutating func fold(_ outline: NetworkOutline, _ input: Box) {
    var open = [input]
    var patterns: [(pattern: String, names: [String], parts: [NetworkOutline.Part])] = []
    for part in outline.parts {
      let own = single(part)
      if open.reduce(own.width, { $0 + $1.width + Self.gap }) > room {
        lines.append(Line(boxes: open))
        open = []
      }
      open.append(own)
      guard case .block(let name, _, let parts) = part else { continue }
      let pattern = part.pattern
      if let known = patterns.firstIndex(where: { $0.pattern == pattern }) {
        patterns[known].names.append(name)
      } else {
        patterns.append((pattern, [name], parts))
      }
    }
    lines.append(Line(boxes: open, isEnd: true))
    for (_, names, parts) in patterns {
      let start = lines.count
      add(parts)
      let shown = names.count <= 3 ? names : Array(names.prefix(2)) + ["…"]
      brackets.append(
        Bracket(
          text: shown.map { RichText.escaped($0) }.joined(separator: "\n"),
          lines: start...(lines.count - 1)))
    }
  }
}
