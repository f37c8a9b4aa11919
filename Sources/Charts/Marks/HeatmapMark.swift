import Graphics

// Long because a mark is one file: its data, its drawing and its colour bar.

/// A table of numbers as colours: one image with sharp cells.
///
///     HeatmapMark(x: .value("Activation", names), y: .value("Start", starts), values: rows,
///                 scale: ColorScale(.diverging, domain: -30...30, type: .squareRoot))
///       .cellLabels(.signed(1))
///       .outlined { abs($0) <= 1 }
///
/// Rows come from the top. Values without a place on the scale (NaN, −∞ among them) are hatched.
public struct HeatmapMark: Mark {
  public var style: MarkStyle
  /// How numbers become colours.
  public var scale: ColorScale
  /// Row by row from the top.
  public let values: [[Double]]
  public let channels: [Channel]
  private let width: Int
  let columns: Axes
  let rows: Axes
  let valueLabel: String
  private var labelFormat: NumberFormat?
  private var isOutlined: (@Sendable (Double) -> Bool)?

  /// What the cells stand on.
  enum Axes: Equatable, Sendable {
    case categories(PlottableValue)
    case range(String, ClosedRange<Double>)
  }

  /// Makes a table of categories, with a hair of paper between the cells.
  public init(
    x: PlottableValue, y: PlottableValue, values: [[Double]], valueLabel: String = "Value",
    scale: ColorScale
  ) {
    columns = .categories(x)
    rows = .categories(y)
    self.values = values
    self.valueLabel = valueLabel
    width = values.map(\.count).max() ?? 0
    channels = Self.channels(columns, rows, values, valueLabel)
    self.scale = scale
    style = MarkStyle()
  }

  /// Makes a map over two ranges of numbers; the first row lies at the top of the y range.
  public init(
    x: String, xRange: ClosedRange<Double>, y: String, yRange: ClosedRange<Double>,
    values: [[Double]], valueLabel: String = "Value", scale: ColorScale
  ) {
    columns = .range(x, xRange)
    rows = .range(y, yRange)
    self.values = values
    self.valueLabel = valueLabel
    width = values.map(\.count).max() ?? 0
    channels = Self.channels(columns, rows, values, valueLabel)
    self.scale = scale
    style = MarkStyle()
  }

  /// Writes the numbers into the cells.
  public func cellLabels(_ format: NumberFormat = .automatic) -> HeatmapMark {
    var copy = self
    copy.labelFormat = format
    return copy
  }

  /// Outlines the cells whose values meet a condition.
  public func outlined(where condition: @escaping @Sendable (Double) -> Bool) -> HeatmapMark {
    var copy = self
    copy.isOutlined = condition
    return copy
  }

  private static func channels(
    _ columns: Axes, _ rows: Axes, _ values: [[Double]], _ valueLabel: String
  ) -> [Channel] {
    let width = values.map(\.count).max() ?? 0
    var xs: [String] = []
    var ys: [String] = []
    var xNumbers: [Double] = []
    var yNumbers: [Double] = []
    var numbers: [Double] = []
    for (row, cells) in values.enumerated().reversed() {
      for (column, value) in cells.enumerated() {
        numbers.append(value)
        if case .categories(let names) = columns { xs.append(names.category(at: column) ?? "") }
        if case .categories(let names) = rows { ys.append(names.category(at: row) ?? "") }
        if case .range(_, let range) = columns {
          xNumbers.append(middle(column, of: width, in: range))
        }
        if case .range(_, let range) = rows {
          yNumbers.append(middle(values.count - 1 - row, of: values.count, in: range))
        }
      }
    }
    var channels: [Channel] = []
    switch columns {
    case .categories(let names): channels.append(.x(.value(names.label, xs)))
    case .range(let label, _): channels.append(Channel(.x, .value(label, xNumbers)))
    }
    switch rows {
    case .categories(let names): channels.append(.y(.value(names.label, ys)))
    case .range(let label, _): channels.append(Channel(.y, .value(label, yNumbers)))
    }
    channels.append(Channel(nil, .value(valueLabel, numbers)))
    return channels
  }

  /// How many names and cells each direction has, where these differ.
  public var mismatch: (columns: [String], counts: [Int])? {
    for (axes, count, what) in [(columns, width, "cells"), (rows, values.count, "rows")] {
      if case .categories(let names) = axes, names.count != count {
        return ([RichText(names.label).plain, what], [names.count, count])
      }
    }
    return nil
  }

  private static func middle(_ index: Int, of count: Int, in range: ClosedRange<Double>) -> Double {
    range.lowerBound
      + (range.upperBound - range.lowerBound) * (Double(index) + 0.5) / Double(max(1, count))
  }

  public var spokenName: String? { "heat map" }
  public var colorKey: (label: String, scale: ColorScale)? { (valueLabel, scale) }
  public var layer: MarkLayer { .background }
  public var isEdgeToEdge: Bool { true }

  public func draw(in plot: PlotArea) -> [DrawCommand] {
    guard width > 0, let frame = area(in: plot) else { return [] }
    let size = Size(frame.width / Double(width), frame.height / Double(values.count))
    var pixels: [Color] = []
    pixels.reserveCapacity(width * values.count)
    var missing: [Rect] = []
    // Eyes tell no more apart in cells beside each other; an odd count has a middle for diverging scales.
    let shades = scale.gradient.shades(97)
    for (row, cells) in values.enumerated() {
      for column in 0..<width {
        let value = column < cells.count ? cells[column] : .nan
        if let place = scale.place(of: value) {
          let shade = Int((min(1, max(0, place)) * Double(shades.count - 1)).rounded())
          pixels.append(shades[shade])
        } else {
          missing.append(cell(row, column, frame, size))
          pixels.append(isTable ? plot.theme.paper : scale.noData)
        }
      }
    }
    let image = RasterImage(width: width, height: values.count, pixels: pixels)
    var commands: [DrawCommand] = [.image(image, in: frame)]
    if isTable, size.width > 8, size.height > 8 {
      commands += missing.map { Hatching.draw(in: $0, theme: plot.theme) }
      commands.append(gaps(frame, size, plot.theme))
    }
    commands += cellCommands(frame, size, plot)
    return plot.group("heatmap", style, commands)
  }

  private var isTable: Bool {
    if case .categories = columns { true } else { false }
  }

  private func area(in plot: PlotArea) -> Rect? {
    var frame = plot.frame
    if case .range(_, let range) = columns {
      let (a, b) = (plot.x.position(of: range.lowerBound), plot.x.position(of: range.upperBound))
      guard !(a + b).isNaN, a != b else { return nil }
      frame.origin.x = min(a, b)
      frame.size.width = abs(b - a)
    }
    if case .range(_, let range) = rows {
      let (a, b) = (plot.y.position(of: range.lowerBound), plot.y.position(of: range.upperBound))
      guard !(a + b).isNaN, a != b else { return nil }
      frame.origin.y = min(a, b)
      frame.size.height = abs(b - a)
    }
    return frame
  }

  private func cell(_ row: Int, _ column: Int, _ frame: Rect, _ size: Size) -> Rect {
    Rect(
      x: frame.minX + Double(column) * size.width, y: frame.minY + Double(row) * size.height,
      width: size.width, height: size.height)
  }

  /// Paper between the cells, painted over the seams of the image.
  private func gaps(_ frame: Rect, _ size: Size, _ theme: Theme) -> DrawCommand {
    var path = Path()
    for column in 1..<max(2, width) where column < width {
      let x = frame.minX + Double(column) * size.width
      path.elements += Path.segment(Point(x, frame.minY), Point(x, frame.maxY)).elements
    }
    for row in 1..<max(2, values.count) where row < values.count {
      let y = frame.minY + Double(row) * size.height
      path.elements += Path.segment(Point(frame.minX, y), Point(frame.maxX, y)).elements
    }
    return .stroke(path, Stroke(theme.paper, width: 1.5))
  }

  private func cellCommands(_ frame: Rect, _ size: Size, _ plot: PlotArea) -> [DrawCommand] {
    guard labelFormat != nil || isOutlined != nil else { return [] }
    let theme = plot.theme
    var commands: [DrawCommand] = []
    for (row, cells) in values.enumerated() {
      for (column, value) in cells.enumerated() {
        let rect = cell(row, column, frame, size)
        let hasPlace = scale.place(of: value) != nil
        let stands = hasPlace && isOutlined?(value) == true
        if stands {
          let inner = rect.inset(left: 2.6, top: 2.6, right: 2.6, bottom: 2.6)
          commands.append(.stroke(.rectangle(inner), Stroke(theme.ink, width: 1.25, join: .miter)))
        }
        guard let labelFormat else { continue }
        var style = theme.cell
        if stands { style.weight = .semibold }
        // Narrow cells take smaller numbers.
        style.size = min(style.size, max(7, size.width / 4.2), max(7, size.height * 0.7))
        let color = hasPlace ? Self.contrasting(scale.color(of: value)) : theme.muted
        let text = value == -.infinity && !hasPlace ? "−∞" : labelFormat.label(value)
        let line = plot.typesetter.line(RichText(text), style: style, color: color)
        guard line.width < size.width - 2 else { continue }
        commands.append(
          .text(
            line.line(at: Point(rect.midX, rect.midY + 0.36 * style.size), anchor: .middle)))
      }
    }
    return commands
  }

  /// Black or white, whichever contrasts more, on light and on dark paper.
  static func contrasting(_ color: Color) -> Color {
    func ink(_ paper: RGBA) -> RGBA {
      let (black, white) = (RGBA(hex: 0x111214), RGBA(hex: 0xFFFFFF))
      return paper.contrast(with: black) >= paper.contrast(with: white) ? black : white
    }
    return Color(light: ink(color.light), dark: ink(color.dark))
  }
}

/// Diagonal lines that say "no data".
enum Hatching {
  static func draw(in rect: Rect, theme: Theme, distance: Double = 7) -> DrawCommand {
    var path = Path()
    var offset = distance / 2
    // Lines of slope −1; each is cut at the edges of the rectangle.
    while offset < rect.width + rect.height {
      let x0 = min(offset, rect.width)
      let y0 = offset - x0
      let y1 = min(offset, rect.height)
      let x1 = offset - y1
      path.elements +=
        Path.segment(
          Point(rect.minX + x0, rect.minY + y0), Point(rect.minX + x1, rect.minY + y1)
        ).elements
      offset += distance
    }
    return .stroke(path, Stroke(theme.ink.opacity(0.24, 0.28), width: 0.75))
  }
}
