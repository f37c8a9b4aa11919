import Charts
import Experiments
import Graphics
import Simulation
import Study

/// A row for each activation: its gain for signals, for gradients, and at the edge of chaos.
struct ActivationGainsFigure: Figure {
  typealias Subject = ActivationGains

  let id = "activation-gains"

  func facts(of outcome: ActivationGains.Outcome, study: StudyConfiguration) -> [Fact] {
    let margins = outcome.rows.flatMap { row in
      [row.measuredForward, row.measuredBackward].map { $0.halfWidth / $0.value }
    }
    return [Fact("margin", margins.max() ?? .nan, .percent(1))]
  }

  func chart(of outcome: ActivationGains.Outcome, study: StudyConfiguration, words: FigureWords)
    throws -> Chart
  {
    // Categories rise from the bottom.
    let rows = Array(outcome.rows.reversed())
    let names = rows.map { words.name($0.activation) }
    let (gain, activation) = (words["gain"], words["activation"])
    words.state(
      Fact(
        "rows",
        text: outcome.rows.map { row in
          words.text(
            row.critical == nil ? "row.none" : "row",
            Fact("activation", text: words.name(row.activation)),
            Fact("forward", row.forward, .fixed(2)), Fact("backward", row.backward, .fixed(2)),
            Fact("critical", row.critical ?? .nan, .fixed(2)))
        }.joined(separator: "; ")))
    let series = ["forward", "backward", "critical"].map { words["series.\($0)"] }
    let kind = words["kind"]
    // A line from the smallest to the largest of the three, so that agreement is a point.
    let ends = rows.map { row in
      [row.forward, row.backward, row.critical ?? row.forward]
    }
    let (stable, unstable) = (
      rows.indices.filter { rows[$0].critical != nil && rows[$0].isStable },
      rows.indices.filter { rows[$0].critical != nil && !rows[$0].isStable }
    )
    return Chart(id) {
      RuleMark(x: .value(gain, [1])).foregroundStyle(.muted)
      for (name, end) in zip(names, ends) {
        LineMark(
          x: .value(gain, [end.min() ?? 1, end.max() ?? 1]), y: .value(activation, [name, name])
        ).lineStyle(width: 1).foregroundStyle(.axis)
      }
      PointMark(x: .value(words["theory"], rows.map(\.forward)), y: .value(activation, names))
        .symbol(.circle, isHollow: true).symbolSize(radius: 6).foregroundStyle(.theory)
      PointMark(x: .value(words["theory"], rows.map(\.backward)), y: .value(activation, names))
        .symbol(.circle, isHollow: true).symbolSize(radius: 6).foregroundStyle(.theory)
      PointMark(
        x: .value(gain, rows.map(\.measuredForward.value)), y: .value(activation, names),
        series: .value(kind, series[0])
      ).symbolSize(radius: 4.4)
      PointMark(
        x: .value(gain, rows.map(\.measuredBackward.value)), y: .value(activation, names),
        series: .value(kind, series[1])
      ).symbolSize(radius: 3.2)
      PointMark(
        x: .value(gain, stable.map { rows[$0].critical ?? 1 }),
        y: .value(activation, stable.map { names[$0] }), series: .value(kind, series[2])
      ).symbolSize(radius: 2.6)
      PointMark(
        x: .value(gain, unstable.map { rows[$0].critical ?? 1 }),
        y: .value(activation, unstable.map { names[$0] }), series: .value(kind, series[2])
      ).symbol(.diamond, isHollow: true)
    }
    .chartForegroundStyleScale([
      series[0]: SeriesStyle(
        line: Color(0x0B6477, 0x6FC3D3), text: Color(0x0B6477, 0x6FC3D3), symbol: .circle),
      series[1]: SeriesStyle(
        line: Color(0xC65F22, 0xFF9D5C), text: Color(0xA94A12, 0xFF9D5C), symbol: .square),
      series[2]: SeriesStyle(
        line: Color(0x7B4FA6, 0xCDA8F0), text: Color(0x6E4498, 0xCDA8F0), symbol: .diamond),
    ])
    .chartXScale(type: .log, domain: 0.6...8)
    .chartXAxis(
      values: [0.7, 1, 1.5, 2, 3, 4, 6], labels: ["0.7", "1", "1.5", "2", "3", "4", "6"]
    )
    .chartXAxisLabel(gain)
    .chartYScale(categories: names)
    .chartLegend(.top)
    .chartPlotHeight(25 * Double(names.count))
  }
}
