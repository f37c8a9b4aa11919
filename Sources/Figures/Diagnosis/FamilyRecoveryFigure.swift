import Charts
import Experiments
import Simulation
import Study

/// The share of samples whose family is named right, by the number of numbers.
struct FamilyRecoveryFigure: Figure {
  typealias Subject = FamilyRecovery

  let id = "family-recovery"

  func facts(of outcome: FamilyRecovery.Outcome, study: StudyConfiguration) -> [Fact] {
    [Fact("samples", outcome.samples)]
      + zip(["normal", "uniform", "cut"], outcome.families).map { name, family in
        Fact(
          "\(name)-shares",
          text: family.right.map { 100 * $0.value }.commaSeparated(.significant(3)))
      }
  }

  func chart(of outcome: FamilyRecovery.Outcome, study: StudyConfiguration, words: FigureWords)
    throws -> Chart
  {
    let x = outcome.counts.map { Double($0) }
    let (numbers, share, family) = (words["x"], words["y"], words["family"])
    return Chart(id) {
      for (key, one) in zip(["normal", "uniform", "cut"], outcome.families) {
        let series = PlottableValue.value(family, words["law.\(key)"])
        ErrorBarMark(
          x: .value(numbers, x), lower: .value(words["interval"], one.right.map(\.low)),
          upper: .value(words["interval"], one.right.map(\.high)), series: series, shape: .line)
        LineMark(
          x: .value(numbers, x), y: .value(share, one.right.map(\.value)), series: series)
        PointMark(
          x: .value(numbers, x), y: .value(share, one.right.map(\.value)), series: series)
      }
    }
    .chartXScale(type: .log, domain: 13...2_500)
    .chartXAxis(
      values: [16, 64, 256, 1_024], labels: ["16", "64", "256", "1024"]
    )
    .chartYScale(domain: 0...1.03)
    .chartXAxisLabel(numbers)
    .chartYAxisLabel(share)
    .chartPlotHeight(260)
  }
}
