import Charts
import Graphics

extension Gallery {
  /// Rows on one x axis: histograms from the edges of their theory on, rules, a column of
  /// consequences.
  static var spectrum: Chart {
    let rows: [(gamma: Double, size: String, condition: String, measured: String)] = [
      (0.1, "100 × 1000", "3.7", "measured 3.6"), (0.25, "250 × 1000", "9.0", "measured 8.7"),
      (0.5, "500 × 1000", "34.0", "measured 32.4"),
      (1, "1000 × 1000", "∞", "measured 4×10^{7}"),
    ]
    return Chart("spectrum") {
      for (index, row) in rows.enumerated() {
        let root = row.gamma.squareRoot()
        let low = (1 - root) * (1 - root)
        let high = (1 + root) * (1 + root)
        let density = { (x: Double) -> Double in
          let inside = (high - x) * (x - low)
          return inside > 0 && x > 0
            ? inside.squareRoot() / (2 * 3.141592653589793 * row.gamma * x) : 0
        }
        let bins = Int(((high - low) / 0.04).rounded())
        Panel {
          HistogramMark(
            values: .value(
              "Eigenvalue", Self.draws(from: density, low, high, seed: UInt64(index + 1))),
            bins: .edges((0...bins).map { low + (high - low) * Double($0) / Double(bins) }))
          LinePlot(
            x: "Eigenvalue", y: "Marchenko–Pastur", domain: max(low, 0.004)...high, samples: 500,
            function: density
          ).lineStyle(width: 1.4, dash: [5, 3]).foregroundStyle(.ink)
          RuleMark(
            x: .value("Edge", [low, high]), yStart: .value("y", [-0.07, -0.07]),
            yEnd: .value("y", [1.36, 1.36])
          ).foregroundStyle(.ink).lineStyle(width: 1)
          TextMark(
            "[λ_{−} = \(index == 3 ? "0" : NumberFormat.fixed(2).label(low))](ink)",
            x: .value("x", low), y: .value("y", 1.27), alignment: index == 0 ? .end : .start
          ).offset(x: index == 0 ? -6 : index == 3 ? 24 : 6)
          TextMark(
            "[λ_{+} = \(NumberFormat.fixed(2).label(high))](ink)", x: .value("x", high),
            y: .value("y", 1.27), alignment: index == 3 ? .end : .start
          ).offset(x: index == 3 ? -6 : 6)
          TextMark(
            "[*γ* = \(NumberFormat.automatic.label(row.gamma))](ink)", detail: row.size,
            x: .value("x", index == 3 ? 3.5 : 4.05), y: .value("y", 0.42), alignment: .end
          ).bold()
          if index == 2 {
            TextMark("[Marchenko–Pastur](ink)", x: .value("x", 1.6), y: .value("y", 0.66))
              .leader(toX: .value("x", 1.4), y: .value("y", 0.33), gap: 3).wideOnly()
          }
          if index == 3 {
            TextMark(
              "and the density grows without bound there", x: .value("x", 0.55),
              y: .value("y", 1.27)
            ).wideOnly()
          }
        }
        .aside(row.condition, detail: row.measured)
      }
    }
    .chartFacet(columns: 1)
    .chartXScale(domain: 0...4.1).chartYScale(domain: 0...1.3)
    .chartYAxis(values: [0, 0.5, 1])
    .chartYAxisLabel("Density of eigenvalues")
    .chartXAxisLabel("Eigenvalue of *WW*^{T}, weight variance 1/*n*")
    .chartAsideTitle("Condition number")
    .chartPlotHeight(84)
    .chartTitle(
      "The squarer the matrix, the closer its smallest eigenvalue comes to zero: "
        + "for a square layer the condition number has no limit"
    )
    .chartSubtitle(
      "Eigenvalues of *WW*^{T} for Gaussian *W* of *p* × *n*, *n* = 1000, by aspect ratio "
        + "γ = *p*/*n*. All rows share both axes."
    )
    .chartCaption(
      "**Bars:** 10,000 values per row drawn from the density itself; bins of about 0.04 that "
        + "begin at the edges, density-normalised. **Dashed:** Marchenko–Pastur density. "
        + "**Rules:** its edges (1 ± √γ)². **Condition number:** theory λ_{+}/λ_{−} large, median "
        + "of single matrices below. The first bar of the last row is cut off."
    )
  }

  /// Values whose density is given, by inverting its cumulative sum.
  private static func draws(
    from density: (Double) -> Double, _ low: Double, _ high: Double, seed: UInt64
  ) -> [Double] {
    // The cumulative sum on a fine grid, inverted at random heights.
    let steps = 20_000
    var sums = [0.0]
    for step in 0..<steps {
      let x = low + (high - low) * (Double(step) + 0.5) / Double(steps)
      sums.append(sums[step] + density(x))
    }
    var noise = GalleryData.Noise(seed: seed)
    return (0..<10_000).map { _ in
      let height = noise.uniform() * sums[steps]
      var (a, b) = (0, steps)
      while b - a > 1 {
        let middle = (a + b) / 2
        if sums[middle] <= height { a = middle } else { b = middle }
      }
      return low + (high - low) * (Double(a) + noise.uniform()) / Double(steps)
    }
  }
}
