import Charts
import Publishing
import Study
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
    let facts = [
      Fact("smallest", text: three.label(result.smallest.value)),
      Fact("largest", text: three.label(result.largest.value)),
      Fact("condition", text: result.conditionNumber.map { three.label($0.value) } ?? ""),
      Fact("matrices", text: "\(result.trials)"), Fact("rows", text: "\(result.rows)"),
      Fact("columns", text: "\(result.columns)"),
      Fact("rule", text: RichText.escaped(result.initializer)),
      Fact("point", text: isPoint ? "yes" : ""),
      Fact("variance", text: three.label(result.entryVariance)),
      Fact("lower", text: three.label(law.lowerEdge)),
      Fact("upper", text: three.label(law.upperEdge)),
      Fact("distance", text: result.marchenkoPasturDistance.map(three.label) ?? ""),
      Fact("seed", text: "\(seed)"),
    ]
    return try ChartWords.chart("spectrum", facts: facts) { words in
      Chart("spectrum") {
        if isPoint {
          RuleMark(x: .value(words["eigenvalue"], [edges[0]])).label(words["all"])
            .foregroundStyle(.accent).lineStyle(width: 3)
        } else {
          RectangleMark(
            xStart: .value(words["from"], Array(edges.dropLast())),
            xEnd: .value(words["to"], Array(edges.dropFirst())),
            yStart: .value(words["zero"], Array(repeating: 0.0, count: heights.count)),
            yEnd: .value(words["density"], heights)
          ).foregroundStyle(.accent).opacity(0.42)
        }
        LineMark(
          x: .value(words["eigenvalue"], xs), y: .value(words["law"], xs.map(law.density))
        ).lineStyle(.theory).foregroundStyle(.ink).endLabelHidden()
        RuleMark(x: .value(words["edge"], [law.lowerEdge, law.upperEdge])).foregroundStyle(.ink)
      }
      .chartLegend(.hidden)
      .chartXScale(domain: 0...right)
      .chartXAxisLabel(words["x"])
      .chartYScale(domain: 0...top)
      .chartYAxisLabel(words["y"])
      .chartPlotHeight(300)
    }
  }
}

/// A layer of zeros.
private struct NoSpectrum: Error, CustomStringConvertible {
  var description: String { "all weights are zero: there is no spectrum to draw" }
}
