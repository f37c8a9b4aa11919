import Charts
import Experiments
import Graphics
import Simulation
import Study

/// The share of dead networks by width with three starts.
struct BornDeadRemediesFigure: Figure {
  typealias Subject = BornDeadNetworks

  let id = "born-dead-remedies"

  func chart(of outcome: BornDeadNetworks.Outcome, study: StudyConfiguration, words: FigureWords)
    throws -> Chart
  {
    let widths = outcome.curves.map(\.width)
    let keys = ["plain", "bias", "positive"]
    let names = keys.map { words["series.\($0)"] }
    return Chart(id) {
      for (index, (key, name)) in zip(keys, names).enumerated() {
        let mine = outcome.remedies.filter { $0.key == key }
        let places = mine.map { remedy in
          Double(widths.firstIndex(of: remedy.width) ?? 0) + 0.14 * Double(index - 1)
        }
        let series = PlottableValue.value(words["start"], name)
        ErrorBarMark(
          x: .value(words["x"], places), lower: .value(words["interval"], mine.map(\.share.low)),
          upper: .value(words["interval"], mine.map(\.share.high)), series: series)
        PointMark(
          x: .value(words["x"], places), y: .value(words["y"], mine.map(\.share.value)),
          series: series
        ).valueLabels(
          .top, texts: mine.map { NumberFormat.percent(0).text($0.share.value) }, isBold: true)
      }
    }
    .chartForegroundStyleScale([
      names[0]: SeriesStyle(
        line: Color(0xB0720A, 0xE3AE55), text: Color(0x8C5A06, 0xE3AE55), symbol: .square),
      names[1]: SeriesStyle(line: Color(0x0B6477, 0x6FC3D3), symbol: .circle),
      names[2]: SeriesStyle(line: Color(0x5B5FC7, 0xA9ACF5), symbol: .triangle),
    ])
    .chartXScale(domain: -0.4...Double(widths.count) - 0.6)
    .chartXAxis(values: widths.indices.map(Double.init), labels: widths.map(String.init))
    .chartXAxisLabel(words["x"])
    .chartYScale(domain: 0...1.08)
    .chartYAxis(values: [0, 0.25, 0.5, 0.75, 1], format: .percent(0))
    .chartYAxisLabel(words["y"])
    .chartLegend(.top)
    .chartPlotHeight(240)
  }
}
