import Charts
import Graphics

/// Places in a drawing that has no axes: 0 to 100 across, and as many units up as the drawing needs.
enum Sketch {
  static func x(_ value: Double) -> PlottableValue { .value("x", value) }
  static func y(_ value: Double) -> PlottableValue { .value("y", value) }

  /// An arrow between two places, with room for nodes at its ends.
  static func arrow(
    _ from: (Double, Double), _ to: (Double, Double), gap: (Double, Double) = (0, 0)
  ) -> ArrowMark {
    ArrowMark(x: x(from.0), y: y(from.1), xEnd: x(to.0), yEnd: y(to.1))
      .gap(start: gap.0, end: gap.1)
  }

  /// A box or a circle at a place.
  static func node(_ text: String, _ place: (Double, Double), _ shape: NodeMark.Shape = .box)
    -> NodeMark
  { NodeMark(text, x: x(place.0), y: y(place.1), shape: shape) }

  /// The colour of what runs backward, in all drawings.
  static let backward = ForegroundStyle.color(Color(0xA03F14, 0xFF9D5C))

  /// Words at a place.
  static func words(_ text: String, detail: String? = nil, _ place: (Double, Double)) -> TextMark {
    TextMark(text, detail: detail, x: x(place.0), y: y(place.1), alignment: .middle)
  }
}

extension Chart {
  /// The chart as a drawing: no axes, and a height in pixels.
  func asSketch(height: Double, top: Double = 100) -> Chart {
    chartXScale(domain: 0...100).chartYScale(domain: 0...top)
      .chartXAxis(isHidden: true).chartYAxis(grid: false, isHidden: true)
      .chartPlotHeight(height).chartLegend(.hidden)
  }
}
