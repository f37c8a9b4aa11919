import Graphics

/// A mark that explains: a chart of such marks alone is not empty, though it has no data.
protocol DrawingMark: Mark {}

extension NodeMark: DrawingMark {}
extension ArrowMark: DrawingMark {}
extension BracketMark: DrawingMark {}

/// A box or circle with words in it: a layer, a unit, a step of a graph.
///
///     NodeMark("*W*", x: .value("x", 2), y: .value("y", 1))
///     NodeMark("*h*_{1}", x: .value("x", 3), y: .value("y", 1), shape: .circle)
///
/// Its size is in pixels, from its words, so that a drawing for a phone has the same type as one for a
/// wide page; its place is data.
public struct NodeMark: Mark {
  /// What stands around the words.
  public enum Shape: String, Sendable { case box, circle }

  public var style: MarkStyle
  var text: String
  var x: PlottableValue
  var y: PlottableValue
  var shape: Shape
  var size = Size(0, 0)

  /// Makes a node; lines of `text` are broken at "\n".
  public init(_ text: String, x: PlottableValue, y: PlottableValue, shape: Shape = .box) {
    self.text = text
    self.x = x
    self.y = y
    self.shape = shape
    style = MarkStyle()
  }

  /// Sets how wide and high the node is at least, in pixels.
  public func nodeSize(width: Double = 0, height: Double = 0) -> NodeMark {
    var copy = self
    copy.size = Size(width, height)
    return copy
  }

  public var channels: [Channel] { [] }
  public var layer: MarkLayer { .annotation }
  public var isEdgeToEdge: Bool { true }

  public func draw(in plot: PlotArea) -> [DrawCommand] {
    guard let px = plot.x.positions(of: x).first, let py = plot.y.positions(of: y).first,
      !(px + py).isNaN
    else { return [] }
    let theme = plot.theme
    let colors = plot.colors(of: style, otherwise: .ink)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map {
      plot.typesetter.line(RichText(String($0)), style: theme.axisTitle, color: colors.text)
    }
    let leading = theme.labelLeading
    let words = Size(lines.map(\.width).max() ?? 0, leading * Double(lines.count))
    let outline: Path
    switch shape {
    case .box:
      let width = max(size.width, words.width + 16)
      let height = max(size.height, words.height + 10)
      outline = .rectangle(
        Rect(x: px - width / 2, y: py - height / 2, width: width, height: height))
    case .circle:
      outline = .circle(
        center: Point(px, py),
        radius: max(size.width, size.height, words.width + 8, words.height + 8) / 2)
    }
    var commands: [DrawCommand] = [
      .fill(outline, theme.paper), .stroke(outline, Stroke(colors.line, width: theme.hollowWidth)),
    ]
    for (index, line) in lines.enumerated() {
      let baseline = py - words.height / 2 + leading * Double(index) + 10.8
      commands.append(.text(line.line(at: Point(px, baseline), anchor: .middle)))
    }
    return [.group(DrawGroup(role: "node", commands: commands))]
  }
}
