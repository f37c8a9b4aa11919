import Graphics

/// Words at a place of the panel, with a leader to what they mean if wanted.
///
///     TextMark("peak ¼ at *x* = 0", detail: "49 of them multiply to 10^{−29.5}",
///              x: .value("x", 0), y: .value("y", -0.3), alignment: .middle)
///       .leader(toX: .value("x", 0), y: .value("y", 0.25))
public struct TextMark: Mark {
  /// Where the words stand relative to their place, vertically.
  public enum VerticalAlignment: String, Sendable { case top, center, bottom }

  public var style: MarkStyle
  var text: String
  var detail: String?
  var x: PlottableValue
  var y: PlottableValue
  var alignment: TextAnchor
  var vertical: VerticalAlignment
  var offset = Point(0, 0)
  var isBold = false
  var hasHalo = false
  var leaderTarget: (x: PlottableValue, y: PlottableValue)?
  var leaderGap = 3.0
  var isWideOnly = false

  /// Makes a text; lines of `text` are broken at "\n", `detail` follows muted.
  ///
  /// - Parameters:
  ///   - text: the words, in markup.
  ///   - detail: muted words below.
  ///   - x: the place; the first value counts.
  ///   - y: the place; the first value counts.
  ///   - alignment: which point of the words lies at x.
  ///   - vertical: which point of the words lies at y.
  public init(
    _ text: String, detail: String? = nil, x: PlottableValue, y: PlottableValue,
    alignment: TextAnchor = .start, vertical: VerticalAlignment = .center
  ) {
    self.text = text
    self.detail = detail
    self.x = x
    self.y = y
    self.alignment = alignment
    self.vertical = vertical
    style = MarkStyle()
  }

  private func with(_ change: (inout TextMark) -> Void) -> TextMark {
    var copy = self
    change(&copy)
    return copy
  }

  /// Moves the words by pixels, y downward.
  public func offset(x: Double = 0, y: Double = 0) -> TextMark { with { $0.offset = Point(x, y) } }

  /// Sets the words in the weight of series names.
  public func bold() -> TextMark { with { $0.isBold = true } }

  /// Paints a border of paper under the letters, where they must cross a line.
  public func halo() -> TextMark { with { $0.hasHalo = true } }

  /// Leaves the words out on narrow pages, where panels are too small for asides.
  public func wideOnly() -> TextMark { with { $0.isWideOnly = true } }

  /// Draws a fine line from the words to a place.
  ///
  /// - Parameters:
  ///   - x: the place it points to.
  ///   - y: the place it points to.
  ///   - gap: pixels left free before the place.
  public func leader(toX x: PlottableValue, y: PlottableValue, gap: Double = 3) -> TextMark {
    with {
      $0.leaderTarget = (x, y)
      $0.leaderGap = gap
    }
  }

  public var channels: [Channel] { [] }
  public var layer: MarkLayer { .annotation }
  public var isEdgeToEdge: Bool { true }

  public func draw(in plot: PlotArea) -> [DrawCommand] {
    if isWideOnly, plot.isNarrow { return [] }
    guard let px = plot.x.positions(of: x).first, let py = plot.y.positions(of: y).first,
      !px.isNaN, !py.isNaN
    else { return [] }
    let theme = plot.theme
    let color = plot.colors(of: style, otherwise: .muted).text
    var textStyle = theme.label
    if isBold { textStyle = theme.seriesName }
    // Words are broken and moved before they leave the drawing.
    let room = plot.page
    let widest = room.upperBound - room.lowerBound
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).flatMap {
      plot.typesetter.lines(
        RichText(String($0)), width: widest, style: textStyle, color: color)
    }
    if let detail {
      lines += detail.split(separator: "\n").flatMap {
        plot.typesetter.lines(
          RichText(String($0)), width: widest, style: theme.label, color: theme.muted)
      }
    }
    let leading = theme.labelLeading
    let height = leading * Double(lines.count)
    let width = lines.map(\.width).max() ?? 0
    let wanted = px + offset.x - alignment.fraction * width
    let left = max(room.lowerBound, min(wanted, room.upperBound - width))
    let top: Double =
      switch vertical {
      case .top: py + offset.y
      case .center: py + offset.y - height / 2
      case .bottom: py + offset.y - height
      }
    let box = Rect(x: left, y: top, width: width, height: height)
    var commands: [DrawCommand] = []
    if let target = leaderTarget, let tx = plot.x.positions(of: target.x).first,
      let ty = plot.y.positions(of: target.y).first,
      let leader = Leader.path(from: box, to: Point(tx, ty), gap: leaderGap)
    {
      commands.append(.stroke(leader, Stroke(theme.muted, width: theme.leaderWidth)))
    }
    let halo = hasHalo ? Stroke(theme.paper, width: theme.haloWidth) : nil
    for (index, line) in lines.enumerated() {
      commands.append(
        .text(
          line.line(
            at: Point(
              px + offset.x + left - wanted, top + leading * Double(index) + 10.6),
            anchor: alignment, halo: halo)))
    }
    return [.group(DrawGroup(role: "annotation", commands: commands))]
  }
}

/// Fine lines between words and what they mean.
enum Leader {
  /// From the nearest point of a box of words to a target, ending a gap before it; nil where the
  /// two touch.
  static func path(from box: Rect, to target: Point, gap: Double) -> Path? {
    guard !target.x.isNaN, !target.y.isNaN else { return nil }
    let padded = box.inset(left: -4, top: -1, right: -4, bottom: -1)
    let start = Point(
      min(max(target.x, padded.minX), padded.maxX), min(max(target.y, padded.minY), padded.maxY))
    // From a side, leave at mid-height of the first line rather than from a corner.
    var from = start
    if target.x < padded.minX || target.x > padded.maxX {
      from.y = min(max(target.y, padded.minY + 7), padded.maxY - 7)
    }
    let (dx, dy) = (target.x - from.x, target.y - from.y)
    let length = (dx * dx + dy * dy).squareRoot()
    guard length > gap + 2 else { return nil }
    let share = (length - gap) / length
    return .segment(from, Point(from.x + dx * share, from.y + dy * share))
  }
}
