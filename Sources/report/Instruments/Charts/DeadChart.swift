import Charts
import Publishing
import Simulation
import Study

/// The share of dead networks by depth.
enum DeadChart {
  static func chart(
    shares: [Estimate], theory: [Double]?, width: Int, inputs: String, trials: Int, seed: UInt64
  ) throws -> Chart {
    let percent = NumberFormat.percent(1)
    let facts = [
      Fact("share", text: percent.label(shares.last?.value ?? .nan)),
      Fact("low", text: percent.label(shares.last?.low ?? .nan)),
      Fact("high", text: percent.label(shares.last?.high ?? .nan)),
      Fact("depth", shares.count), Fact("width", width), Fact("networks", trials),
      Fact("inputs", text: inputs == "line" || inputs == "ray" ? "" : inputs),
      Fact("line", text: inputs == "line" ? "yes" : ""),
      Fact("exact", text: theory == nil ? "" : "yes"), Fact("seed", text: "\(seed)"),
    ]
    return try ChartWords.chart("dead", facts: facts) { words in
      let x = PlottableValue.value(words["x"], Array(1...shares.count))
      return Chart("dead") {
        RibbonMark(
          x: x, lower: .value(words["interval"], shares.map(\.low)),
          upper: .value(words["interval"], shares.map(\.high))
        ).foregroundStyle(.accent)
        LineMark(x: x, y: .value(words["share"], shares.map(\.value)))
          .foregroundStyle(.accent).endLabelHidden()
        PointMark(x: x, y: .value(words["share"], shares.map(\.value)))
          .foregroundStyle(.accent).symbolSize(radius: 2.4)
        if let theory {
          LineMark(x: x, y: .value(words["theory"], theory)).lineStyle(.theory).endLabelHidden()
        }
      }
      .chartXScale(domain: 1...max(2, Double(shares.count)))
      .chartXAxisLabel(words["x"])
      .chartYScale(domain: 0...1)
      .chartYAxis(values: [0, 0.25, 0.5, 0.75, 1], format: .percent(0))
      .chartYAxisLabel(words["y"])
      .chartLegend(.hidden)
      .chartPlotHeight(280)
    }
  }
}
