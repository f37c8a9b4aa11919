import Charts
import Experiments
import Graphics
import Simulation
import Study

/// A row for each aspect ratio on one axis, so that the edges compare.
struct EigenvalueDensityFigure: Figure {
  typealias Subject = EigenvalueDensity

  let id = "eigenvalue-density"

  /// The keys of the outcome's aspect ratios, in its order.
  private static let ratios = ["tenth", "quarter", "half", "square"]

  func facts(of outcome: EigenvalueDensity.Outcome, study: StudyConfiguration) -> [Fact] {
    let total = outcome.rows.map(\.histogram.total)
    return [
      Fact("columns", text: String(outcome.columns)), Fact("in-each-row", total.first ?? 0),
      Fact("total", total.reduce(0, +)), Fact("outside", outcome.rows.map(\.outside).reduce(0, +)),
      Fact("bin-width", text: "\(EigenvalueDensity.binWidth)"),
    ]
      + zip(Self.ratios, outcome.rows).flatMap { key, row in
        [
          Fact("\(key)-matrices", row.matrices), Fact("\(key)-gamma", row.ratio, .significant(2)),
          Fact("\(key)-low", row.lowerEdge, .fixed(2)),
          Fact("\(key)-high", row.upperEdge, .fixed(2)),
          Fact("\(key)-ratio", text: theoretical(row)),
        ]
      }
  }

  func chart(of outcome: EigenvalueDensity.Outcome, study: StudyConfiguration, words: FigureWords)
    throws -> Chart
  {
    let rows = try outcome.rows.map { row in
      (row, try MarchenkoPastur(ratio: row.ratio))
    }
    return Chart(id) {
      for (index, (row, law)) in rows.enumerated() {
        PanelRow(index == 0 ? words["rows"] : "", height: 92) {
          Panel {
            bars(row, words)
            curve(row, law, words)
            edges(row, words)
            TextMark(
              words.text(
                "row", Fact("gamma", text: NumberFormat.automatic.label(row.ratio))),
              detail: words.text(
                "row.detail", Fact("rows", text: String(row.rows)),
                Fact("columns", text: String(outcome.columns))),
              x: .value("x", 3.9), y: .value("y", 0.75), alignment: .end
            ).bold()
            if index == 2 {
              TextMark(
                // Below the words at the right, with which it would share a line on a phone.
                words["text.law"], x: .value("x", 2.0), y: .value("y", 0.42), alignment: .start
              ).leader(toX: .value("x", 1.4), y: .value("y", law.density(1.4)), gap: 2)
            }
          }
          .aside(
            theoretical(row),
            detail: words.text("measured", Fact("condition", text: measured(row))))
        }
      }
    }
    .chartXScale(domain: 0...4.1)
    .chartXAxis(values: [0, 1, 2, 3, 4], labels: ["0", "1", "2", "3", "4"])
    .chartXAxisLabel(words["x"])
    .chartYScale(domain: 0...1.35)
    .chartYAxis(values: [0, 0.5, 1], labels: ["0", "0.5", "1.0"])
    .chartAsideTitle(words["aside"])
    .chartLegend(.hidden)
  }

  private func bars(_ row: EigenvalueDensity.Row, _ words: FigureWords) -> HistogramMark {
    // Heights depend on counts alone: a value at the middle of its bin stands for each eigenvalue.
    let histogram = row.histogram
    var values: [Double] = []
    for (bin, count) in histogram.counts.enumerated() {
      let middle = histogram.low + (Double(bin) + 0.5) * histogram.binWidth
      values += Array(repeating: middle, count: count)
    }
    values += Array(repeating: histogram.low - 1, count: histogram.below)
    values += Array(repeating: histogram.high + 1, count: histogram.above)
    return HistogramMark(
      values: .value(words["eigenvalue"], values), bins: .edges(histogram.edges)
    ).foregroundStyle(.accent)
  }

  private func curve(
    _ row: EigenvalueDensity.Row, _ law: MarchenkoPastur, _ words: FigureWords
  ) -> LineMark {
    let (low, high) = (row.lowerEdge, row.upperEdge)
    // Closer to the edges, where the density rises like a root, the points lie closer.
    let xs = (0...240).map { index in
      let share = 0.5 - 0.5 * Self.cosineOfHalfTurn(Double(index) / 240)
      return low + (high - low) * share
    }
    return LineMark(
      x: .value(words["eigenvalue"], xs), y: .value(words["density"], xs.map(law.density))
    )
    .lineStyle(.theory).foregroundStyle(.ink)
  }

  /// cos(πt) for t in [0, 1] by Bhaskara's fraction, within 0.002: good enough to place points.
  private static func cosineOfHalfTurn(_ t: Double) -> Double {
    func sine(_ u: Double) -> Double { 16 * u * (1 - u) / (5 - 4 * u * (1 - u)) }
    return t <= 0.5 ? sine(0.5 + t) : -sine(t - 0.5)
  }

  private func edges(_ row: EigenvalueDensity.Row, _ words: FigureWords) -> [any Mark] {
    let lower = Fact("edge", row.lowerEdge, .fixed(2))
    let upper = Fact("edge", row.upperEdge, .fixed(2))
    let zero = words["lower.zero"]
    let isSquare = row.ratio == 1
    return [
      RuleMark(x: .value(words["edge"], row.lowerEdge)).foregroundStyle(.ink),
      RuleMark(x: .value(words["edge"], row.upperEdge)).foregroundStyle(.ink),
      TextMark(
        isSquare ? zero : words.text("lower", lower),
        x: .value("x", row.lowerEdge), y: .value("y", 1.25),
        alignment: row.lowerEdge > 0.4 ? .end : .start
      ).offset(x: row.lowerEdge > 0.4 ? -6 : isSquare ? 26 : 6),
      TextMark(
        words.text("upper", upper), x: .value("x", row.upperEdge),
        y: .value("y", 1.25), alignment: isSquare ? .end : .start
      ).offset(x: isSquare ? -6 : 6),
    ]
  }

  private func theoretical(_ row: EigenvalueDensity.Row) -> String {
    row.lowerEdge < 1e-12 ? "∞" : NumberFormat.fixed(1).text(row.upperEdge / row.lowerEdge)
  }

  private func measured(_ row: EigenvalueDensity.Row) -> String {
    row.condition.value < 1000
      ? NumberFormat.fixed(1).text(row.condition.value)
      : NumberFormat.scientific(0).label(row.condition.value)
  }
}
