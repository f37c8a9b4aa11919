import Charts
import Experiments
import Graphics
import Simulation
import Study

/// The median product by size, with entries of variance 1 and 1/n.
struct GaussianProductSizesFigure: Figure {
  typealias Subject = GaussianProduct

  let id = "gaussian-product-sizes"

  func facts(of outcome: GaussianProduct.Outcome, study: StudyConfiguration) throws -> [Fact] {
    let sizes = outcome.sizes
    guard let first = sizes.first, let last = sizes.last else { return [] }
    // Scaling the entries moves line and theory alike.
    let offsets = try sizes.map {
      try Elementary.power10(
        abs(
          $0.end.value
            - DecimalLogarithm.ofExponential(Self.exponent($0.size, scaled: false))
            * Double(outcome.matrices)))
    }
    return [
      Fact("sizes", list: sizes.map { String($0.size) }),
      Fact("runs", text: String(min(study.networks, GaussianProduct.drawnRuns))),
      Fact("margin", sizes.map(\.end.halfWidth).max() ?? 0, .fixed(1)),
      Fact("smallest", first.size), Fact("largest", last.size),
      Fact(
        "smallest-factor", Elementary.exp(try Self.exponent(first.size, scaled: true)), .fixed(2)),
      Fact("largest-factor", Elementary.exp(try Self.exponent(last.size, scaled: true)), .fixed(2)),
      Fact("offset-low", offsets.min() ?? .nan, .significant(2)),
      Fact("offset-high", offsets.max() ?? .nan, .significant(2)),
    ]
  }

  func chart(of outcome: GaussianProduct.Outcome, study: StudyConfiguration, words: FigureWords)
    throws -> Chart
  {
    let raw = try panel("raw", of: outcome, words, scaled: false)
    let scaled = try panel("scaled", of: outcome, words, scaled: true)
    var chart = Chart(id) {
      raw
      scaled
    }
    .chartFacetScales(.freeY)
    .chartDirectLabels()
    .chartXAxis(values: [0, 50, Double(outcome.matrices)])
    .chartXAxisLabel(words["x"])
    .chartYScale(type: .log)
    .chartYAxisLabel(words["y"])
    for (one, style) in zip(outcome.sizes, Self.styles) {
      chart.seriesStyles[Self.name(one, words)] = style
    }
    return chart
  }

  private func panel(
    _ key: String, of outcome: GaussianProduct.Outcome, _ words: FigureWords, scaled: Bool
  ) throws -> Panel {
    let times = (0...outcome.matrices).map(Double.init)
    let last = Double(outcome.matrices)
    let (matrices, size) = (words["matrices"], words["size"])
    let curves = try outcome.sizes.map { one in
      let shift = scaled ? Elementary.log10(1 / Double(one.size).squareRoot()) : 0
      return (
        one, zip(times, one.median).map { $1 + shift * $0 },
        try Self.exponent(one.size, scaled: scaled)
      )
    }
    return Panel(words["panel." + key], detail: words["panel.\(key).detail"]) {
      for (one, values, exponent) in curves.reversed() {
        LineMark(
          x: .value(matrices, times), y: .log10(words["entry"], values),
          series: .value(size, Self.name(one, words))
        )
        .endLabel(
          detail: "×\(NumberFormat.fixed(scaled ? 3 : 2).text(Elementary.exp(exponent)))",
          showsSymbol: false)
        LineMark(
          x: .value(matrices, [0, last]),
          y: .log10(words["theory"], [0, DecimalLogarithm.ofExponential(exponent) * last]),
          series: .value(size, Self.name(one, words))
        )
        .lineStyle(.theoryOverlay).endLabelHidden()
      }
    }
  }

  /// Theory's mean logarithm of the factor per matrix.
  private static func exponent(_ size: Int, scaled: Bool) throws(TheoryError) -> Double {
    let deviation = scaled ? 1 / Double(size).squareRoot() : 1
    return try LyapunovExponents(size: size, entryDeviation: deviation).top
  }

  private static func name(_ one: GaussianProduct.Size, _ words: FigureWords) -> String {
    words.text("series", Fact("size", one.size))
  }

  /// In increasing order of the sizes.
  private static let styles = [
    SeriesStyle(line: Color(0x559FDF, 0xB5DCFF), text: Color(0x2B73B3, 0xB5DCFF)),
    SeriesStyle(line: Color(0x0B6477, 0x6FC3D3)),
    SeriesStyle(line: Color(0x4B5FA8, 0x8FA5F0)),
    SeriesStyle(line: Color(0x2B2F66, 0x7B83D8)),
  ]
}
