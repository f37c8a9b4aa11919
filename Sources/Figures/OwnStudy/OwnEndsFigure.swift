import Charts
import Experiments
import Graphics
import Simulation
import Study

/// What is left at the far end, a row for each of the user's own networks.
struct OwnEndsFigure: Figure {
  typealias Subject = OwnNetworks

  let id = "own-ends"

  func facts(of outcome: [OwnMeasurement], study: StudyConfiguration) -> [Fact] {
    let known = shown(outcome)
    let names = known.map(\.plan.name)
    let worst = known.max { $0.distance < $1.distance }
    return [
      Fact("furthest", text: worst.map { RichText.escaped($0.plan.name) } ?? ""),
      Fact(
        "left-out",
        list: outcome.map(\.plan.name).filter { !names.contains($0) }.map(RichText.escaped)),
    ] + OwnWords.samples(of: known)
  }

  /// Those that have a number at either end; all if none has.
  private func shown(_ outcome: [OwnMeasurement]) -> [OwnMeasurement] {
    let known = outcome.filter {
      $0.signal.mean.value.isFinite || $0.gradient.mean.value.isFinite
    }
    return known.isEmpty ? outcome : known
  }

  func chart(of outcome: [OwnMeasurement], study: StudyConfiguration, words: FigureWords) -> Chart {
    let outcome = shown(outcome)
    return Chart(id) {
      PanelRow("") {
        panel(words["panel.signal"], outcome, words, \.signal)
        panel(words["panel.gradient"], outcome, words, \.gradient)
      }
    }
    .chartXAxisLabel(words["x"])
    .chartYAxisLabel("")
    .chartXScale(type: .log)
    .chartPlotHeight(60 + 30 * Double(outcome.count))
  }

  private func panel(
    _ title: String, _ outcome: [OwnMeasurement], _ words: FigureWords,
    _ end: KeyPath<OwnMeasurement, OwnMeasurement.EndToEnd>
  ) -> Panel {
    // Rows come from the bottom.
    let names = outcome.reversed().map { RichText.escaped($0.plan.name) }
    let values = outcome.reversed().map { $0[keyPath: end] }
    return Panel(title) {
      RuleMark(x: .value(words["unchanged"], 1.0))
      for (name, value) in zip(names, values) where value.low.isFinite && value.high.isFinite {
        LineMark(
          x: .log10(words["central"], [value.low, value.high]),
          y: .value(words["network"], [name, name]),
          series: .value(words["range"], words.text("range-of", Fact("name", text: name)))
        )
        .foregroundStyle(.accent).lineStyle(width: 1.5).endLabelHidden()
      }
      PointMark(
        x: .log10(words["mean"], values.map(\.mean.value)), y: .value(words["network"], names)
      )
      .symbolSize(radius: 4)
    }
  }
}
