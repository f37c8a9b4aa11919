import Charts
import Experiments
import Graphics
import Study

/// A row for each start, signal and gradient as dots; square layers left, alternating ones right.
///
/// Starts that keep the variance have a pale band. The axis covers a decade on either side, where the finding is;
/// what lies beyond is written at the edge.
struct EveryStartFigure: Figure {
  typealias Subject = EveryStart
  typealias Factor = KeyPath<EveryStart.Row, EveryStart.Factor>

  let id = "every-start"

  private static let shown = 0.08...12.5

  func facts(of outcome: EveryStart.Outcome, study: StudyConfiguration) -> [Fact] {
    let margin = outcome.rows.flatMap { [$0.square.margin, $0.alternating.margin] }.max()
    return [
      Fact("kept-square", outcome.rows.count(where: \.square.keepsVariance)),
      Fact("kept-alternating", outcome.rows.count(where: \.alternating.keepsVariance)),
      Fact("layers", outcome.square.count - 1),
      Fact("exact", outcome.sizes.exact), Fact("explicit", outcome.sizes.explicit),
      Fact("lsuv", outcome.sizes.lsuv), Fact("inputs", EveryStart.explicitInputs),
      Fact("lsuv-inputs", EveryStart.lsuvInputs), Fact("margin", margin ?? .nan, .percent(1)),
    ]
  }

  func chart(of outcome: EveryStart.Outcome, study: StudyConfiguration, words: FigureWords)
    -> Chart
  {
    let names = outcome.rows.map { words.name($0.key) }
    stateRows(of: outcome, words)
    return Chart(id) {
      panel(words["panel.square"], outcome.square, \.square, outcome, words)
      panel(words["panel.alternating"], outcome.alternating, \.alternating, outcome, words)
    }
    .chartFacet(columns: 2)
    .chartLegend(.hidden)
    .chartXScale(type: .log, domain: Self.shown)
    .chartXAxis(
      values: [0.1, 0.25, 0.5, 1, 2, 4, 10], labels: ["0.1", "¼", "½", "1", "2", "4", "10"]
    )
    .chartXAxisLabel(words["x"])
    .chartYScale(domain: 0.4...Double(names.count) + 0.6)
    .chartYAxis(
      values: names.indices.reversed().map { Self.place($0, of: names.count) },
      labels: names.reversed(), grid: false
    )
    .chartYAxisLabel("")
    .chartPlotHeight(22 * Double(names.count))
  }

  /// Rows are numbered from below, 1 …; signal and gradient stand on either side of the row's line.
  private static func place(_ index: Int, of count: Int, _ shift: Double = 0) -> Double {
    Double(count - index) + shift
  }

  private func panel(
    _ title: String, _ widths: [Int], _ factor: Factor, _ outcome: EveryStart.Outcome,
    _ words: FigureWords
  ) -> Panel {
    let count = outcome.rows.count
    return Panel(title, detail: widths.map(String.init).joined(separator: " → ")) {
      for (index, row) in outcome.rows.enumerated() where row[keyPath: factor].keepsVariance {
        RectangleMark(
          xStart: .value(words["kept"], Self.shown.lowerBound),
          xEnd: .value(words["kept"], Self.shown.upperBound),
          yStart: .value(words["row"], Self.place(index, of: count, -0.5)),
          yEnd: .value(words["row"], Self.place(index, of: count, 0.5)))
      }
      RuleMark(x: .value(words["kept"], 1)).foregroundStyle(.axis)
      for (index, row) in outcome.rows.enumerated() {
        if let signal = row[keyPath: factor].signal, Self.shown.contains(signal.value) {
          marks(row[keyPath: factor], words.name(row.key), index, count, words)
        } else {
          edge(row[keyPath: factor].signal?.value, index, count, words)
        }
      }
    }
  }

  /// What lies beyond the axis, in words at its end.
  private func edge(
    _ value: Double?, _ index: Int, _ count: Int, _ words: FigureWords
  ) -> TextMark {
    let isAbove = (value ?? 0) > 1
    let text =
      value.map {
        words.text(
          isAbove ? "above" : "below",
          Fact("factor", text: NumberFormat.powerOfTen(Elementary.log10($0), decimals: 0)))
      } ?? words["nothing"]
    return TextMark(
      text, x: .value(words["kept"], isAbove ? 11.5 : 0.087),
      y: .value(words["row"], Self.place(index, of: count)), alignment: isAbove ? .end : .start,
      vertical: .center)
  }

  /// Theory as a stroke, signal as a dot, gradient as a diamond.
  private func marks(
    _ one: EveryStart.Factor, _ name: String, _ index: Int, _ count: Int, _ words: FigureWords
  ) -> [any Mark] {
    let (row, series) = (words["row"], PlottableValue.value(words["start"], name))
    func place(_ shift: Double) -> Double { Self.place(index, of: count, shift) }
    return [
      LineMark(
        x: .value(words["theory"], [one.theory, one.theory]),
        y: .value(row, [place(-0.42), place(0.42)]), series: series
      ).foregroundStyle(.ink).lineStyle(width: 1).endLabelHidden(),
      PointMark(
        x: .value(words["signal"], one.signal?.value ?? .nan), y: .value(row, place(0.2)),
        series: series
      ).foregroundStyle(.accent).symbol(.circle, isHollow: false).symbolSize(radius: 2.6),
      PointMark(
        x: .value(words["gradient"], one.gradient?.value ?? .nan), y: .value(row, place(-0.2)),
        series: series
      ).foregroundStyle(.color(Color(0xB3261E, 0xF28B82)))
        .symbol(.diamond, isHollow: false).symbolSize(radius: 2.8),
    ]
  }

  /// States `rows`, which the alternative text quotes.
  private func stateRows(of outcome: EveryStart.Outcome, _ words: FigureWords) {
    let rows = outcome.rows.map { row in
      let value = row.alternating.signal.map { words.plain(powerOf: Elementary.log10($0.value)) }
      return words.text(
        "alt.row", Fact("start", text: words.name(row.key)),
        Fact("factor", text: value ?? words["alt.nothing"]))
    }
    words.state(Fact("rows", text: rows.joined(separator: ", ")))
  }
}
