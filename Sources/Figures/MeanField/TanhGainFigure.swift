import Charts
import Experiments
import Simulation
import Study

/// What a gain of tanh does to the gradient, and where the signal's size ends.
struct TanhGainFigure: Figure {
  typealias Subject = TanhGain

  let id = "tanh-gain"

  func chart(of outcome: TanhGain.Outcome, study: StudyConfiguration, words: FigureWords)
    throws -> Chart
  {
    let gain = words["x"]
    let theory = outcome.theory.map(\.gain)
    let points = outcome.points.map(\.gain)
    let marked: [(String, Double)] = [
      ("critical", 1), ("backward", outcome.backwardGain), ("forward", outcome.forwardGain),
      ("framework", 5.0 / 3),
    ]
    return Chart(id) {
      PanelRow(words["row.factor"], height: 210) {
        Panel {
          RuleMark(y: .value(words["one"], 1)).foregroundStyle(.axis)
          for (index, (key, place)) in marked.enumerated() {
            RuleMark(x: .value(gain, place)).foregroundStyle(.muted)
            TextMark(
              words.text("text.\(key)", Fact("gain", place, .fixed(key == "critical" ? 0 : 2))),
              x: .value(gain, place), y: .value("y", 0.7 + 0.075 * Double(index)),
              alignment: key == "framework" ? .start : .end
            ).offset(x: key == "framework" ? 6 : -6).halo()
          }
          LineMark(x: .value(gain, theory), y: .value(words["theory"], outcome.theory.map(\.chi)))
            .lineStyle(.theory).foregroundStyle(.ink)
          ErrorBarMark(
            x: .value(gain, points),
            lower: .value(words["interval"], outcome.points.map(\.factor.low)),
            upper: .value(words["interval"], outcome.points.map(\.factor.high)), shape: .line
          ).foregroundStyle(.series("tanh"))
          PointMark(
            x: .value(gain, points),
            y: .value(words["measured"], outcome.points.map(\.factor.value))
          ).foregroundStyle(.series("tanh"))
          if let framework = outcome.points.first(where: { abs($0.gain - 5.0 / 3) < 1e-9 }) {
            TextMark(
              words.text(
                "text.chi", Fact("chi", framework.chi, .fixed(4)),
                Fact("factor", framework.factor, .fixed(3))),
              x: .value(gain, 1.72), y: .value("y", 1.07)
            ).leader(toX: .value(gain, 5.0 / 3), y: .value("y", framework.chi), gap: 6)
          }
        }
        .chartYScale(domain: 0.6...1.45)
        .chartYAxis(values: [0.6, 0.8, 1, 1.2, 1.4])
      }
      PanelRow(words["row.length"], height: 130) {
        Panel {
          for (_, place) in marked { RuleMark(x: .value(gain, place)).foregroundStyle(.muted) }
          LineMark(
            x: .value(gain, theory), y: .value(words["limit"], outcome.theory.map(\.length))
          ).lineStyle(.theory).foregroundStyle(.ink)
          ErrorBarMark(
            x: .value(gain, points),
            lower: .value(words["interval"], outcome.points.map(\.length.low)),
            upper: .value(words["interval"], outcome.points.map(\.length.high)), shape: .line
          ).foregroundStyle(.series("tanh"))
          PointMark(
            x: .value(gain, points),
            y: .value(words["measured"], outcome.points.map(\.length.value))
          ).foregroundStyle(.series("tanh"))
        }
        .chartYScale(domain: 0...2.2)
        .chartYAxis(values: [0, 1, 2])
      }
    }
    .chartXScale(domain: 0.78...2.02)
    .chartXAxis(values: [0.8, 1, 1.2, 1.4, 1.6, 1.8, 2])
    .chartXAxisLabel(gain)
    .chartLegend(.hidden)
  }
}
