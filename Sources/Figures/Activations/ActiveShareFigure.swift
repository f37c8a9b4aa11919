import Charts
import Experiments
import Simulation
import Study

/// Dots for ten activations: active units, mean output and bias shift.
struct ActiveShareFigure: Figure {
  typealias Subject = ActiveShare

  let id = "active-share"

  func facts(of outcome: ActiveShare.Outcome, study: StudyConfiguration) -> [Fact] {
    let measured = outcome.rows.map(\.measured)
    return outcome.rows.flatMap { row in
      [
        Fact("active-\(row.activation)", row.measured.active.value, .percent(0)),
        Fact("mean-\(row.activation)", row.measured.mean.value, .fixed(2)),
        Fact("shift-\(row.activation)", row.shift, .percent(0)),
      ]
    } + [
      Fact("rows", outcome.rows.count), Fact("samples", measured[0].mean.samples),
      Fact("worst-mean", measured.map(\.mean.halfWidth).max() ?? 0, .fixed(3)),
      Fact("worst-share", measured.map(\.active.halfWidth).max() ?? 0, .percent(1)),
    ]
  }

  func chart(of outcome: ActiveShare.Outcome, study: StudyConfiguration, words: FigureWords)
    -> Chart
  {
    let names = outcome.rows.map { words.name($0.activation) }
    let y = PlottableValue.value(words["activation"], names)
    return Chart(id) {
      active(outcome, y, words)
      mean(outcome, y, words)
      shift(outcome, y, words)
    }
    .chartFacet(columns: 3)
    .chartFacetScales(.freeX)
    .chartLegend(.hidden)
    .chartYScale(categories: names.reversed())
    .chartYAxisLabel("")
    .chartXAxisLabel("")
    .chartPlotHeight(270)
  }

  private func active(_ outcome: ActiveShare.Outcome, _ y: PlottableValue, _ words: FigureWords)
    -> Panel
  {
    let shares = outcome.rows.map(\.measured.active.value)
    return Panel(words["panel.active"], detail: words["panel.active.detail"]) {
      PointMark(x: .value(words["share"], shares), y: y).foregroundStyle(.accent)
        .valueLabels(.leading, texts: shares.map { NumberFormat.percent(0).text($0) })
    }
    .chartXScale(domain: 0...1.06)
    .chartXAxis(values: [0, 0.5, 1], labels: ["0", "50 %", "100 %"])
  }

  private func mean(_ outcome: ActiveShare.Outcome, _ y: PlottableValue, _ words: FigureWords)
    -> Panel
  {
    Panel(words["panel.mean"], detail: words["panel.mean.detail"]) {
      RuleMark(x: .value(words["mean"], 0))
      PointMark(x: .value(words["exact"], outcome.rows.map(\.exact.mean)), y: y)
        .foregroundStyle(.ink).symbol(.circle, isHollow: true)
      PointMark(x: .value(words["mean"], outcome.rows.map(\.measured.mean.value)), y: y)
        .foregroundStyle(.accent).symbolSize(radius: 2.6)
    }
    .chartXScale(domain: -0.15...0.95)
    .chartXAxis(values: [0, 0.5], labels: ["0", "0.5"])
  }

  private func shift(_ outcome: ActiveShare.Outcome, _ y: PlottableValue, _ words: FigureWords)
    -> Panel
  {
    let shifts = outcome.rows.map(\.shift)
    return Panel(words["panel.shift"], detail: words["panel.shift.detail"]) {
      PointMark(x: .value(words["shift"], shifts), y: y).foregroundStyle(.accent)
        .valueLabels(.trailing, texts: shifts.map { NumberFormat.percent(0).text($0) })
    }
    .chartXScale(domain: -0.05...1.1)
    .chartXAxis(values: [0, 0.5, 1], labels: ["0", "50 %", "100 %"])
  }
}
