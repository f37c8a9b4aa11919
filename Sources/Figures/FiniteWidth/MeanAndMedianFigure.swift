import Charts
import Experiments
import Graphics
import Simulation
import Study

/// Mean, median and range of gradients by depth, and below it the moment that a kurtosis is made of.
struct MeanAndMedianFigure: Figure {
  typealias Subject = MeanAndMedian

  let id = "mean-and-median"

  func chart(of outcome: MeanAndMedian.Outcome, study: StudyConfiguration, words: FigureWords)
    throws -> Chart
  {
    let points = outcome.points
    let layers = PlottableValue.value(words["x"], points.map(\.layers))
    let last = points.count - 1
    return Chart(id) {
      PanelRow(words["row.size"], height: 230) {
        Panel {
          RibbonMark(
            x: layers, lower: .log10(words["range"], points.map(\.low)),
            upper: .log10(words["range"], points.map(\.high))
          ).foregroundStyle(.series("ReLU"))
          RuleMark(y: .log10(words["mean"], 0)).lineStyle(.theory)
          PointMark(x: layers, y: .log10(words["sample"], points.map(\.mean)))
            .symbol(.circle, isHollow: true).foregroundStyle(.ink)
          ErrorBarMark(
            x: layers, lower: .log10(words["interval"], points.map(\.median.low)),
            upper: .log10(words["interval"], points.map(\.median.high)), shape: .line
          ).foregroundStyle(.series("ReLU"))
          LineMark(x: layers, y: .log10(words["median"], points.map(\.median.value)))
            .foregroundStyle(.series("ReLU"))
          LineMark(x: layers, y: .log10(words["theory"], points.map(\.medianTheory)))
            .lineStyle(.theoryOverlay)
          TextMark(
            words["text.mean"], x: layers.at(last - 2), y: .log10("y", 0.15), alignment: .middle,
            vertical: .bottom
          ).offset(y: -3)
          TextMark(
            words["text.median"], x: layers.at(last - 2),
            y: .log10("y", points[max(0, last - 2)].medianTheory - 0.3), alignment: .end,
            vertical: .top
          ).halo()
          TextMark(
            words["text.range"], x: layers.at(last),
            y: .log10("y", points[last].low + 0.35), alignment: .end
          ).offset(x: -6)
        }
        .chartYAxis(
          values: [-4, -2, 0].map(Elementary.power10), labels: ["10^{−4}", "10^{−2}", "1"])
        .chartYScale(log10Domain: -4.6...1.1)
      }
      PanelRow(words["row.moments"], height: 130) {
        Panel {
          LineMark(x: layers, y: .log10(words["theory"], points.map(\.momentsTheory)))
            .lineStyle(.theory).foregroundStyle(.ink)
          PointMark(x: layers, y: .log10(words["sample"], points.map(\.moments)))
            .symbol(.circle, isHollow: true).foregroundStyle(.ink)
        }
        .chartYScale(log10Domain: 0...3.6)
      }
    }
    .chartXScale(domain: 0...Double(points.last?.layers ?? 1) + 1)
    .chartXAxisLabel(words["x"])
    .chartLegend(.hidden)
  }
}

extension PlottableValue {
  /// One of the numbers of a column, under its name.
  func at(_ index: Int) -> PlottableValue {
    .value(label, number(at: Swift.max(0, index)) ?? .nan)
  }
}
