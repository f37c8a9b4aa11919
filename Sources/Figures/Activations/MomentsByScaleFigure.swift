import Charts
import Experiments
import Graphics
import Simulation
import Study

/// Three averages by the scale of the input, a panel for each activation.
struct MomentsByScaleFigure: Figure {
  typealias Subject = MomentsByScale

  let id = "moments-by-scale"

  private struct Curve {
    var key: String
    var moment: (GaussianMoments) -> Double
    var measured: (SampledMoments) -> Estimate
  }

  private static var curves: [Curve] {
    [
      Curve(key: "square", moment: { $0.secondMoment }, measured: { $0.secondMoment }),
      Curve(key: "slope", moment: { $0.slopeSecondMoment }, measured: { $0.slopeSecondMoment }),
      Curve(key: "mean", moment: { $0.mean }, measured: { $0.mean }),
    ]
  }

  func facts(of outcome: MomentsByScale.Outcome, study: StudyConfiguration) -> [Fact] {
    func ends(_ name: String) -> (first: SampledMoments, last: SampledMoments)? {
      let measured = outcome.cases.first { $0.activation == name }?.measured
      guard let first = measured?.first, let last = measured?.last else { return nil }
      return (first, last)
    }
    guard let sigmoid = ends("sigmoid"), let relu = ends("relu") else { return [] }
    return [
      Fact("lowest", outcome.deviations.first ?? .nan, .fixed(1)),
      Fact("highest", outcome.deviations.last ?? .nan, .fixed(0)),
      Fact("saturated", ActivationDerivatives.saturationShare, .percent(0)),
      Fact("sigmoid-mean", sigmoid.first.mean.value, .fixed(1)),
      Fact("sigmoid-square-low", sigmoid.first.secondMoment.value, .fixed(2)),
      Fact("sigmoid-square-high", sigmoid.last.secondMoment.value, .fixed(2)),
      Fact("sigmoid-slope", sigmoid.first.slopeSecondMoment.value, .fixed(2)),
      Fact("relu-slope", relu.first.slopeSecondMoment.value, .fixed(1)),
    ]
  }

  func chart(of outcome: MomentsByScale.Outcome, study: StudyConfiguration, words: FigureWords)
    throws -> Chart
  {
    let grid = (0...60).map { Elementary.power10(-1 + 2 * Double($0) / 60) }
    var panels: [Panel] = []
    for (f, one) in zip(MomentsByScale.activations, outcome.cases) {
      let theory = try grid.map { try GaussianMoments(of: f, variance: $0 * $0) }
      panels.append(panel(f, one, outcome.deviations, grid, theory, words))
    }
    return Chart(id) { panels }
      .chartForegroundStyleScale([
        words["series.square"]: SeriesStyle(line: Color(0x0B6477, 0x6FC3D3), symbol: .circle),
        words["series.slope"]: SeriesStyle(
          line: Color(0xB2491A, 0xFF9D5C), text: Color(0xA03F14, 0xFF9D5C), symbol: .square),
        words["series.mean"]: SeriesStyle(
          line: Color(0x5B5FC7, 0xA9ACF5), text: Color(0x4B4FB0, 0xA9ACF5), symbol: .triangle),
      ])
      .chartFacet(columns: 2)
      .chartLegend(.top)
      .chartXScale(type: .log, domain: 0.1...10)
      .chartXAxis(values: [0.1, 1, 10], labels: ["0.1", "1", "10"])
      .chartXAxisLabel(words["x"])
      .chartYScale(log10Domain: -2.5...2)
      .chartYAxis(values: [0.01, 0.1, 1, 10, 100], labels: ["0.01", "0.1", "1", "10", "100"])
      .chartYAxisLabel(words["y"])
      .chartPlotHeight(190)
  }

  private func panel(
    _ f: any Activation, _ one: MomentsByScale.Case, _ deviations: [Double], _ grid: [Double],
    _ theory: [GaussianMoments], _ words: FigureWords
  ) -> Panel {
    let isOdd = f.value(at: 0) == 0 && f.kinks.isEmpty
    let detail =
      one.saturation.map { words.text("detail.saturated", Fact("deviation", $0, .fixed(1))) }
      ?? words["detail.same"]
    let (deviation, average) = (words["deviation"], words["average"])
    return Panel(words.name(f.name), detail: detail) {
      if let saturation = one.saturation {
        RectangleMark(xStart: .value(deviation, saturation), xEnd: .value(deviation, 10.0))
      }
      for curve in Self.curves where !(isOdd && curve.key == "mean") {
        let estimates = one.measured.map(curve.measured)
        let series = PlottableValue.value(average, words["series." + curve.key])
        ErrorBarMark(
          x: .value(deviation, deviations), lower: .value(words["lower"], estimates.map(\.low)),
          upper: .value(words["upper"], estimates.map(\.high)), series: series)
        PointMark(
          x: .value(deviation, deviations), y: .value(average, estimates.map(\.value)),
          series: series)
        LineMark(
          x: .value(deviation, grid), y: .value(words["theory"], theory.map(curve.moment)),
          series: series
        )
        .lineStyle(.theory).endLabelHidden()
      }
    }
  }
}
