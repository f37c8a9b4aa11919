import Charts
import Experiments
import Graphics
import Simulation
import Study

/// χ₁ over weight and bias variance, the edge of chaos, and measured networks, for two activations.
struct PhaseDiagramFigure: Figure {
  typealias Subject = PhaseDiagram

  let id = "phase-diagram"

  func chart(of outcome: PhaseDiagram.Outcome, study: StudyConfiguration, words: FigureWords)
    throws -> Chart
  {
    let colors = ColorScale(.diverging, domain: -0.6...0.6)
    let (weights, biases) = (words["x"], words["y"])
    return Chart(id) {
      for (index, panel) in outcome.panels.enumerated() {
        Panel(words.name(panel.activation), detail: words["detail.\(panel.activation)"]) {
          HeatmapMark(
            x: weights, xRange: PhaseDiagram.weightRange, y: biases,
            yRange: PhaseDiagram.biasRange,
            values: panel.chi.map { $0.map { Elementary.log10(max($0, 1e-3)) } },
            valueLabel: words["value"], scale: colors)
          for (isStable, part) in branches(panel.edge) {
            LineMark(
              x: .value(weights, part.map(\.weightVariance)),
              y: .value(words["edge"], part.map(\.biasVariance))
            )
            .lineStyle(width: 1.8, dash: isStable ? [] : [5, 4]).foregroundStyle(.ink)
          }
          dots(panel, words, grows: true)
          dots(panel, words, grows: false)
          if index == 0 {
            TextMark(words["text.ordered"], x: .value(weights, 0.62), y: .value(biases, 0.93))
              .halo()
            TextMark(
              words["text.chaotic"], x: .value(weights, 4.88), y: .value(biases, 0.16),
              alignment: .end
            ).halo()
          }
        }
      }
    }
    .chartFacet(columns: 2)
    .chartXScale(domain: PhaseDiagram.weightRange)
    .chartXAxis(values: [1, 2, 3, 4, 5], grid: false)
    .chartXAxisLabel(weights)
    .chartYScale(domain: PhaseDiagram.biasRange)
    .chartYAxis(values: [0, 0.25, 0.5, 0.75, 1], grid: false)
    .chartYAxisLabel(biases)
    .chartColorBar(
      words["bar"], values: [0.25, 0.5, 1, 2, 4].map(Elementary.log10),
      labels: ["¼", "½", "1", "2", "4"], low: words["bar.low"], high: words["bar.high"]
    )
    .chartLegend(.hidden)
    .chartPlotHeight(300)
  }

  /// Consecutive points of the edge that deep networks stay at, or do not.
  private func branches(_ edge: [EdgeOfChaos.Point]) -> [(isStable: Bool, [EdgeOfChaos.Point])] {
    var parts: [(isStable: Bool, [EdgeOfChaos.Point])] = []
    for point in edge where point.biasVariance >= 0 {
      if let last = parts.last, last.isStable == point.isStable {
        parts[parts.count - 1].1.append(point)
      } else {
        // The branches meet in one point.
        parts.append((point.isStable, (parts.last?.1.suffix(1) ?? []) + [point]))
      }
    }
    return parts
  }

  /// Networks whose gradient grows are full, the others are hollow; the number is the measured factor.
  private func dots(
    _ panel: PhaseDiagram.Panel, _ words: FigureWords, grows: Bool
  ) -> PointMark {
    let points = panel.points.filter { ($0.factor.value > 1) == grows }
    return PointMark(
      x: .value(words["x"], points.map(\.weightVariance)),
      y: .value(words[grows ? "grows" : "shrinks"], points.map(\.biasVariance))
    )
    .symbol(.circle, isHollow: !grows).symbolSize(radius: 4).foregroundStyle(.ink)
    .valueLabels(
      .top, texts: points.map { "[\(NumberFormat.fixed(2).text($0.factor.value))](ink)" },
      spacing: 4)
  }
}
