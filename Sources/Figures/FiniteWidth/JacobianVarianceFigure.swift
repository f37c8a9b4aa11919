import Charts
import Experiments
import Graphics
import Simulation
import Study

/// Relative variance and largest value of s² by depth, for the four networks of Pennington et al.
struct JacobianVarianceFigure: Figure {
  typealias Subject = JacobianSpectra

  let id = "jacobian-variance"

  private static let networks: [(network: String, symbol: Symbol, light: UInt32, dark: UInt32)] = [
    ("relu-gaussian", .square, 0xB0720A, 0xE3AE55),
    ("linear-gaussian", .circle, 0x0B6477, 0x6FC3D3),
    ("relu-orthogonal", .triangle, 0x5B5FC7, 0xA9ACF5),
    ("linear-orthogonal", .cross, 0x6B7078, 0xA9AEB6),
  ]

  func facts(of outcome: JacobianSpectra.Outcome, study: StudyConfiguration) -> [Fact] {
    let margins = outcome.cases.flatMap(\.points).filter { $0.theory > 0 }
      .map { $0.variance.halfWidth / $0.theory }
    return [Fact("margin", margins.max() ?? .nan, .percent(0))]
  }

  func chart(of outcome: JacobianSpectra.Outcome, study: StudyConfiguration, words: FigureWords)
    throws -> Chart
  {
    let depth = words["x"]
    var styles: [(String, SeriesStyle)] = []
    for one in Self.networks {
      styles.append(
        (
          words["series.\(one.network)"],
          SeriesStyle(line: Color(one.light, one.dark), symbol: one.symbol)
        ))
    }
    let cases = Self.networks.compactMap { one in
      outcome.cases.first { $0.network == one.network }.map { (words["series.\(one.network)"], $0) }
    }
    var chart = Chart(id) {
      Panel(words["panel.variance"], detail: words["panel.variance.detail"]) {
        for (name, one) in cases {
          let x = PlottableValue.value(depth, one.points.map(\.depth))
          let series = PlottableValue.value(words["network"], name)
          LineMark(x: x, y: .value(words["theory"], one.points.map(\.theory)), series: series)
            .lineStyle(width: 1.2, dash: [4, 3.5]).endLabelHidden()
          ErrorBarMark(
            x: x, lower: .value(words["interval"], one.points.map(\.variance.low)),
            upper: .value(words["interval"], one.points.map(\.variance.high)), series: series)
          PointMark(
            x: x, y: .value(words["variance"], one.points.map(\.variance.value)), series: series)
        }
      }
      .chartYScale(domain: -1...34)
      .chartYAxis(values: [0, 8, 16, 24, 32])
      Panel(words["panel.largest"], detail: words["panel.largest.detail"]) {
        for (name, one) in cases {
          let x = PlottableValue.value(depth, one.points.map(\.depth))
          let series = PlottableValue.value(words["network"], name)
          if one.points.allSatisfy({ $0.largestTheory != nil }) {
            LineMark(
              x: x, y: .value(words["theory"], one.points.map { $0.largestTheory ?? .nan }),
              series: series
            ).lineStyle(width: 1.2, dash: [4, 3.5]).endLabelHidden()
          }
          ErrorBarMark(
            x: x, lower: .value(words["interval"], one.points.map(\.largest.low)),
            upper: .value(words["interval"], one.points.map(\.largest.high)), series: series)
          PointMark(
            x: x, y: .value(words["largest"], one.points.map(\.largest.value)), series: series)
        }
      }
      .chartYScale(domain: -1...64)
      .chartYAxis(values: [0, 20, 40, 60])
    }
    .chartFacet(columns: 2)
    .chartFacetScales(.freeY)
    .chartXScale(domain: 0...17)
    .chartXAxis(values: [1, 4, 8, 16])
    .chartXAxisLabel(depth)
    .chartYAxisLabel("")
    .chartLegend(.top)
    .chartPlotHeight(260)
    for (name, style) in styles { chart.seriesStyles[name] = style }
    return chart
  }
}
