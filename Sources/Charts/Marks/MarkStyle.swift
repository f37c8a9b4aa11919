import Graphics

/// How a mark looks; every part left out follows the theme and the series.
public struct MarkStyle: Equatable, Sendable {
  /// The series the mark belongs to: its colour, symbol and label.
  public var series: PlottableValue?
  /// What marks of one category are put side by side by.
  public var dodge: PlottableValue?
  /// The colour; nil for the series’ own.
  public var foreground: ForegroundStyle?
  /// In pixels; nil for the theme’s.
  public var lineWidth: Double?
  /// Lengths of strokes and gaps in pixels; empty for a solid line.
  public var dash: [Double]?
  /// Whether the dashes tell the series apart; see ``Mark/lineStyle(by:)``.
  public var dashesBySeries = false
  /// 0 … 1; nil for opaque.
  public var opacity: Double?
  /// The shape of points; nil for the series’ own.
  public var symbol: Symbol?
  /// In pixels; nil for the theme’s.
  public var symbolRadius: Double?
  /// Whether points are rings; nil for the series’ own.
  public var isHollow: Bool?
  /// How a line gets from point to point.
  public var interpolation = InterpolationMethod.linear
  /// The name at the end of a line.
  public var endLabel = EndLabel()
  /// Numbers beside the points; nil for none.
  public var valueLabels: ValueLabels?
  /// What the alternative text calls it.
  public var accessibilityLabel: String?
  /// What happens to values that the scale cannot show.
  public var invalidValues: InvalidValues?

  /// Makes the default style.
  public init() {}

  var seriesName: String? { series?.category(at: 0) }
  var dodgeName: String? { dodge?.category(at: 0) }
}

/// A colour, or the role of one in the theme.
public enum ForegroundStyle: Equatable, Hashable, Sendable {
  case color(Color)
  /// The colour of a series, without belonging to it.
  case series(String)
  /// Black on light paper.
  case ink
  /// The grey of secondary words.
  case muted
  /// The grey of theory lines.
  case theory
  /// The colour of data that is no series.
  case accent
  /// The colour of axes.
  case axis
  /// The tint of shaded regions.
  case band
}

/// How a line gets from one datum to the next.
public enum InterpolationMethod: String, Equatable, Hashable, Sendable {
  case linear
  /// A smooth curve that never overshoots its data (Fritsch and Carlson 1980).
  case monotone
  /// Steps that change at the datum before, at the datum after, or halfway.
  case stepStart, stepEnd, stepCenter
}

/// What becomes of values that have no place on their axis: NaN, ±∞, and ≤ 0 on log axes.
///
/// The number of such values is among the chart's warnings, always.
public enum InvalidValues: String, Equatable, Hashable, Sendable {
  /// The line is interrupted; the default.
  case gap
  /// The line passes over them.
  case omit
  /// Drawing the chart throws.
  case fail
}

/// The words at the end of a line.
public struct EndLabel: Equatable, Sendable {
  /// The name in markup; nil for the name of the series.
  public var text: String?
  /// A second, muted line, such as "×0.23".
  public var detail: String?
  /// Whether the line’s end is left without a name.
  public var isHidden = false
  /// Whether the symbol of the series ends the line.
  public var showsSymbol = true
}

/// The words beside each point of a mark.
public struct ValueLabels: Equatable, Sendable {
  /// On which side of the point.
  public enum Position: String, Equatable, Sendable {
    case top, bottom, leading, trailing
  }

  /// The side of the point.
  public var position: Position
  /// How the numbers are written.
  public var format: NumberFormat
  /// Words in markup in place of the numbers; an empty string leaves a point unlabelled.
  public var texts: [String]?
  /// Whether they are bold.
  public var isBold: Bool
  /// The gap to the point, in pixels.
  public var spacing: Double
  /// Whether only the last datum has words.
  public var isLastOnly = false
}
