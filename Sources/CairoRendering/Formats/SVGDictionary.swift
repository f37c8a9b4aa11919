import Graphics

/// What a portable SVG writes once and refers to afterwards: letters, words, symbols, clips.
///
/// Letters are defined in thousandths of an em, once for all sizes; words that pay for it are
/// defined too. What pays is known from a first pass over the drawing.
struct SVGDictionary {
  /// Definitions in the order of first use.
  private(set) var definitions = ""
  private let prefix: String
  private var count = 0
  private var letters: [Letter: String] = [:]
  private var words: [OutlinedWord: (uses: Int, id: String?)] = [:]
  private var shapes: [Path: (uses: Int, id: String?)] = [:]
  private var clips: [Rect: String] = [:]

  private struct Letter: Hashable {
    var face: ObjectIdentifier
    var glyph: UInt
  }

  init(prefix: String) { self.prefix = prefix }

  /// The first pass: counts what the commands will use.
  mutating func count(_ commands: [DrawCommand], _ fonts: FontLibrary) {
    for command in commands {
      switch command {
      case .fill(let path, _), .stroke(let path, _):
        if let symbol = Self.symbol(path) { shapes[symbol.shape, default: (0, nil)].uses += 1 }
      case .text(let line):
        for run in line.runs {
          for placed in OutlinedWord.words(of: run, fonts) {
            words[placed.word, default: (0, nil)].uses += 1
          }
        }
      case .group(let group): count(group.commands, fonts)
      case .image: break
      }
    }
  }

  /// A new id: letters and digits, the shortest first.
  private mutating func newID() -> String {
    var rest = count
    var digits = ""
    repeat {
      digits.append(Self.digits[rest % Self.digits.count])
      rest = rest / Self.digits.count - 1
    } while rest >= 0
    count += 1
    return prefix + digits
  }
  private static let digits = Array(
    "0123456789abcdefghijklmnopqrstuvwxyz" + "ABCDEFGHIJKLMNOPQRSTUVWXYZ")

  // MARK: Shapes

  /// A closed shape of some length, such as a circle, apart from its place.
  private static func symbol(_ path: Path) -> (shape: Path, at: Point)? {
    guard (6...24).contains(path.elements.count), path.elements.last == .close,
      case .move(let start) = path.elements[0]
    else { return nil }
    // Hundredths, so that equal symbols at different places are equal.
    func moved(_ p: Point) -> Point {
      Point(((p.x - start.x) * 100).rounded() / 100, ((p.y - start.y) * 100).rounded() / 100)
    }
    let shape = path.elements.map { element -> PathElement in
      switch element {
      case .move(let p): .move(moved(p))
      case .line(let p): .line(moved(p))
      case .curve(let a, let b, let p): .curve(moved(a), moved(b), moved(p))
      case .close: .close
      }
    }
    return (Path(shape), start)
  }

  /// An element that draws a path.
  mutating func shape(_ path: Path) -> String {
    if let symbol = Self.symbol(path), let known = shapes[symbol.shape], known.uses > 2 {
      let id = known.id ?? newID()
      if known.id == nil {
        shapes[symbol.shape]?.id = id
        definitions += "<path id=\"\(id)\" d=\"\(SVGText.data(symbol.shape))\"/>\n"
      }
      return "<use xlink:href=\"#\(id)\" x=\"\(SVGText.number(symbol.at.x))\" "
        + "y=\"\(SVGText.number(symbol.at.y))\"/>"
    }
    let data = SVGText.data(path)
    return data.isEmpty ? "" : "<path d=\"\(data)\"/>"
  }

  /// The id of a clip.
  mutating func clip(_ rect: Rect) -> String {
    if let known = clips[rect] { return known }
    let id = newID()
    clips[rect] = id
    definitions +=
      "<clipPath id=\"\(id)\"><path d=\"\(SVGText.data(.rectangle(rect)))\"/></clipPath>\n"
    return id
  }

  // MARK: Text

  /// An element that draws a run in its place, without its colour; empty for nothing but spaces.
  ///
  /// - Parameters:
  ///   - isTwice: defines the run, because it will be drawn twice.
  mutating func outlined(
    _ run: TextRun, of line: TextLine, _ fonts: FontLibrary, isTwice: Bool
  ) -> String {
    let uses = OutlinedWord.words(of: run, fonts).flatMap { placed in
      self.uses(of: placed.word, x: placed.x)
    }
    guard !uses.isEmpty, run.style.size > 0 else { return "" }
    let place = " transform=\"\(Self.transform(line, run))\""
    if uses.count == 1 {
      // "<use …/>" with the place inside.
      return uses[0].dropLast(2) + place + "/>"
    }
    guard isTwice else { return "<g\(place)>" + uses.joined() + "</g>" }
    let id = newID()
    definitions += "<g id=\"\(id)\"\(place)>" + uses.joined() + "</g>\n"
    return "<use xlink:href=\"#\(id)\"/>"
  }

  private static func transform(_ line: TextLine, _ run: TextRun) -> String {
    let start = line.start(of: run)
    let (x, y) = (SVGText.number(start.x), SVGText.number(start.y))
    let scale = run.style.size / 1000
    let (c, s) = (line.direction.cosine, line.direction.sine)
    func short(_ value: Double) -> String {
      let text = DecimalText.short(abs(value), decimals: 6)
      return (value < 0 ? "-" : "") + (text.hasPrefix("0.") ? text.dropFirst() : text[...])
    }
    if s == 0 { return "translate(\(x) \(y))scale(\(short(scale)))" }
    let numbers = [c * scale, s * scale, -s * scale, c * scale].map(short)
    return "matrix(\(numbers.joined(separator: " ")) \(x) \(y))"
  }

  /// The elements of a word whose start lies `x` thousandths of an em from its run's.
  private mutating func uses(of word: OutlinedWord, x: Int) -> [String] {
    let known = words[word] ?? (1, nil)
    let letters = word.letters.count
    // A definition costs about 26 bytes and a use 36, a letter 32.
    if letters > 1, (known.uses - 1) * letters * 32 > 26 + 36 * known.uses {
      let id = known.id ?? newID()
      if known.id == nil {
        words[word]?.id = id
        let parts = word.letters.map { use($0, of: word.face, x: $0.x) }
        definitions += "<g id=\"\(id)\">\(parts.joined())</g>\n"
      }
      return ["<use xlink:href=\"#\(id)\"\(x == 0 ? "" : " x=\"\(x)\"")/>"]
    }
    return word.letters.map { use($0, of: word.face, x: x + $0.x) }
  }

  private mutating func use(_ letter: OutlinedWord.Letter, of face: FontFace, x: Int) -> String {
    let key = Letter(face: ObjectIdentifier(face), glyph: letter.glyph)
    let id = letters[key] ?? newID()
    if letters[key] == nil {
      letters[key] = id
      let outline = Path(face.outline(of: letter.glyph)).thousandths
      definitions += "<path id=\"\(id)\" d=\"\(SVGText.data(outline))\"/>\n"
    }
    return "<use xlink:href=\"#\(id)\"\(x == 0 ? "" : " x=\"\(x)\"")"
      + (letter.y == 0 ? "/>" : " y=\"\(letter.y)\"/>")
  }
}

extension Path {
  /// The path a thousand times as large, in whole numbers.
  fileprivate var thousandths: Path {
    func scaled(_ p: Point) -> Point { Point((p.x * 1000).rounded(), (p.y * 1000).rounded()) }
    return Path(
      elements.map { element in
        switch element {
        case .move(let p): .move(scaled(p))
        case .line(let p): .line(scaled(p))
        case .curve(let a, let b, let p): .curve(scaled(a), scaled(b), scaled(p))
        case .close: .close
        }
      })
  }
}
