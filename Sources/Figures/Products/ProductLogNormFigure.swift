import Charts
import Experiments
import Graphics
import Simulation
import Study

/// The histogram of the logarithm of the norm, theory's normal density, and two averages.
struct ProductLogNormFigure: Figure {
  typealias Subject = ProductLogNorm

  let id = "product-log-norm"

  func facts(of outcome: ProductLogNorm.Outcome, study: StudyConfiguration) throws -> [Fact] {
    let law = try ProductLogNorm.Law(outcome)
    return [
      Fact("size", outcome.size), Fact("bins", outcome.histogram.densities.count),
      Fact("products", text: String(outcome.mean.samples)),
      Fact("variance", outcome.variance, .fixed(2)),
      Fact("variance-theory", law.variance, .fixed(2)),
      Fact("rms", law.logRMS, .fixed(2)),
    ]
  }

  func chart(of outcome: ProductLogNorm.Outcome, study: StudyConfiguration, words: FigureWords)
    throws -> Chart
  {
    let law = try ProductLogNorm.Law(outcome)
    let edges = outcome.histogram.edges
    let densities = outcome.histogram.densities
    let peak = max(law.density(law.mean), densities.max() ?? 0)
    let domain = (law.mean - 4.6 * law.deviation)...(law.mean + 4.6 * law.deviation)
    let (logarithm, density, height) = (words["logarithm"], words["density"], words["height"])
    return Chart(id) {
      RectangleMark(
        xStart: .value(words["from"], Array(edges.dropLast())),
        xEnd: .value(words["to"], Array(edges.dropFirst())),
        yStart: .value(words["zero"], Array(repeating: 0.0, count: densities.count)),
        yEnd: .value(density, densities)
      )
      .foregroundStyle(.accent).opacity(0.42)
      LinePlot(
        x: logarithm, y: words["normal"], series: .value(words["law"], words["series.theory"]),
        domain: domain, function: law.density
      )
      .lineStyle(.theory).lineStyle(width: 1.4).endLabelHidden()
      RuleMark(
        x: .value(words["mean"], outcome.mean.value), yStart: .value(height, 0),
        yEnd: .value(height, peak)
      )
      .foregroundStyle(.ink)
      RuleMark(
        x: .value(words["rms"], law.logRMS), yStart: .value(height, 0),
        yEnd: .value(height, 0.36 * peak)
      )
      .foregroundStyle(.ink)
      TextMark(
        words["text.typical"], detail: lines("text.typical.detail", words, count: 3),
        x: .value(logarithm, law.mean - 0.85 * law.deviation), y: .value(density, 0.93 * peak),
        alignment: .end
      )
      .foregroundStyle(.ink).bold()
      .leader(toX: .value(logarithm, outcome.mean.value), y: .value(density, 0.97 * peak))
      TextMark(
        words["text.theory"], detail: lines("text.theory.detail", words, count: 2),
        x: .value(logarithm, domain.upperBound), y: .value(density, 0.95 * peak), alignment: .end
      )
      .leader(
        toX: .value(logarithm, law.mean + 0.9 * law.deviation),
        y: .value(density, law.density(law.mean + 0.9 * law.deviation)))
      TextMark(
        words["text.rms"], detail: lines("text.rms.detail", words, count: 2),
        x: .value(logarithm, domain.upperBound), y: .value(density, 0.38 * peak),
        alignment: .end, vertical: .bottom
      )
      .foregroundStyle(.ink).bold()
    }
    .chartLegend(.hidden)
    .chartXScale(domain: domain)
    .chartXAxisLabel(words["x"])
    .chartYScale(domain: 0...peak * 1.1)
    .chartYAxisLabel(words["y"])
    .chartPlotHeight(300)
  }

  /// A text of several lines from one entry each: `KEY.1`, `KEY.2` and so on.
  private func lines(_ key: String, _ words: FigureWords, count: Int) -> String {
    (1...count).map { words["\(key).\($0)"] }.joined(separator: "\n")
  }
}
