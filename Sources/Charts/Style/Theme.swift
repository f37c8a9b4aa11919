import Graphics

/// The looks of all charts: colours, type sizes, line widths, distances.
///
/// All lengths in pixels.
public struct Theme: Equatable, Sendable {
  // Colours, on light and on dark paper.
  public var paper = Color(0xFCFBF8, 0x15171A)
  public var ink = Color(0x1C1D21, 0xE9E7E2)
  public var muted = Color(0x5E6069, 0xA3A6AD)
  public var rule = Color(0xDEDBD3, 0x33373D)
  public var accent = Color(0x0B6477, 0x6FC3D3)
  public var theory = Color(0x4A4C54, 0xB9BBC0)
  public var confirmed = Color(0x2A7A4B, 0x6CC48F)
  public var imprecise = Color(0x8C5A06, 0xE8B968)
  public var refuted = Color(0xB3261E, 0xF28B82)
  public var grid = Color(0x1C1D21, 0xE9E7E2).opacity(0.105, 0.115)
  public var minorGrid = Color(0x1C1D21, 0xE9E7E2).opacity(0.05, 0.055)
  public var axis = Color(0x1C1D21, 0xE9E7E2).opacity(0.4)
  public var band = Color(0x1C1D21, 0xE9E7E2).opacity(0.055, 0.075)
  public var palette = Palette.report

  // Type.
  public var title = TextStyle(.display, size: 21, weight: .semibold)
  public var titleLeading = 27.0
  public var subtitle = TextStyle(.sans, size: 13)
  public var subtitleLeading = 19.0
  public var panelTitle = TextStyle(.sans, size: 13.5, weight: .semibold)
  public var label = TextStyle(.sans, size: 11)
  public var labelLeading = 14.0
  public var seriesName = TextStyle(.sans, size: 11.5, weight: .semibold)
  public var tick = TextStyle(.sans, size: 11)
  public var axisTitle = TextStyle(.sans, size: 11.5)
  public var caption = TextStyle(.sans, size: 11.5)
  public var captionLeading = 17.5
  public var cell = TextStyle(.sans, size: 12.5, weight: .medium)
  public var asideNumber = TextStyle(.sans, size: 19, weight: .semibold)

  // Lines and marks.
  public var lineWidth = 2.1
  public var secondaryWidth = 1.5
  public var theoryWidth = 1.1
  public var theoryDash = [4.0, 3.5]
  /// Sparse, for a theory that lies on its measurement.
  public var theoryOverlayDash = [2.0, 5.5]
  /// The dashes of the first, second, … series where dashes tell them apart.
  public var dashCycle: [[Double]] = [
    [], [7, 3], [2, 3], [9, 3, 2, 3], [5, 5], [9, 3, 2, 3, 2, 3],
  ]
  public var leaderWidth = 0.75
  public var ruleWidth = 0.85
  public var gridWidth = 1.0
  public var tickLength = 4.0
  public var ribbonOpacity = 0.17
  public var ribbonOpacityOnDark = 0.24
  public var pointRadius = 3.5
  public var hollowRadius = 4.4
  public var hollowWidth = 1.3
  public var haloWidth = 3.5

  // Distances.
  public var margin = 36.0
  /// Narrower pages put one panel in a row and take a smaller margin.
  public var narrowWidth = 520.0
  public var narrowMargin = 16.0

  /// Makes the report's theme; change what should differ.
  public init() {}

  /// The theme of the report.
  public static let report = Theme()
}
