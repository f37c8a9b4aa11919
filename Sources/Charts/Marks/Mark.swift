import Graphics

/// Something drawn from data inside a panel.
///
/// A mark is a value: its columns and its style. To add one, conform a type, give it an example in
/// the gallery, and leave domains, the data table, the alternative text and the treatment of invalid
/// values to `channels`.
public protocol Mark: Sendable {
  /// How it looks.
  var style: MarkStyle { get set }
  /// The columns the mark plots.
  var channels: [Channel] { get }
  /// What the alternative text calls it: "line", "bars"; nil for what carries no data.
  var spokenName: String? { get }
  /// Whether the alternative text tells the mark's numbers, as it does for data; not for intervals
  /// and shades, whose numbers the line they belong to has already.
  var tellsItsNumbers: Bool { get }
  /// Whether columns may have different lengths, as where one end stands for many places.
  var allowsUnequalColumns: Bool { get }
  /// Names and counts of columns that do not fit each other although `channels` cannot show it; nil
  /// where all fit.
  var mismatch: (columns: [String], counts: [Int])? { get }
  /// What the colours of the mark mean, for the colour bar below the panels; nil without colours of
  /// values.
  var colorKey: (label: String, scale: ColorScale)? { get }
  /// Which axes must show zero, because lengths are read from there.
  var zeroAxes: Set<Axis> { get }
  /// Where the mark lies among the others, and whether it stays inside the panel.
  var layer: MarkLayer { get }
  /// Whether the data may touch the left and right edges of the panel, as lines do.
  var isEdgeToEdge: Bool { get }
  /// Whether the series may be named at the end of the mark.
  var carriesEndLabel: Bool { get }
  /// The commands that paint the mark.
  func draw(in plot: PlotArea) -> [DrawCommand]
  /// Where a label at the end of the line belongs; nil if the mark has no such place.
  func lineEnd(in plot: PlotArea) -> Point?
  /// What numbers beside points must keep clear of.
  ///
  /// - Parameters:
  ///   - plot: where the marks are drawn.
  ///   - points: the places of the mark’s data in pixels; NaN without a place.
  func obstacles(in plot: PlotArea, at points: [Point]) -> [LabelObstacle]
  /// How far a number beside a datum stays from the datum's place, in pixels.
  func labelRadius(in plot: PlotArea) -> Double
  /// One mark in place of several that were given datum by datum; nil if they do not belong
  /// together.
  func combined(with others: [any Mark]) -> (any Mark)?
}

extension Mark {
  public var spokenName: String? { nil }
  public var tellsItsNumbers: Bool { true }
  public var allowsUnequalColumns: Bool { false }
  public var mismatch: (columns: [String], counts: [Int])? { nil }
  public var colorKey: (label: String, scale: ColorScale)? { nil }
  public var zeroAxes: Set<Axis> { [] }
  public var layer: MarkLayer { .data }
  public var isEdgeToEdge: Bool { false }
  public var carriesEndLabel: Bool { false }
  public func lineEnd(in plot: PlotArea) -> Point? { nil }
  public func obstacles(in plot: PlotArea, at points: [Point]) -> [LabelObstacle] { [] }
  public func labelRadius(in plot: PlotArea) -> Double {
    style.symbolRadius
      ?? (style.isHollow ?? false ? plot.theme.hollowRadius : plot.theme.pointRadius)
  }
  public func combined(with others: [any Mark]) -> (any Mark)? { nil }
}

/// Something drawn that numbers beside points must not cover.
public enum LabelObstacle: Equatable, Sendable {
  case box(Rect)
  case segment(Point, Point)
}

extension Mark {
  /// This mark with the columns of others behind its own; nil unless all are of its kind, its style
  /// and whatever else must be equal.
  func joined(
    with others: [any Mark], _ columns: [WritableKeyPath<Self, PlottableValue>],
    where isAlike: (Self) -> Bool = { _ in true }
  ) -> Self? {
    let marks = others.compactMap { $0 as? Self }
    guard marks.count == others.count, marks.allSatisfy({ $0.style == style && isAlike($0) }) else {
      return nil
    }
    var copy = self
    for column in columns {
      let all = [self[keyPath: column]] + marks.map { $0[keyPath: column] }
      guard let joined = PlottableValue.joined(all) else { return nil }
      copy[keyPath: column] = joined
    }
    return copy
  }
}

/// The order of painting in a panel.
public enum MarkLayer: Int, Equatable, Comparable, Sendable {
  /// Under the grid, clipped to the panel.
  case background
  /// In the order of the builder, clipped to the panel.
  case data
  /// In the order of the builder; symbols at the edge are not cut in half.
  case unclipped
  /// Over everything, not clipped.
  case annotation

  public static func < (first: MarkLayer, second: MarkLayer) -> Bool {
    first.rawValue < second.rawValue
  }
}

/// A direction of a panel.
public enum Axis: String, Equatable, Hashable, Sendable, CaseIterable {
  case x, y
}

/// A column of a mark and its meaning.
public struct Channel: Equatable, Sendable {
  /// The direction it is plotted along; nil for colours and other values.
  public var axis: Axis?
  /// Which of several values on one axis: "lower", "upper", "start", "end"; empty for the only one.
  public var role: String
  /// The numbers or names.
  public var value: PlottableValue
  /// Whether the axis grows to show it.
  public var extendsDomain: Bool

  /// Makes a channel.
  public init(
    _ axis: Axis?, _ value: PlottableValue, role: String = "", extendsDomain: Bool = true
  ) {
    self.axis = axis
    self.value = value
    self.role = role
    self.extendsDomain = extendsDomain
  }

  static func x(_ value: PlottableValue, role: String = "") -> Channel {
    Channel(.x, value, role: role)
  }
  static func y(_ value: PlottableValue, role: String = "") -> Channel {
    Channel(.y, value, role: role)
  }
}
