import Charts
import Experiments
import Graphics
import Study

/// The means of fan-in and fan-out as places between the two.
struct MeansOfFansFigure: Figure {
  typealias Subject = CostOfAMean

  let id = "means-of-fans"

  func facts(of outcome: CostOfAMean.Outcome, study: StudyConfiguration) -> [Fact] {
    Self.means(outcome).map { Fact($0.key, $0.value, .significant(3)) }
  }

  private static func means(_ outcome: CostOfAMean.Outcome) -> [(key: String, value: Double)] {
    let (m, n) = (Double(outcome.fanIn), Double(outcome.fanOut))
    return [
      ("harmonic", 2 * m * n / (m + n)), ("geometric", (m * n).squareRoot()),
      ("arithmetic", (m + n) / 2), ("quadratic", (m * m + n * n) / (m + n)),
    ]
  }

  func chart(of outcome: CostOfAMean.Outcome, study: StudyConfiguration, words: FigureWords)
    -> Chart
  {
    let (m, n) = (Double(outcome.fanIn), Double(outcome.fanOut))
    let (units, place) = (words["units"], words["place"])
    return Chart(id) {
      RuleMark(xStart: .value(units, m), xEnd: .value(units, n), y: .value(place, 0.0))
        .foregroundStyle(.ink).lineStyle(width: 1.4)
      for (index, mean) in Self.means(outcome).enumerated() {
        let name = words.name(mean.key)
        // Names in turn above and below, or they would meet on a phone.
        let side = index % 2 == 0 ? 1.0 : -1.0
        RuleMark(
          x: .value(units, mean.value), yStart: .value(place, 0.0), yEnd: .value(place, 0.5 * side)
        ).foregroundStyle(.series(name))
        PointMark(
          x: .value(units, [mean.value]), y: .value(place, [0.0]),
          series: .value(words["mean"], name))
        TextMark(
          name, detail: words[mean.key] + "\n" + NumberFormat.significant(3).text(mean.value),
          x: .value(units, mean.value),
          y: .value(place, 0.55 * side), alignment: .middle, vertical: side > 0 ? .bottom : .top
        ).bold().foregroundStyle(.series(name))
      }
      PointMark(x: .value(units, [m, n]), y: .value(place, [0.0, 0])).foregroundStyle(.ink)
      TextMark(
        words["fan-in"], x: .value(units, m), y: .value(place, -0.2), alignment: .middle,
        vertical: .top)
      TextMark(
        words["fan-out"], x: .value(units, n), y: .value(place, -0.2), alignment: .middle,
        vertical: .top)
    }
    .chartXScale(domain: (m - 0.1 * (n - m))...(n + 0.1 * (n - m)))
    .chartYScale(domain: -1.5...1.5)
    .chartXAxis(isHidden: true).chartYAxis(grid: false, isHidden: true)
    .chartPlotHeight(170).chartLegend(.hidden)
  }
}
