import Charts
import Experiments
import Graphics
import Simulation
import Study

/// The share of dead networks by depth and width: for one input, for a line of inputs, for many.
struct BornDeadFigure: Figure {
  typealias Subject = BornDeadNetworks

  let id = "born-dead"

  func facts(of outcome: BornDeadNetworks.Outcome, study: StudyConfiguration) -> [Fact] {
    let margin = outcome.curves.flatMap { $0.single + $0.line + $0.many }.map(\.halfWidth)
    return [Fact("margin", 100 * (margin.max() ?? .nan), .fixed(1))]
  }

  func chart(of outcome: BornDeadNetworks.Outcome, study: StudyConfiguration, words: FigureWords)
    throws -> Chart
  {
    let names = outcome.curves.map { words.text("series", Fact("width", $0.width)) }
    let depths = Array(1...outcome.depth)
    let x = PlottableValue.value(words["x"], depths)
    return Chart(id) {
      for key in ["single", "line", "many"] {
        Panel(
          words["panel.\(key)"],
          detail: words["panel.\(key).detail"]
        ) {
          for (name, one) in zip(names, outcome.curves) {
            let series = PlottableValue.value(words["width"], name)
            let values = key == "single" ? one.single : key == "line" ? one.line : one.many
            RibbonMark(
              x: x, lower: .value(words["interval"], values.map(\.low)),
              upper: .value(words["interval"], values.map(\.high)), series: series)
            LineMark(x: x, y: .value(words["share"], values.map(\.value)), series: series)
              .endLabelHidden()
            if key == "single" {
              LineMark(x: x, y: .value(words["theory"], one.singleTheory), series: series)
                .lineStyle(.theoryOverlay).endLabelHidden()
            }
          }
          if key == "line" {
            for one in BornDeadNetworks.published {
              let relation = words["published.\(one.relation)"]
              PointMark(
                x: .value(words["x"], BornDeadNetworks.publishedDepth),
                y: .value(words["published"], one.share)
              )
              .symbol(.circle, isHollow: true).symbolSize(radius: 5).foregroundStyle(.ink)
              .valueLabels(
                one.relation == "below" ? .top : .trailing,
                texts: ["[\(relation) \(NumberFormat.percent(0).text(one.share))](ink)"],
                spacing: one.relation == "below" ? 15 : 5)
            }
          }
        }
      }
    }
    .chartForegroundStyleScale(styles(names))
    .chartFacet(columns: 3)
    .chartXScale(domain: 1...Double(outcome.depth))
    .chartXAxis(values: [1, 5, 10, 15, 20])
    .chartXAxisLabel(words["x"])
    .chartYScale(domain: 0...1)
    .chartYAxis(values: [0, 0.25, 0.5, 0.75, 1], format: .percent(0))
    .chartYAxisLabel(words["y"])
    .chartLegend(.top)
    .chartPlotHeight(240)
  }

  /// One hue, the narrowest darkest.
  private func styles(_ names: [String]) -> KeyValuePairs<String, SeriesStyle> {
    func name(_ index: Int) -> String { index < names.count ? names[index] : "\(index)" }
    return [
      name(0): SeriesStyle(line: Color(0x7A2404, 0xFFCBA1)),
      name(1): SeriesStyle(line: Color(0xC65F22, 0xFF9D5C), text: Color(0xA94A12, 0xFF9D5C)),
      name(2): SeriesStyle(line: Color(0x2B73B3, 0x7DB9F0), text: Color(0x22609A, 0x7DB9F0)),
      name(3): SeriesStyle(line: Color(0x0A3A6B, 0xB5DCFF)),
    ]
  }
}
