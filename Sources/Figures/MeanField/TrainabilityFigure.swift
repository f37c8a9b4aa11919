import Charts
import Experiments
import Graphics
import Simulation
import Study

/// The depth scale over the weight variance, and the trained networks below it with 6ξ drawn in.
struct TrainabilityFigure: Figure {
  typealias Subject = Trainability

  let id = "trainability"

  func chart(of outcome: Trainability.Outcome, study: StudyConfiguration, words: FigureWords)
    throws -> Chart
  {
    let weights = words["x"]
    let step = outcome.weightVariances[1] - outcome.weightVariances[0]
    let rise = Double(outcome.depths[1] - outcome.depths[0])
    let range = Self.cells(outcome.weightVariances, step: step)
    let depths = Self.cells(outcome.depths.map(Double.init), step: rise)
    return Chart(id) {
      PanelRow(words["row.scale"], height: 130) {
        for (index, _) in outcome.budgets.enumerated() {
          Panel(
            words.text("panel", Fact("steps", outcome.budgets[index])),
            detail: words.text(
              "detail", Fact("learned", learned(outcome, index)),
              Fact("cells", outcome.depths.count * outcome.weightVariances.count))
          ) { scales(outcome, words, isFirst: index == 0) }
          .chartYScale(type: .log, domain: 1...200)
          .chartYAxis(values: [1, 10, 100])
        }
      }
      PanelRow(words["row.depth"], height: 230) {
        for (index, _) in outcome.budgets.enumerated() {
          Panel { map(outcome, index, words, range, depths) }
            .chartYScale(domain: depths)
            .chartYAxis(values: outcome.depths.map(Double.init), grid: false)
        }
      }
    }
    .chartXScale(domain: range)
    .chartXAxis(values: [1, 2, 3, 4], grid: false)
    .chartXAxisLabel(weights)
    .chartColorBar(
      words["bar"], values: [0, 0.25, 0.5, 0.75, 1], low: words["bar.low"],
      high: words["bar.high"]
    )
    .chartLegend(.hidden)
  }

  /// From the lower end of the first cell to the upper end of the last.
  private static func cells(_ middles: [Double], step: Double) -> ClosedRange<Double> {
    ClosedRange(
      uncheckedBounds: ((middles.first ?? 0) - step / 2, (middles.last ?? 1) + step / 2))
  }

  private func learned(_ outcome: Trainability.Outcome, _ budget: Int) -> Int {
    outcome.losses[budget].joined().count { $0 < 0.5 }
  }

  private func scales(
    _ outcome: Trainability.Outcome, _ words: FigureWords, isFirst: Bool
  ) -> [any Mark] {
    let weights = words["x"]
    var marks: [any Mark] = [
      RuleMark(x: .value(words["edge"], outcome.criticalWeightVariance)).foregroundStyle(.muted)
    ]
    let correlation = PlottableValue.value(words["kind"], words["series.correlation"])
    let gradient = PlottableValue.value(words["kind"], words["series.gradient"])
    let xs = outcome.curve.map(\.weightVariance)
    marks.append(
      LineMark(
        x: .value(weights, xs),
        y: .value(words["scale"], outcome.curve.map { $0.correlation ?? .infinity }),
        series: correlation
      ).foregroundStyle(.series("tanh")))
    marks.append(
      LineMark(
        x: .value(weights, xs),
        y: .value(words["scale"], outcome.curve.map { $0.gradient ?? .infinity }),
        series: gradient
      ).foregroundStyle(.muted).lineStyle(.secondary))
    if isFirst {
      marks.append(
        TextMark(
          words["text.edge"], x: .value(weights, outcome.criticalWeightVariance),
          y: .value("y", 140)
        ).offset(x: 8))
      marks.append(
        TextMark(words["text.correlation"], x: .value(weights, 2.55), y: .value("y", 22)))
      marks.append(
        TextMark(words["text.gradient"], x: .value(weights, 2.55), y: .value("y", 2.6)))
    }
    return marks
  }

  private func map(
    _ outcome: Trainability.Outcome, _ budget: Int, _ words: FigureWords,
    _ range: ClosedRange<Double>, _ depths: ClosedRange<Double>
  ) -> [any Mark] {
    let weights = words["x"]
    let beyond = depths.upperBound * 4
    let limits = outcome.curve.map { min(beyond, 6 * ($0.correlation ?? .infinity)) }
    return [
      HeatmapMark(
        x: weights, xRange: range, y: words["row.depth"], yRange: depths,
        values: outcome.losses[budget].reversed(), valueLabel: words["value"],
        scale: ColorScale(.viridis, domain: 0...1)),
      LineMark(
        x: .value(weights, outcome.curve.map(\.weightVariance)), y: .value(words["limit"], limits)
      ).lineStyle(width: 5).foregroundStyle(Color(0xFCFBF8, 0x15171A)).opacity(0.55),
      LineMark(
        x: .value(weights, outcome.curve.map(\.weightVariance)), y: .value(words["limit"], limits)
      ).lineStyle(width: 2, dash: [6, 4]).foregroundStyle(.ink),
      TextMark(
        "[\(words["text.limit"])](ink)", x: .value(weights, 1.42), y: .value("y", 34)
      )
      .halo(),
    ]
  }
}
