import Charts
import Experiments
import Graphics
import Simulation
import Study

/// Two properties of a network varied against each other, as a heat map of signal or gradient.
struct OwnGridFigure: Figure {
  /// What is shown.
  enum Quantity: String { case signal, gradient }

  typealias Subject = OwnSweeps

  let id: String
  /// Which of the study's sweeps.
  let index: Int
  let quantity: Quantity

  var wordsID: String { "own-grid-\(quantity.rawValue)" }

  private func ends(_ sweep: OwnSweeps.Sweep) -> [OwnMeasurement.EndToEnd] {
    sweep.measurements.map { quantity == .signal ? $0.signal : $0.gradient }
  }

  func facts(of outcome: [OwnSweeps.Sweep], study: StudyConfiguration) -> [Fact] {
    let sweep = outcome[index]
    let ends = ends(sweep)
    let margin = ends.map { 0.5 * $0.mean.halfWidth }.filter(\.isFinite).max() ?? .nan
    return [
      Fact("kept", ends.count(where: \.isKept)), Fact("count", ends.count),
      Fact("margin", margin, .significant(1)), Fact("fewest", sweep.samples),
      Fact("network", text: RichText.escaped(sweep.plan.network)),
    ]
      + SweepPlan.Axis.allCases.flatMap { axis in
        [
          Fact("across-\(axis.rawValue)", text: axis == sweep.plan.axis ? "yes" : ""),
          Fact("down-\(axis.rawValue)", text: axis == sweep.plan.second ? "yes" : ""),
        ]
      }
  }

  func chart(of outcome: [OwnSweeps.Sweep], study: StudyConfiguration, words: FigureWords) -> Chart
  {
    let sweep = outcome[index]
    let ends = ends(sweep)
    let columns = sweep.plan.values.count
    // Decades of size: half those of the mean square.
    let rows = stride(from: 0, to: ends.count, by: columns).map { start in
      ends[start..<min(start + columns, ends.count)].map { 0.5 * $0.mean.value }
    }
    let ticks = [-30.0, -10, -3, -1, 0, 1, 3, 10, 30]
    return Chart(id) {
      HeatmapMark(
        x: .value(words["across"].capitalizedFirst, sweep.plan.values.map(RichText.escaped)),
        y: .value(words["down"].capitalizedFirst, sweep.plan.secondValues.map(RichText.escaped)),
        values: rows, valueLabel: words["value"],
        scale: ColorScale(.diverging, domain: -30...30, type: .squareRoot)
      )
      .cellLabels(.signed(1)).outlined { abs($0) <= 1 }
    }
    .chartXAxis(position: .top)
    .chartXAxisLabel("").chartYAxisLabel("")
    .chartPlotHeight(41 * Double(max(2, rows.count)))
    .chartColorBar(
      words["ratio"], values: ticks,
      labels: ticks.map { $0 == 0 ? "1" : NumberFormat.powerOfTen($0, decimals: 0) },
      low: words["vanishes"], high: words["explodes"], outlined: words["outlined"],
      noData: words["nothing"].isEmpty || !ends.contains { !$0.mean.value.isFinite }
        ? nil : words["nothing"]
    )
  }
}
