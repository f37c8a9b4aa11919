import Charts
import Experiments
import Graphics
import Simulation
import Study

/// Both factors of one layer by its aspect ratio, a panel for each direction.
struct MeansByAspectFigure: Figure {
  typealias Subject = MeansByAspect

  let id = "means-by-aspect"

  func facts(of outcome: MeansByAspect.Outcome, study: StudyConfiguration) -> [Fact] {
    let margins = outcome.shapes.flatMap(\.rules).flatMap { [$0.forward, $0.backward] }
      .map { $0.halfWidth / $0.value }
    let widths = outcome.shapes.map {
      Int((Double($0.fanIn) * Double($0.fanOut)).squareRoot().rounded())
    }
    let (low, high) = (widths.min() ?? 0, widths.max() ?? 0)
    let last = outcome.shapes.last
    return [
      Fact("networks", outcome.networks), Fact("margin", margins.max() ?? .nan, .percent(1)),
      Fact("width", text: String(low)), Fact("second-width", text: low == high ? "" : String(high)),
      Fact("last-ratio", text: String((last?.fanIn ?? 0) / max(1, last?.fanOut ?? 1))),
    ]
      + (last?.rules ?? []).flatMap { rule in
        let key = StartingRule.key(of: rule.rule)
        return [
          Fact("\(key)-last-forward", rule.forward, .significant(2)),
          Fact("\(key)-last-backward", rule.backward, .significant(2)),
        ]
      }
  }

  func chart(of outcome: MeansByAspect.Outcome, study: StudyConfiguration, words: FigureWords)
    throws -> Chart
  {
    Chart(id) {
      Panel(words["forward"], detail: words["forward.detail"]) {
        curves(outcome, words, measured: \.forward, theory: { m, _, variance in m * variance })
      }
      Panel(words["backward"], detail: words["backward.detail"]) {
        curves(outcome, words, measured: \.backward, theory: { _, n, variance in n * variance })
      }
    }
    .chartXScale(type: .log, domain: (1 / 16.0)...16)
    .chartXAxis(values: [1 / 16.0, 1 / 4.0, 1, 4, 16], labels: ["1/16", "1/4", "1", "4", "16"])
    .chartXAxisLabel(words["x"])
    .chartYScale(type: .log, domain: 0.04...20)
    .chartYAxis(values: [0.0625, 0.25, 1, 4, 16], labels: ["1/16", "1/4", "1", "4", "16"])
    .chartYAxisLabel(words["y"])
    .chartPlotHeight(260)
  }

  private func curves(
    _ outcome: MeansByAspect.Outcome, _ words: FigureWords,
    measured: KeyPath<MeansByAspect.Factors, Estimate>,
    theory: (Double, Double, Double) -> Double
  ) -> [any Mark] {
    // One point of the curve per hundredth of a decade of m/n; the factors depend on m/n alone.
    let ratios = (0...96).map { Elementary.power(2, Double($0) / 12 - 4) }
    let means: [(key: String, initializer: any WeightInitializer)] = [
      ("harmonic", Harmonic()), ("geometric", Geometric()), ("arithmetic", XavierNormal()),
      ("quadratic", Quadratic()),
    ]
    let aspect = words["aspect"]
    var marks: [any Mark] = [RuleMark(y: .value("1", 1)).foregroundStyle(.axis)]
    for mean in means {
      let series = PlottableValue.value(words["mean"], words.name(mean.key))
      let line = ratios.map { ratio -> Double in
        let scale = 1_000_000.0
        let (m, n) = (ratio * scale, scale)
        let variance = mean.initializer.variance(fanIn: Int(m), fanOut: Int(n))
        return theory(m, n, variance)
      }
      marks.append(
        LineMark(x: .value(aspect, ratios), y: .value(words["theory"], line), series: series)
          .lineStyle(.secondary).endLabel(showsSymbol: false))
      let points = outcome.shapes.flatMap { shape in
        shape.rules.filter { StartingRule.key(of: $0.rule) == mean.key }.map {
          (Double(shape.fanIn) / Double(shape.fanOut), $0[keyPath: measured].value)
        }
      }
      marks.append(
        PointMark(
          x: .value(aspect, points.map(\.0)), y: .value(words["measured"], points.map(\.1)),
          series: series))
    }
    return marks
  }
}
