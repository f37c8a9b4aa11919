/// One coordinate system with its marks: a small multiple of a chart.
///
///     Panel("sigmoid", detail: "leaves fp16 at layer [38](Xavier), [35](He)") {
///       for curve in curves { LineMark(…) }
///     }
public struct Panel: HasAxes, Sendable {
  /// The title in markup, at the left above the panel.
  public var title: String?
  /// What the reader would compute, below the title; numbers may take the colour of a series.
  public var detail: String?
  /// The horizontal axis.
  public var xAxis = AxisSettings()
  /// The vertical axis.
  public var yAxis = AxisSettings()
  /// What the panel shows, the lowest first.
  public var marks: [any Mark]
  var aside: Aside?

  /// Makes a panel.
  public init(
    _ title: String? = nil, detail: String? = nil, @MarkBuilder marks: () -> [any Mark]
  ) {
    self.title = title
    self.detail = detail
    self.marks = marks()
  }

  /// Prints the panel's consequence in a column at its right: a number, and muted words below.
  public func aside(_ number: String, detail: String? = nil) -> Panel {
    var copy = self
    copy.aside = Aside(number: number, detail: detail)
    return copy
  }
}

/// A number beside a panel.
struct Aside: Equatable, Sendable {
  var number: String
  var detail: String?
}

/// Panels side by side on one y axis.
///
/// Rows of a chart keep their panels in the same columns.
///
///     PanelRow("Measured ÷ theory", height: 60) { for rule in rules { Panel { … } } }
public struct PanelRow: HasAxes, Sendable {
  /// The height of the plots in pixels; nil lets the layout choose.
  public var height: Double?
  /// The horizontal axis of the row’s panels.
  public var xAxis = AxisSettings()
  /// The vertical axis of the row’s panels.
  public var yAxis = AxisSettings()
  /// The panels from left to right.
  public var panels: [Panel]

  /// Makes a row.
  ///
  /// - Parameters:
  ///   - title: of the y axis; nil for the name of what the first mark plots.
  ///   - height: of the plots in pixels; nil lets the layout choose.
  ///   - panels: from left to right.
  public init(
    _ title: String? = nil, height: Double? = nil, @PanelBuilder panels: () -> [Panel]
  ) {
    yAxis.title = title
    self.height = height
    self.panels = panels()
  }
}

/// Collects marks with plain `if` and `for`.
@resultBuilder
public enum MarkBuilder {
  public static func buildExpression(_ mark: any Mark) -> [any Mark] { [mark] }
  public static func buildExpression(_ marks: [any Mark]) -> [any Mark] { marks }
  public static func buildBlock(_ parts: [any Mark]...) -> [any Mark] { parts.flatMap(\.self) }
  public static func buildArray(_ parts: [[any Mark]]) -> [any Mark] { parts.flatMap(\.self) }
  public static func buildOptional(_ part: [any Mark]?) -> [any Mark] { part ?? [] }
  public static func buildEither(first: [any Mark]) -> [any Mark] { first }
  public static func buildEither(second: [any Mark]) -> [any Mark] { second }
}

/// Collects panels with plain `if` and `for`.
@resultBuilder
public enum PanelBuilder {
  public static func buildExpression(_ panel: Panel) -> [Panel] { [panel] }
  public static func buildExpression(_ panels: [Panel]) -> [Panel] { panels }
  public static func buildBlock(_ parts: [Panel]...) -> [Panel] { parts.flatMap(\.self) }
  public static func buildArray(_ parts: [[Panel]]) -> [Panel] { parts.flatMap(\.self) }
  public static func buildOptional(_ part: [Panel]?) -> [Panel] { part ?? [] }
  public static func buildEither(first: [Panel]) -> [Panel] { first }
  public static func buildEither(second: [Panel]) -> [Panel] { second }
}

/// Something a chart is built of: a mark, a panel, a row of panels.
public enum ChartPart: Sendable {
  case mark(any Mark)
  case panel(Panel)
  case row(PanelRow)
}

/// Collects the parts of a chart with plain `if` and `for`.
@resultBuilder
public enum ChartBuilder {
  public static func buildExpression(_ mark: any Mark) -> [ChartPart] { [.mark(mark)] }
  public static func buildExpression(_ marks: [any Mark]) -> [ChartPart] { marks.map { .mark($0) } }
  public static func buildExpression(_ panel: Panel) -> [ChartPart] { [.panel(panel)] }
  public static func buildExpression(_ panels: [Panel]) -> [ChartPart] { panels.map { .panel($0) } }
  public static func buildExpression(_ row: PanelRow) -> [ChartPart] { [.row(row)] }
  public static func buildBlock(_ parts: [ChartPart]...) -> [ChartPart] { parts.flatMap(\.self) }
  public static func buildArray(_ parts: [[ChartPart]]) -> [ChartPart] { parts.flatMap(\.self) }
  public static func buildOptional(_ part: [ChartPart]?) -> [ChartPart] { part ?? [] }
  public static func buildEither(first: [ChartPart]) -> [ChartPart] { first }
  public static func buildEither(second: [ChartPart]) -> [ChartPart] { second }
}
