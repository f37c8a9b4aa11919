import Charts
import Experiments
import Graphics
import Simulation
import Study

/// The residual stream and the weights' gradients by layer, and the last layer's gradient by depth.
struct TransformerStartsFigure: Figure {
  typealias Subject = TransformerStarts

  let id = "transformer-starts"

  func chart(of outcome: TransformerStarts.Outcome, study: StudyConfiguration, words: FigureWords)
    throws -> Chart
  {
    let deep = outcome.cases.map(\.layers).max() ?? 1
    let depths = Set(outcome.cases.map(\.layers)).sorted()
    let layers = PlottableValue.value(words["layer"], (1...deep).map(Double.init))
    func series(_ key: String) -> PlottableValue {
      .value(words["network"], words["series.\(key)"])
    }
    func log(_ numbers: [Double]) -> [Double] { numbers.map(Elementary.log10) }
    func lines(
      _ measured: [Estimate], _ theory: [Double], _ key: String, _ word: String
    ) -> [any Mark] {
      [
        ErrorBarMark(
          x: layers, lower: .log10(words["interval"], measured.map(\.low)),
          upper: .log10(words["interval"], measured.map(\.high)), series: series(key), shape: .line),
        LineMark(x: layers, y: .log10(words[word], measured.map(\.value)), series: series(key))
          .endLabelHidden(),
        LineMark(x: layers, y: .log10(words["theory"], theory)).lineStyle(.theoryOverlay),
      ]
    }
    return Chart(id) {
      Panel(words["panel.stream"], detail: words["panel.stream.detail"]) {
        for one in outcome.cases where one.layers == deep {
          for mark in lines(
            one.stream.map { $0.map(Elementary.log10) }, log(one.streamTheory), one.network,
            "stream")
          { mark }
        }
      }
      .chartXScale(domain: 1...Double(deep))
      .chartXAxis(values: [1, 6, 12, 18, 24].filter { $0 <= Double(deep) })
      .chartYScale(log10Domain: -0.2...1.7)
      Panel(words["panel.cosine"], detail: words["panel.cosine.detail"]) {
        for one in outcome.cases where one.layers == deep {
          ErrorBarMark(
            x: layers, lower: .value(words["interval"], one.cosine.map(\.low)),
            upper: .value(words["interval"], one.cosine.map(\.high)), series: series(one.network),
            shape: .line)
          LineMark(
            x: layers, y: .value(words["cosine"], one.cosine.map(\.value)),
            series: series(one.network)
          ).endLabelHidden()
          LineMark(x: layers, y: .value(words["theory"], one.cosineTheory))
            .lineStyle(.theoryOverlay)
        }
      }
      .chartXScale(domain: 1...Double(deep))
      .chartXAxis(values: [1, 6, 12, 18, 24].filter { $0 <= Double(deep) })
      .chartYScale(domain: 0...1)
      Panel(words["panel.weights"], detail: words["panel.weights.detail"]) {
        for one in outcome.cases where one.layers == deep {
          for mark in lines(one.weights, one.weightsTheory, one.network, "weights") { mark }
        }
      }
      .chartXScale(domain: 1...Double(deep))
      .chartXAxis(values: [1, 6, 12, 18, 24].filter { $0 <= Double(deep) })
      .chartYScale(log10Domain: -0.8...0.8)
      Panel(words["panel.last"], detail: words["panel.last.detail"]) {
        for key in TransformerStarts.networkKeys {
          let own = depths.compactMap { depth in
            outcome.cases.first { $0.network == key && $0.layers == depth }
          }
          let x = PlottableValue.value(words["layers"], own.map { Double($0.layers) })
          ErrorBarMark(
            x: x, lower: .log10(words["interval"], own.compactMap { $0.weights.last?.low }),
            upper: .log10(words["interval"], own.compactMap { $0.weights.last?.high }),
            series: series(key), shape: .line)
          PointMark(
            x: x, y: .log10(words["weights"], own.compactMap { $0.weights.last?.value }),
            series: series(key))
          LineMark(x: x, y: .log10(words["theory"], own.compactMap(\.weightsTheory.last)))
            .lineStyle(.theoryOverlay)
        }
      }
      .chartXScale(type: .log, domain: 5...30)
      .chartXAxis(values: depths.map(Double.init), labels: depths.map(String.init))
      .chartYScale(log10Domain: -0.8...0.8)
    }
    .chartForegroundStyleScale([
      words["series.post"]: SeriesStyle(line: Color(0xA3231F, 0xFF8F86)),
      words["series.pre"]: SeriesStyle(
        line: Color(0x2B73B3, 0x559FDF), text: Color(0x2468A5, 0x7DB9F0)),
      words["series.scaled"]: SeriesStyle(
        line: Color(0x0B7F87, 0x62C6CD), text: Color(0x076C73, 0x62C6CD)),
    ])
    .chartFacet(columns: 2)
    .chartFacetScales(.free)
    .chartLegend(.top)
    .chartYAxisLabel("")
    .chartXAxisLabel(words["layer"])
    .chartPlotHeight(190)
  }
}
