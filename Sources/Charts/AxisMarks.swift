/// The parts of an axis: which values it marks, and how.
///
///     .chartXAxis {
///       AxisMarks(values: [0, 0.5, 1]) {
///         AxisGridLine()
///         AxisTick()
///         AxisValueLabel(format: .percent(0))
///       }
///     }
///
/// Without a content block an axis has what axes usually have. With one it has the parts that are
/// named, no others.
public struct AxisMarks: Sendable {
  var position: AxisPosition?
  var values: [Double]?
  var format: NumberFormat?
  var parts: [any AxisMark]?

  /// Makes the marks of an axis.
  ///
  /// - Parameters:
  ///   - format: how the values are written.
  ///   - position: on which side of the panel.
  ///   - values: which values; nil for round ones.
  public init(
    format: NumberFormat? = nil, position: AxisPosition? = nil, values: [Double]? = nil
  ) {
    (self.format, self.position, self.values) = (format, position, values)
  }

  /// Makes the marks of an axis from parts.
  ///
  /// - Parameters:
  ///   - position: on which side of the panel.
  ///   - values: which values; nil for round ones.
  ///   - content: what stands at each value.
  public init(
    position: AxisPosition? = nil, values: [Double]? = nil,
    @AxisMarkBuilder content: () -> [any AxisMark]
  ) {
    (self.position, self.values) = (position, values)
    parts = content()
  }
}

/// What stands at each value of an axis.
public protocol AxisMark: Sendable {}

/// A fine line across the panel.
public struct AxisGridLine: AxisMark {
  /// Makes a grid line.
  public init() {}
}

/// A short line outside the panel.
public struct AxisTick: AxisMark {
  /// Makes a tick.
  public init() {}
}

/// The value in words.
public struct AxisValueLabel: AxisMark {
  var format: NumberFormat?
  var text: (@Sendable (Double) -> String)?

  /// Writes the value as a number.
  public init(format: NumberFormat? = nil) { self.format = format }

  /// Writes what a closure makes of the value, in markup.
  public init(_ text: @escaping @Sendable (Double) -> String) { self.text = text }
}

/// Collects the parts of an axis with plain `if`.
@resultBuilder
public enum AxisMarkBuilder {
  public static func buildExpression(_ part: any AxisMark) -> [any AxisMark] { [part] }
  public static func buildBlock(_ parts: [any AxisMark]...) -> [any AxisMark] {
    parts.flatMap(\.self)
  }
  public static func buildOptional(_ part: [any AxisMark]?) -> [any AxisMark] { part ?? [] }
  public static func buildEither(first: [any AxisMark]) -> [any AxisMark] { first }
  public static func buildEither(second: [any AxisMark]) -> [any AxisMark] { second }
}

/// Whether an axis is there.
public enum AxisVisibility: Equatable, Sendable {
  case automatic, visible, hidden
}

extension HasAxes {
  /// Sets the parts of the x axis.
  public func chartXAxis(_ content: () -> AxisMarks) -> Self {
    var copy = self
    copy.xAxis.set(content())
    return copy
  }

  /// Sets the parts of the y axis.
  public func chartYAxis(_ content: () -> AxisMarks) -> Self {
    var copy = self
    copy.yAxis.set(content())
    return copy
  }

  /// Shows or hides the x axis.
  public func chartXAxis(_ visibility: AxisVisibility) -> Self {
    var copy = self
    copy.xAxis.isHidden = visibility == .hidden
    return copy
  }

  /// Shows or hides the y axis.
  public func chartYAxis(_ visibility: AxisVisibility) -> Self {
    var copy = self
    copy.yAxis.isHidden = visibility == .hidden
    return copy
  }
}

extension AxisSettings {
  fileprivate mutating func set(_ marks: AxisMarks) {
    position = marks.position ?? position
    format = marks.format ?? format
    if let values = marks.values { (tickValues, tickLabels) = (values, nil) }
    guard let parts = marks.parts else { return }
    showsGrid = parts.contains { $0 is AxisGridLine }
    showsTicks = parts.contains { $0 is AxisTick }
    let label = parts.lazy.compactMap { $0 as? AxisValueLabel }.first
    showsLabels = label != nil
    format = label?.format ?? format
    labelText = label?.text ?? labelText
  }
}
