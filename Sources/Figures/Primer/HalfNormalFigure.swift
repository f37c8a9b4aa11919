import Charts
import Experiments
import Graphics
import Study

/// The normal law before a ReLU: the left half becomes zero, the right half passes.
struct HalfNormalFigure: Figure {
  typealias Subject = Primer

  let id = "half-normal"

  func chart(of outcome: Primer.Outcome, study: StudyConfiguration, words: FigureWords) -> Chart {
    func density(_ x: Double) -> Double { 0.3989422804014327 * Elementary.exp(-x * x / 2) }
    func side(_ range: ClosedRange<Double>) -> ([Double], [Double]) {
      let xs = (0...60).map {
        range.lowerBound + (range.upperBound - range.lowerBound) * Double($0) / 60
      }
      return (xs, xs.map(density))
    }
    let (left, right) = (side(-3.4...0), side(0...3.4))
    let (x, height) = (words["x"], words["density"])
    return Chart(id) {
      AreaMark(
        x: .value(x, left.0), yStart: .value(height, left.0.map { _ in 0 }),
        yEnd: .value(height, left.1)
      ).foregroundStyle(.muted)
      AreaMark(
        x: .value(x, right.0), yStart: .value(height, right.0.map { _ in 0 }),
        yEnd: .value(height, right.1)
      ).foregroundStyle(.accent)
      LineMark(x: .value(x, left.0 + right.0), y: .value(height, left.1 + right.1))
        .foregroundStyle(.ink).lineStyle(width: 1.4)
      RuleMark(x: .value(x, 0.0)).foregroundStyle(.ink)
      TextMark(
        words["text.zero"], detail: words["text.zero.detail"], x: .value(x, -2.3),
        y: .value(height, 0.36), alignment: .middle
      ).bold().leader(toX: .value(x, -0.8), y: .value(height, 0.15))
      TextMark(
        words["text.passes"], detail: words["text.passes.detail"], x: .value(x, 2.3),
        y: .value(height, 0.36), alignment: .middle
      ).bold().foregroundStyle(.accent).leader(toX: .value(x, 0.8), y: .value(height, 0.15))
    }
    .chartXScale(domain: -3.4...3.4)
    .chartXAxis(values: [-3, -2, -1, 0, 1, 2, 3])
    .chartXAxisLabel(x)
    .chartYScale(domain: 0...0.45)
    .chartYAxis(grid: false, isHidden: true)
    .chartPlotHeight(200)
    .chartLegend(.hidden)
  }
}
