import Charts
import Experiments
import Graphics
import Simulation
import Study

/// Ten ridges for each start, with the standard deviation beside them.
struct LayerDistributionsFigure: Figure {
  typealias Subject = LayerDistributions

  let id = "layer-distributions"

  func facts(of outcome: LayerDistributions.Outcome, study: StudyConfiguration) -> [Fact] {
    let layers = outcome.starts.flatMap(\.layers)
    let distances = outcome.starts.flatMap { start in
      zip(start.layers, start.theory).map { abs($0.deviation.value / $1 - 1) }
    }
    // Three standard deviations below half of the second decimal.
    let silent = outcome.starts.last?.layers.first { 3 * $0.deviation.value < 0.005 }?.layer
    return [
      Fact("width", text: String(outcome.width)),
      Fact("layers", outcome.starts.first?.layers.count ?? 0),
      Fact("networks", outcome.networks),
      Fact("uniform-networks", text: String(outcome.uniformNetworks)),
      Fact("uniform-inputs", outcome.uniformInputs), Fact("fewest", outcome.fewest),
      Fact("bins", layers.first?.histogram.counts.count ?? 0),
      Fact(
        "margin", layers.map { $0.deviation.halfWidth / $0.deviation.value }.max() ?? .nan,
        .percent(1)),
      Fact("distance", distances.max() ?? .nan, .percent(1)),
      Fact("silent-layer", text: silent.map(String.init) ?? ""),
    ]
  }

  func chart(of outcome: LayerDistributions.Outcome, study: StudyConfiguration, words: FigureWords)
    -> Chart
  {
    stateStarts(of: outcome, words)
    return Chart(id) {
      for start in outcome.starts {
        let key = StartingRule.key(of: start.rule)
        Panel("[\(words.name(key))](\(key))", detail: words["formula.\(key)"]) {
          RidgelineMark(
            x: words["x"], y: words["y"], ridges: start.layers.map(ridge),
            trailingTitle: words["deviation"], series: .value(words["start"], words.name(key)))
        }
      }
    }
    .chartXScale(domain: -1...1)
    .chartXAxis(values: [-1, 0, 1], labels: ["−1", "0", "1"])
    .chartXAxisLabel(words["x"])
    .chartYAxisLabel(words["y"])
    .chartLegend(.hidden)
    .chartPlotHeight(340)
  }

  private func ridge(_ layer: LayerHistogram) -> Ridge {
    let histogram = layer.histogram
    let deviation = layer.deviation.value
    let label =
      deviation < 0.0015
      ? NumberFormat.scientific(1).label(deviation)
      : NumberFormat.significant(2).text(deviation)
    return Ridge(
      "\(layer.layer)",
      x: (0..<histogram.counts.count).map {
        histogram.low + (Double($0) + 0.5) * histogram.binWidth
      },
      density: histogram.densities, deviation: deviation, trailing: label)
  }

  /// States `starts`, which the alternative text quotes.
  private func stateStarts(of outcome: LayerDistributions.Outcome, _ words: FigureWords) {
    func deviation(_ layer: LayerHistogram?) -> String {
      words.plain(powerOf: Elementary.log10(layer?.deviation.value ?? .nan))
    }
    let starts = outcome.starts.map { start in
      words.text(
        "alt.start", Fact("start", text: words.name(StartingRule.key(of: start.rule))),
        Fact("first", text: deviation(start.layers.first)),
        Fact("last", text: deviation(start.layers.last)))
    }
    words.state(Fact("starts", text: starts.joined(separator: "; ")))
  }
}
