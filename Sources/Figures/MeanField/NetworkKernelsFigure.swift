import Charts
import Experiments
import Graphics
import Simulation
import Study

/// The two kernels by depth in three phases: what two inputs have in common, and the size of Θ.
struct NetworkKernelsFigure: Figure {
  typealias Subject = NetworkKernels

  let id = "kernels"

  func chart(of outcome: NetworkKernels.Outcome, study: StudyConfiguration, words: FigureWords)
    throws -> Chart
  {
    let (process, tangent) = (words["series.process"], words["series.tangent"])
    return Chart(id) {
      PanelRow(words["row.correlation"], height: 180) {
        for one in outcome.cases {
          Panel(
            words["panel.\(one.key)"],
            detail: words.text("detail", Fact("variance", one.weightVariance, .fixed(2)))
          ) { correlations(one, outcome, words, process, tangent) }
          .chartYScale(domain: 0...1.04)
          .chartYAxis(values: [0, 0.5, 1])
        }
      }
      PanelRow(words["row.size"], height: 180) {
        for one in outcome.cases {
          Panel { sizes(one, outcome, words, tangent) }
            .chartYScale(log10Domain: -0.3...4.3)
        }
      }
    }
    .chartForegroundStyleScale([
      process: SeriesStyle(
        line: Color(0x6B7078, 0xA9AEB6), text: Color(0x5A5F67, 0xA9AEB6), symbol: .square),
      tangent: SeriesStyle(
        line: Color(0x0B6477, 0x6FC3D3), text: Color(0x0B6477, 0x6FC3D3), symbol: .circle),
    ])
    .chartXScale(domain: 1...Double(outcome.depth + 2))
    .chartXAxis(values: [1, 8, 16, 24, 32])
    .chartXAxisLabel(words["layer"])
    .chartLegend(.top)
  }

  private func correlations(
    _ one: NetworkKernels.Case, _ outcome: NetworkKernels.Outcome, _ words: FigureWords,
    _ process: String, _ tangent: String
  ) -> [any Mark] {
    let layers = PlottableValue.value(words["layer"], one.theory.map(\.layer))
    let kind = words["kind"]
    var marks: [any Mark] = [
      LineMark(
        x: layers, y: .value(words["theory"], one.theory.map(\.correlation)),
        series: .value(kind, process)
      ).lineStyle(width: 1.2, dash: [4, 3.5]).endLabelHidden(),
      LineMark(
        x: layers, y: .value(words["theory"], one.theory.map(\.tangentCorrelation)),
        series: .value(kind, tangent)
      ).lineStyle(width: 1.2, dash: [4, 3.5]).endLabelHidden(),
    ]
    let wide = one.measured.filter { $0.width == outcome.widths.last }
    let x = PlottableValue.value(words["layer"], wide.map(\.layer))
    for (name, values) in [
      (process, wide.map(\.correlation)), (tangent, wide.map(\.tangentCorrelation)),
    ] {
      marks.append(
        ErrorBarMark(
          x: x, lower: .value(words["interval"], values.map(\.low)),
          upper: .value(words["interval"], values.map(\.high)), series: .value(kind, name)))
      marks.append(
        PointMark(
          x: x, y: .value(words["measured"], values.map(\.value)), series: .value(kind, name)))
    }
    return marks
  }

  private func sizes(
    _ one: NetworkKernels.Case, _ outcome: NetworkKernels.Outcome, _ words: FigureWords,
    _ tangent: String
  ) -> [any Mark] {
    let kind = words["kind"]
    var marks: [any Mark] = [
      LineMark(
        x: .value(words["layer"], one.theory.map(\.layer)),
        y: .value(words["theory"], one.theory.map(\.tangent)), series: .value(kind, tangent)
      ).lineStyle(width: 1.2, dash: [4, 3.5]).endLabelHidden()
    ]
    for (index, width) in outcome.widths.enumerated() {
      let mine = one.measured.filter { $0.width == width }
      let shift = index == 0 ? -0.45 : 0.45
      let x = PlottableValue.value(words["layer"], mine.map { Double($0.layer) + shift })
      marks.append(
        ErrorBarMark(
          x: x, lower: .value(words["range"], mine.map(\.tangentLow)),
          upper: .value(words["range"], mine.map(\.tangentHigh)),
          series: .value(kind, tangent), shape: .bar
        ).opacity(index == 0 ? 0.7 : 1))
      marks.append(
        PointMark(
          x: x, y: .value(words["mean"], mine.map(\.tangent.value)),
          series: .value(kind, tangent)
        ).symbol(.circle, isHollow: index == 0).symbolSize(radius: 3))
    }
    return marks
  }
}
