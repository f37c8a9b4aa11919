import Charts
import Experiments
import Simulation
import Study

/// A small panel for every activation: the function and its derivative.
struct ActivationGalleryFigure: Figure {
  typealias Subject = ActivationGallery

  let id = "activation-gallery"

  func facts(of outcome: ActivationGallery.Outcome, study: StudyConfiguration) -> [Fact] {
    [
      Fact("reach", ActivationGallery.range.upperBound, .fixed(0)),
      Fact(
        "sigmoid-steepest", outcome.entries.first { $0.name == "sigmoid" }?.steepest ?? .nan,
        .fixed(2)),
    ]
  }

  func chart(of outcome: ActivationGallery.Outcome, study: StudyConfiguration, words: FigureWords)
    -> Chart
  {
    Chart(id) {
      for (activation, entry) in zip(ActivationGallery.activations, outcome.entries) {
        panel(activation, entry, words)
      }
    }
    .chartFacet(columns: 4)
    .chartLegend(.hidden)
    .chartXScale(domain: ActivationGallery.range)
    .chartXAxis(values: [-4, 0, 4], grid: false)
    .chartXAxisLabel(words["x"])
    .chartYScale(domain: -2...3)
    .chartYAxis(values: [-2, -1, 0, 1, 2, 3])
    .chartYAxisLabel("")
    .chartPlotHeight(104)
  }

  private func panel(
    _ activation: any Activation, _ entry: ActivationGallery.Entry, _ words: FigureWords
  ) -> Panel {
    let grid = ActivationGallery.grid
    let (input, slope) = (words["input"], words["slope"])
    let detail = words.text(
      "averages", Fact("square", entry.moments.secondMoment, .fixed(2)),
      Fact("slope", entry.moments.slopeSecondMoment, .fixed(2)))
    return Panel(words.name(activation.name), detail: detail) {
      AreaMark(x: .value(input, grid), y: .value(slope, grid.map(activation.slope(at:))))
        .foregroundStyle(.accent).opacity(0.14)
      LineMark(x: .value(input, grid), y: .value(slope, grid.map(activation.slope(at:))))
        .foregroundStyle(.accent).lineStyle(width: 1).endLabelHidden()
      LineMark(x: .value(input, grid), y: .value(words["value"], grid.map(activation.value(at:))))
        .foregroundStyle(.ink).lineStyle(width: 1.9).endLabelHidden()
    }
  }
}
