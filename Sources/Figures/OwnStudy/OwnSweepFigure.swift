import Charts
import Experiments
import Graphics
import Simulation
import Study

/// One property of a network varied: what is left end to end.
struct OwnSweepFigure: Figure {
  typealias Subject = OwnSweeps

  let id: String
  /// Which of the study's sweeps.
  let index: Int

  var wordsID: String { "own-sweep" }

  func facts(of outcome: [OwnSweeps.Sweep], study: StudyConfiguration) -> [Fact] {
    let sweep = outcome[index]
    return [
      Fact("network", text: RichText.escaped(sweep.plan.network)),
      Fact("best", text: RichText.escaped(sweep.best)), Fact("fewest", sweep.samples),
      Fact("axis-\(sweep.plan.axis.rawValue)", text: "yes"),
      Fact(
        "other-inputs",
        text: sweep.measurements.allSatisfy(\.plan.hasStandardInputs) ? "" : "yes"),
      Fact("parameter", text: RichText.escaped(sweep.plan.parameter ?? "")),
    ]
      + SweepPlan.Axis.allCases.filter { $0 != sweep.plan.axis }.map {
        Fact("axis-\($0.rawValue)", text: "")
      }
  }

  func chart(of outcome: [OwnSweeps.Sweep], study: StudyConfiguration, words: FigureWords) -> Chart
  {
    let sweep = outcome[index]
    return Chart(id) {
      PanelRow(words["y"]) {
        panel(words["panel.signal"], sweep, words, \.signal)
        panel(words["panel.gradient"], sweep, words, \.gradient)
      }
    }
    .chartXAxisLabel(words["axis"].capitalizedFirst)
    .chartYScale(type: .log)
  }

  private func panel(
    _ title: String, _ sweep: OwnSweeps.Sweep, _ words: FigureWords,
    _ end: KeyPath<OwnMeasurement, OwnMeasurement.EndToEnd>
  ) -> Panel {
    let ends = sweep.measurements.map { $0[keyPath: end] }
    let theory = ends.compactMap(\.theory)
    let numbers = sweep.plan.axis.isNamed ? [] : sweep.plan.values.compactMap(Double.init)
    let isNumeric = numbers.count == ends.count
    let axis = words["axis"]
    let x: PlottableValue =
      isNumeric ? .value(axis, numbers) : .value(axis, sweep.plan.values.map(RichText.escaped))
    return Panel(title) {
      RuleMark(y: .value(words["unchanged"], 1.0))
      if theory.count == ends.count {
        if isNumeric {
          LineMark(x: x, y: .log10(words["theory"], theory)).lineStyle(.theoryOverlay)
        } else {
          PointMark(x: x, y: .log10(words["theory"], theory)).symbol(.diamond, isHollow: true)
        }
      }
      ErrorBarMark(
        x: x, lower: .log10(words["low"], ends.map(\.mean.low)),
        upper: .log10(words["high"], ends.map(\.mean.high)))
      if isNumeric { LineMark(x: x, y: .log10(title, ends.map(\.mean.value))) }
      PointMark(x: x, y: .log10(title, ends.map(\.mean.value)))
    }
  }
}
