import Charts
import Graphics
import Simulation

/// The eigenvalues of a layer's WᵀW against the law of Marchenko and Pastur.
enum SpectrumChart {
  static func chart(_ result: SpectrumResult, seed: UInt64) throws -> Chart {
    guard result.entryVariance > 0 else { throw NoSpectrum() }
    let law = try MarchenkoPastur(
      rows: min(result.rows, result.columns), columns: max(result.rows, result.columns),
      entryVariance: result.entryVariance)
    let histogram = result.eigenvalueHistogram
    let (edges, heights) = (histogram.edges, histogram.densities)
    let width = law.upperEdge - law.lowerEdge
    // Closer to the edges, where the density rises like a root, the points lie closer.
    var xs = (1..<400).map { index in
      let t = Double(index) / 400
      return law.lowerEdge + width * t * t * (3 - 2 * t)
    }
    // The values of an orthogonal matrix differ by rounding alone: no bars, one rule.
    let isPoint = (edges.last ?? 0) - edges[0] < 1e-9 * edges[0]
    // Near zero a square matrix's density has no bound: the bars set the height.
    let highest = isPoint ? 0 : heights.max() ?? 0
    let top = 1.15 * max(highest, law.density(law.lowerEdge + 0.25 * width))
    xs.removeAll { law.density($0) > top }
    let right = 1.06 * max(law.upperEdge, edges.last ?? 0)
    let three = NumberFormat.significant(3)
    let condition = result.conditionNumber.map {
      "condition number \(three.label($0.value))"
    }
    return Chart("spectrum") {
      if isPoint {
        RuleMark(x: .value("Eigenvalue", [edges[0]])).label("all eigenvalues")
          .foregroundStyle(.accent).lineStyle(width: 3)
      } else {
        RectangleMark(
          xStart: .value("from", Array(edges.dropLast())),
          xEnd: .value("to", Array(edges.dropFirst())),
          yStart: .value("zero", Array(repeating: 0.0, count: heights.count)),
          yEnd: .value("density", heights)
        ).foregroundStyle(.accent).opacity(0.42)
      }
      LineMark(
        x: .value("Eigenvalue", xs), y: .value("Marchenko–Pastur", xs.map(law.density))
      ).lineStyle(.theory).foregroundStyle(.ink).endLabelHidden()
      RuleMark(x: .value("Edge", [law.lowerEdge, law.upperEdge])).foregroundStyle(.ink)
    }
    .chartLegend(.hidden)
    .chartXScale(domain: 0...right)
    .chartXAxisLabel("Eigenvalue of *W*^{T}*W*, the square of a singular value")
    .chartYScale(domain: 0...top)
    .chartYAxisLabel("Density")
    .chartPlotHeight(300)
    .chartTitle(
      "Singular values from \(three.label(result.smallest.value)) to "
        + "\(three.label(result.largest.value))" + (condition.map { ", " + $0 } ?? "")
    )
    .chartSubtitle(
      "\(result.trials) matrices \(result.rows) × \(result.columns), \(result.initializer)."
    )
    .chartCaption(
      """
      **\(isPoint ? "Thick rule" : "Bars"):** all eigenvalues\(isPoint ? "" : ", area 1"). **Dashed:** the law of Marchenko and Pastur for \
      independent entries of variance \(three.label(result.entryVariance)). **Rules:** its edges \
      \(three.label(law.lowerEdge)) and \(three.label(law.upperEdge)).\
      \(result.marchenkoPasturDistance.map { " Kolmogorov distance \(three.label($0))." } ?? "") \
      Extremes and condition number: mean and median over matrices. Seed \(seed).
      """
    )
    .chartAltText(
      """
      Histogram of the eigenvalues with the density of Marchenko and Pastur between \
      \(three.label(law.lowerEdge)) and \(three.label(law.upperEdge)).
      """)
  }
}

/// A layer of zeros.
private struct NoSpectrum: Error, CustomStringConvertible {
  var description: String { "all weights are zero: there is no spectrum to draw" }
}
