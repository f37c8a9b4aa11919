/// A line of text whose runs are placed relative to its start; an anchor makes it a `TextLine`.
public struct MeasuredLine: Equatable, Sendable {
  /// The pieces from left to right.
  public var runs: [TextRun]
  /// In pixels.
  public var width: Double

  /// Places the line.
  public func line(
    at origin: Point, anchor: TextAnchor = .start, halo: Stroke? = nil
  ) -> TextLine {
    TextLine(runs, at: origin, anchor: anchor, width: width, halo: halo)
  }
}

/// Turns rich text into measured lines.
public struct Typesetter {
  /// The size of scripts, as a share of the size of the text.
  static let scriptScale = 0.72
  /// How far scripts are raised and lowered, as shares of the size of the text.
  static let raise = 0.36
  static let lower = 0.18

  /// What knows the widths of characters.
  public var measuring: any TextMeasuring
  /// The colour behind a name in `[text](name)`; nil leaves the text as it is.
  public var colorNamed: (String) -> Color?

  /// Makes a typesetter.
  public init(
    measuring: any TextMeasuring, colorNamed: @escaping (String) -> Color? = { _ in nil }
  ) {
    self.measuring = measuring
    self.colorNamed = colorNamed
  }

  /// Sets a text in one line.
  ///
  /// - Parameters:
  ///   - emphasis: the colour of bold text; nil for the same colour.
  public func line(
    _ text: RichText, style: TextStyle, color: Color, emphasis: Color? = nil
  ) -> MeasuredLine {
    place(text.spans, style, color, emphasis)
  }

  /// Sets a text in lines no wider than `width`, broken at spaces and between CJK characters.
  ///
  /// - Parameters:
  ///   - isBalanced: makes the lines about equally long, for titles.
  public func lines(
    _ text: RichText, width: Double, style: TextStyle, color: Color, emphasis: Color? = nil,
    isBalanced: Bool = false
  ) -> [MeasuredLine] {
    let words = self.words(of: text.spans)
    let widths = words.map { place($0, style, color, emphasis).width }
    let trimmed = words.map { word in
      word.last?.text.last == " "
        ? place(Self.trimmed(word), style, color, emphasis).width
        : place(word, style, color, emphasis).width
    }
    var breaks = Self.breaks(widths, trimmed, width)
    if isBalanced, breaks.count > 1 {
      var low = width / 2
      var high = width
      for _ in 0..<12 {
        let middle = (low + high) / 2
        if Self.breaks(widths, trimmed, middle).count > breaks.count {
          low = middle
        } else {
          high = middle
        }
      }
      breaks = Self.breaks(widths, trimmed, high)
    }
    return breaks.map { range in
      place(Self.trimmed(Self.joined(words[range].flatMap(\.self))), style, color, emphasis)
    }
  }

  /// Greedy line breaking: the ranges of words per line; a word too long stands alone.
  private static func breaks(
    _ widths: [Double], _ trimmed: [Double], _ limit: Double
  ) -> [Range<Int>] {
    var lines: [Range<Int>] = []
    var start = 0
    var used = 0.0
    for index in widths.indices {
      if index > start, used + trimmed[index] > limit {
        lines.append(start..<index)
        start = index
        used = 0
      }
      used += widths[index]
    }
    if start < widths.count { lines.append(start..<widths.count) }
    return lines
  }

  /// Unbreakable pieces, each with the space that follows it.
  ///
  /// A number stays with its percent sign.
  private func words(of spans: [RichText.Span]) -> [[RichText.Span]] {
    var words: [[RichText.Span]] = []
    var word: [RichText.Span] = []
    for span in spans {
      var piece = span
      piece.text = ""
      for index in span.text.indices {
        let character = span.text[index]
        piece.text.append(character)
        let isSpace =
          character == " " && !span.text[span.text.index(after: index)...].hasPrefix("%")
        if isSpace || Self.isIdeographic(character) {
          word.append(piece)
          words.append(word)
          word = []
          piece.text = ""
        }
      }
      if !piece.text.isEmpty { word.append(piece) }
    }
    if !word.isEmpty { words.append(word) }
    return words
  }

  private static func isIdeographic(_ character: Character) -> Bool {
    guard let scalar = character.unicodeScalars.first?.value else { return false }
    return (0x2E80...0x9FFF).contains(scalar) || (0xF900...0xFAFF).contains(scalar)
      || (0xFF00...0xFFEF).contains(scalar)
  }

  private static func trimmed(_ spans: [RichText.Span]) -> [RichText.Span] {
    var spans = spans
    while let last = spans.last {
      if last.text.isEmpty {
        spans.removeLast()
      } else if last.text.last == " " {
        spans[spans.count - 1].text.removeLast()
      } else {
        break
      }
    }
    return spans
  }

  /// Neighbours of one look become one span, so that they are kerned and measured together.
  private static func joined(_ spans: [RichText.Span]) -> [RichText.Span] {
    var result: [RichText.Span] = []
    for span in spans {
      if var last = result.last {
        let text = last.text
        last.text = span.text
        if last == span {
          result[result.count - 1].text = text + span.text
          continue
        }
      }
      result.append(span)
    }
    return result
  }

  private func place(
    _ spans: [RichText.Span], _ style: TextStyle, _ color: Color, _ emphasis: Color?
  ) -> MeasuredLine {
    var runs: [TextRun] = []
    var x = 0.0
    // Where the scripts of the letter before began, and how far the first of them reached: the
    // second is stacked over or under it.
    var scriptStart = 0.0
    var previous = RichText.Script.none
    for span in spans where !span.text.isEmpty {
      var runStyle = style
      if span.bold, runStyle.weight.rawValue < FontWeight.semibold.rawValue {
        runStyle.weight = .semibold
      }
      if span.italic { runStyle.italic = true }
      var dy = 0.0
      var start = x
      if span.script != .none {
        runStyle.size = style.size * Self.scriptScale
        dy = span.script == .raised ? -Self.raise * style.size : Self.lower * style.size
        if previous != .none, previous != span.script { start = scriptStart }
      }
      let runColor =
        span.colorName.flatMap(colorNamed) ?? (span.bold ? emphasis ?? color : color)
      runs.append(TextRun(span.text, style: runStyle, color: runColor, dx: start, dy: dy))
      if span.script != .none { scriptStart = start }
      x = max(x, start + measuring.width(of: span.text, style: runStyle))
      previous = span.script
    }
    return MeasuredLine(runs: runs, width: x)
  }
}
