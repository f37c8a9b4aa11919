import Charts
import Experiments
import Graphics
import Simulation
import Study

/// The product of the layers' norms and the norm of the product against the gradient itself.
struct NormProductFigure: Figure {
  typealias Subject = ProductSpectra

  let id = "norm-product"

  func facts(of outcome: ProductSpectra.Outcome, study: StudyConfiguration) -> [Fact] {
    let rows = outcome.gaussian
    guard let last = rows.last else { return [] }
    let ln10 = DecimalLogarithm.ln10
    // To one significant digit, as a round number of the title.
    let decades = (last.logNormProduct.value - last.logGradient.value) / ln10
    let unit = Elementary.power10(decades.rounded(.down))
    let margin = rows.flatMap { [$0.logNormProduct, $0.logGradient, $0.quantiles[3]] }
      .map { Elementary.exp($0.halfWidth) - 1 }.max()
    return [
      Fact("factor", (Elementary.power10(decades) / unit).rounded() * unit, .count),
      Fact("depth", text: String(last.depth)), Fact("width", text: String(outcome.width)),
      Fact("networks", last.logGradient.samples), Fact("margin", margin ?? .nan, .percent(0)),
      Fact("norms-decades", last.logNormProduct.value / ln10, .fixed(1)),
      Fact("norm", Elementary.exp(last.quantiles[3].value), .fixed(1)),
      Fact("gradient", Elementary.exp(last.logGradient.value), .fixed(2)),
    ]
  }

  func chart(of outcome: ProductSpectra.Outcome, study: StudyConfiguration, words: FigureWords)
    throws -> Chart
  {
    let ln10 = DecimalLogarithm.ln10
    let rows = outcome.gaussian
    let x = PlottableValue.value(words["layers"], rows.map(\.depth))
    return Chart(id) {
      LineMark(
        x: x, y: .log10(words["norms"], rows.map { $0.logNormProduct.value / ln10 })
      ).foregroundStyle(.color(Color(0xB3261E, 0xF28B82)))
        .endLabel(words["end.norms"], detail: words["end.norms.detail"], showsSymbol: false)
      LineMark(
        x: x, y: .log10("2^L", rows.map { Double($0.depth) * Elementary.log10(2) })
      ).lineStyle(.theory).endLabelHidden()
      LineMark(
        x: x, y: .log10(words["largest"], rows.map { $0.quantiles[3].value / ln10 })
      ).foregroundStyle(.muted).lineStyle(.secondary)
        .endLabel(words["end.largest"], detail: words["end.largest.detail"], showsSymbol: false)
      LineMark(
        x: x, y: .log10(words["edge"], rows.map { $0.theory[3] / ln10 })
      ).lineStyle(.theory).endLabelHidden()
      LineMark(
        x: x, y: .log10(words["gradient"], rows.map { $0.logGradient.value / ln10 })
      ).foregroundStyle(.accent)
        .endLabel(words["end.gradient"], detail: words["end.gradient.detail"], showsSymbol: false)
      RuleMark(y: .value("1", 1)).foregroundStyle(.axis)
    }
    .chartXScale(domain: 0...Double(outcome.depths.last ?? 1))
    .chartXAxis(values: [1, 4, 8, 12, 16])
    .chartXAxisLabel(words["x"])
    .chartYAxisLabel(words["y"])
    .chartYScale(log10Domain: -1...5.4)
    .chartLegend(.direct)
    .chartPlotHeight(260)
  }
}
