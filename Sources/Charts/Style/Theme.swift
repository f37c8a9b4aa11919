import Graphics

/// The looks of all charts: colours, type sizes, line widths, distances.
///
/// All lengths in pixels.
public struct Theme: Equatable, Sendable {
  // Colours, on light and on dark paper.
  /// The page behind a chart.
  public var paper = Color(0xFCFBF8, 0x15171A)
  /// Text and lines that matter most.
  public var ink = Color(0x1C1D21, 0xE9E7E2)
  /// Text of lesser weight.
  public var muted = Color(0x5E6069, 0xA3A6AD)
  /// Thin lines between parts.
  public var rule = Color(0xDEDBD3, 0x33373D)
  /// What is to be noticed.
  public var accent = Color(0x0B6477, 0x6FC3D3)
  /// Lines that theory computes.
  public var theory = Color(0x4A4C54, 0xB9BBC0)
  /// A claim that holds.
  public var confirmed = Color(0x2A7A4B, 0x6CC48F)
  /// A claim that holds in part.
  public var imprecise = Color(0x8C5A06, 0xE8B968)
  /// A claim that does not hold.
  public var refuted = Color(0xB3261E, 0xF28B82)
  /// Lines at the ticks.
  public var grid = Color(0x1C1D21, 0xE9E7E2).opacity(0.105, 0.115)
  /// Lines between the ticks.
  public var minorGrid = Color(0x1C1D21, 0xE9E7E2).opacity(0.05, 0.055)
  /// Axes.
  public var axis = Color(0x1C1D21, 0xE9E7E2).opacity(0.4)
  /// Bands behind the data.
  public var band = Color(0x1C1D21, 0xE9E7E2).opacity(0.055, 0.075)
  /// The colours of series.
  public var palette = Palette.report

  // Type.
  /// The type of titles.
  public var title = TextStyle(.display, size: 21, weight: .semibold)
  /// From one line of a title to the next, in pixels.
  public var titleLeading = 27.0
  /// The type of subtitles.
  public var subtitle = TextStyle(.sans, size: 13)
  /// From one line of a subtitle to the next, in pixels.
  public var subtitleLeading = 19.0
  /// The type of panels’ names.
  public var panelTitle = TextStyle(.sans, size: 13.5, weight: .semibold)
  /// From one line of a panel’s name to the next, in pixels.
  public var panelTitleLeading = 17.0
  /// The type of labels inside panels.
  public var label = TextStyle(.sans, size: 11)
  /// From one line of a label to the next, in pixels.
  public var labelLeading = 14.0
  /// The type of series’ names.
  public var seriesName = TextStyle(.sans, size: 11.5, weight: .semibold)
  /// The type of numbers at ticks.
  public var tick = TextStyle(.sans, size: 11)
  /// The type of axes’ names.
  public var axisTitle = TextStyle(.sans, size: 11.5)
  /// The type of captions.
  public var caption = TextStyle(.sans, size: 11.5)
  /// From one line of a caption to the next, in pixels.
  public var captionLeading = 17.5
  /// The type of numbers in heat maps.
  public var cell = TextStyle(.sans, size: 12.5, weight: .medium)
  /// The type of a large number beside a panel.
  public var asideNumber = TextStyle(.sans, size: 19, weight: .semibold)

  // Lines and marks.
  /// The width of main lines, in pixels.
  public var lineWidth = 2.1
  /// The width of lesser lines, in pixels.
  public var secondaryWidth = 1.5
  /// The width of theory’s lines, in pixels.
  public var theoryWidth = 1.1
  /// Dash and gap of theory’s lines, in pixels.
  public var theoryDash = [4.0, 3.5]
  /// Sparse, for a theory that lies on its measurement.
  public var theoryOverlayDash = [2.0, 5.5]
  /// The dashes of the first, second, … series where dashes tell them apart.
  public var dashCycle: [[Double]] = [
    [], [7, 3], [2, 3], [9, 3, 2, 3], [5, 5], [9, 3, 2, 3, 2, 3],
  ]
  /// The width of lines from a label to its point, in pixels.
  public var leaderWidth = 0.75
  /// The width of thin lines, in pixels.
  public var ruleWidth = 0.85
  /// The width of grid lines, in pixels.
  public var gridWidth = 1.0
  /// The length of ticks, in pixels.
  public var tickLength = 4.0
  /// The opacity of ribbons on light pages.
  public var ribbonOpacity = 0.17
  /// The opacity of ribbons on dark pages.
  public var ribbonOpacityOnDark = 0.24
  /// The radius of points, in pixels.
  public var pointRadius = 3.5
  /// The radius of rings, in pixels.
  public var hollowRadius = 4.4
  /// The width of a ring’s line, in pixels.
  public var hollowWidth = 1.3
  /// The width of the paper’s colour around labels, in pixels.
  public var haloWidth = 3.5

  // Distances.
  /// Around a chart, in pixels.
  public var margin = 36.0
  /// Narrower pages put one panel in a row and take a smaller margin.
  public var narrowWidth = 520.0
  /// Around a chart on a phone, in pixels.
  public var narrowMargin = 16.0

  /// Makes the report's theme; change what should differ.
  public init() {}

  /// The theme of the report.
  public static let report = Theme()
}
