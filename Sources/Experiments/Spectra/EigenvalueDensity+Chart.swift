import Charts
import Graphics
import Simulation
import Study

extension EigenvalueDensity {
  /// A row for each aspect ratio on one axis, so that the edges compare.
  func charts(of outcome: Outcome, study: StudyConfiguration) throws -> [Chart] {
    let rows = try outcome.rows.map { row in
      (row, try MarchenkoPastur(ratio: row.ratio))
    }
    let chart = Chart("eigenvalue-density") {
      for (index, (row, law)) in rows.enumerated() {
        PanelRow(index == 0 ? "Density of eigenvalues" : "", height: 92) {
          Panel {
            bars(row)
            curve(row, law)
            edges(row)
            TextMark(
              "γ = \(NumberFormat.automatic.label(row.ratio))",
              detail: "\(row.rows) × \(outcome.columns)", x: .value("x", 3.9),
              y: .value("y", 0.75), alignment: .end
            ).bold()
            if index == 2 {
              TextMark(
                "Marchenko–Pastur", x: .value("x", 1.6), y: .value("y", 0.72), alignment: .start
              ).leader(toX: .value("x", 1.4), y: .value("y", law.density(1.4)), gap: 2)
            }
          }
          .aside(theoretical(row), detail: "measured \(measured(row))")
        }
      }
    }
    return [
      chart
        .chartXScale(domain: 0...4.1)
        .chartXAxis(values: [0, 1, 2, 3, 4], labels: ["0", "1", "2", "3", "4"])
        .chartXAxisLabel("Eigenvalue of *WW*^{T}, weight variance 1/*n*")
        .chartYScale(domain: 0...1.35)
        .chartYAxis(values: [0, 0.5, 1], labels: ["0", "0.5", "1.0"])
        .chartAsideTitle("λ_{+}/λ_{−}")
        .chartLegend(.hidden)
        .chartTitle(
          "The squarer the matrix, the closer its smallest eigenvalue comes to zero: for a square "
            + "layer the condition number has no limit"
        )
        .chartSubtitle(
          "Eigenvalues of *WW*^{T} for Gaussian *W* of *p* × *n*, *n* = \(outcome.columns), by "
            + "aspect ratio γ = *p*/*n*. All rows share both axes."
        )
        .chartCaption(caption(outcome, study))
        .chartAltText(altText(outcome))
    ]
  }

  private func bars(_ row: Row) -> HistogramMark {
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
      values: .value("Eigenvalue", values), bins: .edges(histogram.edges)
    ).foregroundStyle(.accent)
  }

  private func curve(_ row: Row, _ law: MarchenkoPastur) -> LineMark {
    let (low, high) = (row.lowerEdge, row.upperEdge)
    // Closer to the edges, where the density rises like a root, the points lie closer.
    let xs = (0...240).map { index in
      let share = 0.5 - 0.5 * Self.cosineOfHalfTurn(Double(index) / 240)
      return low + (high - low) * share
    }
    return LineMark(x: .value("Eigenvalue", xs), y: .value("Density", xs.map(law.density)))
      .lineStyle(.theory).foregroundStyle(.ink)
  }

  /// cos(πt) for t in [0, 1] by Bhaskara's fraction, within 0.002: good enough to place points.
  private static func cosineOfHalfTurn(_ t: Double) -> Double {
    func sine(_ u: Double) -> Double { 16 * u * (1 - u) / (5 - 4 * u * (1 - u)) }
    return t <= 0.5 ? sine(0.5 + t) : -sine(t - 0.5)
  }

  private func edges(_ row: Row) -> [any Mark] {
    let number = { (value: Double) in NumberFormat.fixed(2).text(value) }
    let isSquare = row.ratio == 1
    return [
      RuleMark(x: .value("Edge", row.lowerEdge)).foregroundStyle(.ink),
      RuleMark(x: .value("Edge", row.upperEdge)).foregroundStyle(.ink),
      TextMark(
        isSquare ? "[λ_{−} = 0](ink)" : "[λ_{−} = \(number(row.lowerEdge))](ink)",
        x: .value("x", row.lowerEdge), y: .value("y", 1.25),
        alignment: row.lowerEdge > 0.4 ? .end : .start
      ).offset(x: row.lowerEdge > 0.4 ? -6 : isSquare ? 26 : 6),
      TextMark(
        "[λ_{+} = \(number(row.upperEdge))](ink)", x: .value("x", row.upperEdge),
        y: .value("y", 1.25), alignment: isSquare ? .end : .start
      ).offset(x: isSquare ? -6 : 6),
    ]
  }

  private func theoretical(_ row: Row) -> String {
    row.lowerEdge < 1e-12 ? "∞" : NumberFormat.fixed(1).text(row.upperEdge / row.lowerEdge)
  }

  private func measured(_ row: Row) -> String {
    row.condition.value < 1000
      ? NumberFormat.fixed(1).text(row.condition.value)
      : NumberFormat.scientific(0).label(row.condition.value)
  }

  private func caption(_ outcome: Outcome, _ study: StudyConfiguration) -> String {
    let counts = outcome.rows.map { NumberFormat.count.text(Double($0.matrices)) }
    let total = outcome.rows.map(\.histogram.total)
    let outside = outcome.rows.map(\.outside).reduce(0, +)
    return
      "**Bars:** about \(NumberFormat.count.text(Double(total[0]))) eigenvalues per row, pooled "
      + "over \(counts.dropLast().joined(separator: ", ")) and \(counts.last ?? "") matrices; bins of "
      + "\(Self.binWidth) from the lower edge, density-normalised. **Dashed:** Marchenko–Pastur "
      + "density. **Rules:** its edges (1 ± √γ)². "
      + "\(NumberFormat.count.text(Double(outside))) of "
      + "\(NumberFormat.count.text(Double(total.reduce(0, +)))) eigenvalues lie beyond them. "
      + "**λ_{+}/λ_{−}:** theory large, median of single matrices below. The first bar of the last "
      + "row is cut off. Drawn from the exact law of the singular values (bidiagonal χ model). Seed "
      + "\(study.seed)."
  }

  private func altText(_ outcome: Outcome) -> String {
    let rows = outcome.rows.map { row in
      "γ = \(NumberFormat.significant(2).text(row.ratio)): from "
        + "\(NumberFormat.fixed(2).text(row.lowerEdge)) to \(NumberFormat.fixed(2).text(row.upperEdge))"
        + ", ratio \(theoretical(row))"
    }
    return
      "Four histograms of eigenvalues with the Marchenko–Pastur density over the bars. Edges by "
      + "aspect ratio: \(rows.joined(separator: "; ")). The bars follow the curves; for γ = 1 the "
      + "density grows without bound at 0."
  }
}
