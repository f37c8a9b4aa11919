import Charts
import Experiments
import Graphics
import Simulation
import Study

/// The singular values of orthogonal tanh networks by depth, a panel for each gain.
struct OrthogonalTanhFigure: Figure {
  typealias Subject = JacobianSpectra

  let id = "orthogonal-tanh"

  func chart(of outcome: JacobianSpectra.Outcome, study: StudyConfiguration, words: FigureWords)
    throws -> Chart
  {
    let (depth, value) = (words["x"], words["y"])
    return Chart(id) {
      for one in outcome.tanh {
        let x = PlottableValue.value(depth, one.depths)
        let levels = (0..<5).map { index in one.quantiles.map { max($0[index], 1e-12) } }
        Panel(
          words.text("panel", Fact("gain", text: "\(one.gain)".trimmingZero)),
          detail: words.text(
            "detail", Fact("median", Elementary.log10(levels[2].last ?? 1), .powerOfTen(1)))
        ) {
          RuleMark(y: .value(words["one"], 1)).foregroundStyle(.axis)
          RibbonMark(
            x: x, lower: .value(words["all"], levels[0]), upper: .value(words["all"], levels[4])
          ).foregroundStyle(.series("tanh")).opacity(0.7)
          RibbonMark(
            x: x, lower: .value(words["most"], levels[1]), upper: .value(words["most"], levels[3])
          ).foregroundStyle(.series("tanh"))
          LineMark(x: x, y: .value(words["median"], levels[2])).foregroundStyle(.series("tanh"))
          PointMark(x: x, y: .value(words["median"], levels[2])).foregroundStyle(.series("tanh"))
            .symbolSize(radius: 2.6)
        }
      }
    }
    .chartFacet(columns: 3)
    .chartXScale(type: .log, domain: 1...Double(outcome.tanh.first?.depths.last ?? 2))
    .chartXAxis(values: [1, 3, 10, 30, 100], labels: ["1", "3", "10", "30", "100"])
    .chartXAxisLabel(depth)
    .chartYScale(log10Domain: -5.5...1)
    .chartYAxisLabel(value)
    .chartLegend(.hidden)
    .chartPlotHeight(230)
  }
}
