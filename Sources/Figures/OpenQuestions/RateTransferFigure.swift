import Charts
import Experiments
import Graphics
import Simulation
import Study

/// The loss by learning rate for each width, a panel for each parametrisation.
struct RateTransferFigure: Figure {
  typealias Subject = RateTransfer

  let id = "rate-transfer"

  func chart(of outcome: RateTransfer.Outcome, study: StudyConfiguration, words: FigureWords)
    throws -> Chart
  {
    let rates = PlottableValue.value(words["rate"], outcome.rates.map(Double.init))
    let (first, last) = (Double(outcome.rates.first ?? 0), Double(outcome.rates.last ?? 1))
    func style(_ place: Int) -> SeriesStyle {
      [
        SeriesStyle(line: Color(0x2B73B3, 0x559FDF), text: Color(0x2468A5, 0x7DB9F0)),
        SeriesStyle(line: Color(0x7B4FA6, 0xCDA8F0)),
        SeriesStyle(line: Color(0xA3231F, 0xFF8F86)),
      ][min(2, place * 3 / max(1, outcome.widths.count))]
    }
    // Room for the dots below all curves.
    let lowest = 0.65 * min(2, outcome.curves.flatMap(\.losses).map(\.value).min() ?? 2)
    let ticks = [-8, -6, -4, -2, 0, 2].filter { (first...last).contains(Double($0)) }
    let names = outcome.widths.map { words.text("series", Fact("width", $0)) }
    return Chart(id) {
      for key in RateTransfer.parametrizations {
        Panel(words["panel.\(key)"], detail: words["panel.\(key).detail"]) {
          RuleMark(y: .value(words["guessing"], Elementary.log(10))).foregroundStyle(.axis)
          for (place, width) in outcome.widths.enumerated() {
            if let curve = outcome.curves.first(where: {
              $0.parametrization == key && $0.width == width
            }) {
              let series = PlottableValue.value(words["width"], names[place])
              RibbonMark(
                x: rates, lower: .value(words["interval"], curve.losses.map { min(3, $0.low) }),
                upper: .value(words["interval"], curve.losses.map { min(3, $0.high) }),
                series: series)
              LineMark(
                x: rates, y: .value(words["loss"], curve.losses.map { min(3, $0.value) }),
                series: series
              ).endLabelHidden()
              // Below the curves, one height for each width: the mean over networks of the best rate.
              PointMark(
                x: .value(words["best"], [curve.best.value]),
                y: .value(words["loss"], [lowest + 0.027 * (3 - lowest) * Double(place + 1)]), series: series)
            }
          }
        }
      }
    }
    .chartForegroundStyleScale([names[0]: style(0), names[1]: style(1), names[2]: style(2)])
    .chartFacet(columns: 2)
    .chartXScale(domain: first...last)
    .chartXAxis(values: ticks.map(Double.init), labels: ticks.map(Self.label))
    .chartXAxisLabel(words["rate"])
    .chartYScale(domain: lowest...3)
    .chartYAxisLabel(words["loss"])
    .chartLegend(.top)
    .chartPlotHeight(250)
  }

  private static func label(_ power: Int) -> String {
    power == 0 ? "1" : power < 0 ? "2^{−\(-power)}" : "2^{\(power)}"
  }
}
