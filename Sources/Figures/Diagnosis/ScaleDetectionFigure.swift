import Charts
import Experiments
import Simulation
import Study

/// The share of starts that fail, by how far their deviation is off; the χ² law over it.
struct ScaleDetectionFigure: Figure {
  typealias Subject = ScaleDetection

  let id = "scale-detection"

  func facts(of outcome: ScaleDetection.Outcome, study: StudyConfiguration) -> [Fact] {
    [
      Fact("starts", outcome.starts),
      Fact("detection-tests", outcome.tests),
    ]
      + outcome.widths.map { Fact("half-\($0.width)", $0.half, .percent(1)) }
  }

  func chart(of outcome: ScaleDetection.Outcome, study: StudyConfiguration, words: FigureWords)
    throws -> Chart
  {
    let x = outcome.ratios.map { 100 * ($0 - 1) }
    let (off, share, matrix) = (words["x"], words["y"], words["matrix"])
    return Chart(id) {
      for width in outcome.widths {
        let series = PlottableValue.value(
          matrix, words.text("series", Fact("width", text: "\(width.width)")))
        LineMark(
          x: .value(off, ScaleDetection.curve.map { 100 * ($0 - 1) }),
          y: .value(words["theory"], width.curve), series: series
        )
        .lineStyle(.theoryOverlay).endLabelHidden()
        ErrorBarMark(
          x: .value(off, x), lower: .value(words["interval"], width.found.map(\.low)),
          upper: .value(words["interval"], width.found.map(\.high)), series: series, shape: .line)
        PointMark(
          x: .value(off, x), y: .value(share, width.found.map(\.value)), series: series)
      }
    }
    .chartXScale(domain: -1...25)
    .chartYScale(domain: 0...1.03)
    .chartXAxisLabel(off)
    .chartYAxisLabel(share)
    .chartLegend(.top)
    .chartPlotHeight(260)
  }
}
