import Charts
import Experiments
import Graphics
import Simulation
import Study

/// The test loss after the budget by remedy, for a shallow and a deep network.
struct RemedyLossesFigure: Figure {
  typealias Subject = RemedyComparison

  let id = "remedy-losses"

  func chart(of outcome: RemedyComparison.Outcome, study: StudyConfiguration, words: FigureWords)
    throws -> Chart
  {
    let names = PlottableValue.value(
      words["remedy"], outcome.cases.map { words["row.\($0.remedy)"] })
    let ends = [("shallow", 0), ("deep", outcome.trainedDepths.count - 1)]
    return Chart(id) {
      RuleMark(y: .value(words["guessing"], Elementary.log(10)))
        .foregroundStyle(.axis).label(words["guessing"], at: .end)
      for (key, place) in ends {
        let series = PlottableValue.value(
          words["depth"],
          words.text("series.\(key)", Fact("depth", outcome.trainedDepths[place])))
        let losses = outcome.cases.map { $0.trainings[place].loss }
        ErrorBarMark(
          x: names, lower: .value(words["interval"], losses.map { min($0.low, 3) }),
          upper: .value(words["interval"], losses.map { min($0.high, 3) }), series: series
        )
        .position(by: series)
        PointMark(
          x: names, y: .value(words["loss"], losses.map { min($0.value, 3) }), series: series
        ).position(by: series).symbolSize(radius: 4)
      }
    }
    .chartForegroundStyleScale([
      words.text("series.shallow", Fact("depth", outcome.trainedDepths[0])): SeriesStyle(
        line: Color(0x5E6069, 0xA3A6AD)),
      words.text("series.deep", Fact("depth", outcome.trainedDepths[ends[1].1])): SeriesStyle(
        line: Color(0xA3231F, 0xFF8F86)),
    ])
    .chartYScale(domain: 0...3)
    .chartYAxisLabel(words["loss"])
    .chartXAxisLabel("")
    .chartLegend(.top)
    .chartPlotHeight(260)
  }
}
