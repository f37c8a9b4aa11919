import Charts
import Engine
import Experiments
import Graphics
import Simulation
import Study

/// A run whose learning rate is too large: loss, movement and gradient by step.
struct ExplosionFigure: Figure {
  typealias Subject = LearningRates

  let id = "explosion"

  func chart(of outcome: LearningRates.Outcome, study: StudyConfiguration, words: FigureWords)
    throws -> Chart
  {
    let run = outcome.explosion
    let curves = [
      ("loss", 0, run.loss), ("movement", 1, run.movement), ("gradient", 0, run.gradient),
    ]
    let numbers = curves.flatMap(\.2).filter(\.isFinite)
    let low = (numbers.min() ?? 0).rounded(.down)
    let high = (numbers.max() ?? 1).rounded(.up)
    return Chart(id) {
      for (key, first, values) in curves {
        if !values.isEmpty {
          LineMark(
            x: .value(words["step"], values.indices.map { Double($0 + first) }),
            y: .log10(words["size"], values),
            series: .value(words["series"], words["series.\(key)"]))
        }
      }
    }
    .chartForegroundStyleScale([
      words["series.loss"]: SeriesStyle(line: Color(0x5E6069, 0xA3A6AD)),
      words["series.movement"]: SeriesStyle(
        line: Color(0x0B7F87, 0x62C6CD), text: Color(0x076C73, 0x62C6CD)),
      words["series.gradient"]: SeriesStyle(line: Color(0xA3231F, 0xFF8F86)),
    ])
    .chartXScale(domain: 0...Double(max(1, run.loss.count - 1)))
    .chartXAxisLabel(words["step"])
    .chartYScale(log10Domain: low...max(high, low + 1))
    .chartYAxisLabel(words["size"])
    .chartPlotHeight(260)
  }
}
