/// Why a chart cannot be drawn.
public enum ChartError: Error, Equatable, Sendable {
  /// A mark's columns differ in length.
  case unequalColumns(chart: String, columns: [String], counts: [Int])
  /// A value has no place on its axis, and the mark's policy is `.fail`.
  case invalidValue(chart: String, column: String, index: Int)
  /// One axis is asked to show both numbers and categories.
  case mixedAxis(chart: String, axis: Axis)
  /// The domain of an axis is empty, infinite, or outside the scale.
  case invalidDomain(chart: String, axis: Axis)
  /// A width that nothing fits into, or that no picture can have.
  case invalidSize(chart: String, width: Double, height: Double)
}

extension ChartError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unequalColumns(let chart, let columns, let counts):
      let parts = zip(columns, counts).map { "“\($0)” has \($1)" }.joined(separator: ", ")
      return "chart \(chart): the columns of a mark need equal lengths, but \(parts) values"
    case .invalidValue(let chart, let column, let index):
      return "chart \(chart): value \(index) of “\(column)” has no place on its axis; "
        + "choose .invalidValues(.gap) or .omit to draw without it"
    case .mixedAxis(let chart, let axis):
      return "chart \(chart): the \(axis) axis cannot show both numbers and categories"
    case .invalidDomain(let chart, let axis):
      return "chart \(chart): the domain of the \(axis) axis must be finite, not empty, "
        + "and positive on a log scale"
    case .invalidSize(let chart, let width, let height):
      return "chart \(chart): a size of \(width) × \(height) pixels cannot be drawn; "
        + "widths of 200 to 8,000 can"
    }
  }
}

/// What a reader of the chart should know; returned with the drawing, never swallowed.
public enum ChartWarning: Equatable, Hashable, Sendable {
  /// Values without a place on their axis were left out.
  case droppedValues(column: String, series: String?, count: Int)
  /// Some labels of a category axis did not fit.
  case omittedLabels(axis: Axis, count: Int)
  /// Words did not fit the width.
  case overflowingText(String)
  /// The chart has no data.
  case empty
}

extension ChartWarning: CustomStringConvertible {
  public var description: String {
    switch self {
    case .droppedValues(let column, let series, let count):
      "\(count) value\(count == 1 ? "" : "s") of “\(column)”"
        + (series.map { " (\($0))" } ?? "") + " cannot be shown on the axis"
    case .omittedLabels(let axis, let count):
      "\(count) labels of the \(axis) axis do not fit"
    case .overflowingText(let text): "“\(text)” is wider than the chart"
    case .empty: "the chart has no data"
    }
  }
}
