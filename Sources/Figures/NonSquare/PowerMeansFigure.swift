import Charts
import Experiments
import Simulation
import Study

/// Signal, gradient and the weights' gradient along one network, under four rules.
struct PowerMeansFigure: Figure {
  typealias Subject = PowerMeans

  let id = "power-means"

  func facts(of outcome: PowerMeans.Outcome, study: StudyConfiguration) -> [Fact] {
    let margins = outcome.rules.flatMap { [$0.signal, $0.gradient, $0.weights] }
      .flatMap(\.measured).map { $0.halfWidth / $0.value }
    return [
      Fact("networks", outcome.networks), Fact("margin", margins.max() ?? .nan, .percent(1)),
      Fact("widths", text: outcome.widths.asWidths),
    ]
  }

  func chart(of outcome: PowerMeans.Outcome, study: StudyConfiguration, words: FigureWords) throws
    -> Chart
  {
    let nodes = outcome.widths.indices.map(Double.init)
    let between = outcome.widths.indices.dropLast().map { Double($0) + 0.5 }
    let values = outcome.rules.flatMap { [$0.signal, $0.gradient, $0.weights] }
      .flatMap { $0.theory + $0.measured.map(\.value) }
    var chart = Chart(id) {
      for (key, places, curve) in [
        ("signal", nodes, \PowerMeans.RuleOutcome.signal), ("gradient", nodes, \.gradient),
        ("weights", between, \.weights),
      ] {
        Panel(words["panel." + key], detail: words["panel.\(key).detail"]) {
          RuleMark(y: .value("1", 1)).foregroundStyle(.axis)
          for rule in outcome.rules {
            let series = PlottableValue.value(words["rule"], words["series." + rule.key])
            LineMark(
              x: .value(words["layer"], places),
              y: .value(words["theory"], rule[keyPath: curve].theory), series: series
            ).lineStyle(.secondary).endLabelHidden()
            PointMark(
              x: .value(words["layer"], places),
              y: .value(words["measured"], rule[keyPath: curve].measured.map(\.value)),
              series: series)
          }
        }
      }
    }
    .chartXScale(domain: -0.2...(Double(outcome.widths.count - 1) + 0.2))
    .chartXAxis(values: nodes, labels: outcome.widths.map(String.init))
    .chartXAxisLabel(words["x"])
    .chartYScale(type: .log, domain: 0.8 * (values.min() ?? 0.1)...1.25 * (values.max() ?? 1))
    .chartYAxisLabel(words["y"])
    .chartLegend(.top)
    .chartPlotHeight(210)
    for (key, name) in Self.colours {
      chart.seriesStyles[words["series." + key]] = ReportPalette.style(of: name)
    }
    return chart
  }

  /// The rules' keys in the palette; the fan-out rule has none, and takes a free colour.
  private static let colours = [
    ("fan-in", "lecun"), ("geometric", "geometric"), ("arithmetic", "arithmetic"),
  ]
}
