import Charts
import Experiments
import Graphics
import Simulation
import Study

/// Quantiles of the singular values of products by depth, for Gaussian and orthogonal layers.
struct ProductSpectraFigure: Figure {
  typealias Subject = ProductSpectra

  let id = "product-spectra"

  private static let levels: [(key: String, opacity: Double)] = [
    ("tenth", 0.55), ("median", 0.7), ("nine-tenths", 0.85), ("largest", 1),
  ]

  func facts(of outcome: ProductSpectra.Outcome, study: StudyConfiguration) -> [Fact] {
    let margin = outcome.gaussian.flatMap(\.quantiles).map { Elementary.exp($0.halfWidth) - 1 }
      .max()
    guard let last = outcome.gaussian.last else { return [] }
    let ln10 = DecimalLogarithm.ln10
    return [
      Fact("depth", text: String(last.depth)), Fact("width", text: String(outcome.width)),
      Fact("networks", last.quantiles[0].samples),
      Fact("orthogonal-networks", outcome.orthogonal.last?.quantiles[0].samples ?? 0),
      Fact("margin", margin ?? .nan, .percent(0)),
      Fact("largest", Elementary.exp(last.quantiles[3].value), .significant(2)),
      Fact("median-decades", last.quantiles[1].value / ln10, .fixed(1)),
      Fact("tenth-decades", last.quantiles[0].value / ln10, .fixed(1)),
    ]
  }

  func chart(of outcome: ProductSpectra.Outcome, study: StudyConfiguration, words: FigureWords)
    throws -> Chart
  {
    let ln10 = DecimalLogarithm.ln10
    let (layers, singular) = (words["layers"], words["singular"])
    return Chart(id) {
      for (kind, rows) in [("gaussian", outcome.gaussian), ("orthogonal", outcome.orthogonal)] {
        Panel(words[kind], detail: words["\(kind).detail"]) {
          for (index, level) in Self.levels.enumerated() {
            let x = PlottableValue.value(layers, rows.map(\.depth))
            let values = rows.map { $0.quantiles[index].value / ln10 }
            let line = LineMark(x: x, y: .log10(singular, values))
              .foregroundStyle(.accent).opacity(level.opacity)
            if kind == "gaussian" {
              line.endLabel(words["level.\(level.key)"], showsSymbol: false)
              LineMark(x: x, y: .log10(words["theory"], rows.map { $0.theory[index] / ln10 }))
                .lineStyle(.theoryOverlay)
            } else {
              line.endLabelHidden()
            }
            PointMark(x: x, y: .log10(singular, values)).foregroundStyle(.accent)
              .symbolSize(radius: 2.6)
          }
          if kind == "orthogonal" {
            TextMark(
              words["text.orthogonal"], x: .value(layers, 8), y: .log10("y", 0),
              alignment: .middle, vertical: .bottom
            ).offset(y: -8)
          }
        }
      }
    }
    .chartXScale(domain: 0...Double(outcome.depths.last ?? 1))
    .chartXAxis(values: [1, 4, 8, 12, 16])
    .chartXAxisLabel(words["x"])
    .chartYAxisLabel(words["y"])
    .chartYScale(log10Domain: -9...2)
    .chartLegend(.direct)
    .chartPlotHeight(260)
  }
}
