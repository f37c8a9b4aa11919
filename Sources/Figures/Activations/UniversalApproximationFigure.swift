import Charts
import Experiments
import Graphics
import Simulation
import Study

/// Trained fits of a function with a kink, and errors by the number of hidden units.
struct UniversalApproximationFigure: Figure {
  typealias Subject = UniversalApproximation

  let id = "universal-approximation"

  func facts(of outcome: UniversalApproximation.Outcome, study: StudyConfiguration) -> [Fact] {
    let trained = outcome.trained.error
    return [
      Fact("second-width", outcome.widths[1]),
      Fact("first-width", outcome.widths[0]),
      Fact("last-width", outcome.widths[outcome.widths.count - 1]),
      Fact("trained-second", trained[1].value, .percent(0)),
      Fact("trained-first", trained[0].value, .percent(0)),
      Fact("trained-last", trained[trained.count - 1].value, .percent(1)),
      Fact("random-tanh", outcome.cases[0].error.last?.value ?? .nan, .percent(2)),
      Fact("random-relu", outcome.cases[1].error.last?.value ?? .nan, .percent(2)),
      Fact("training-points", UniversalApproximation.trainingGrid.count),
      Fact("points", UniversalApproximation.grid.count),
    ]
      + zip(["narrow", "middle", "wide"], outcome.examples).flatMap { name, example in
        [
          Fact("width-\(name)", example.width), Fact("error-\(name)", example.error, .percent(1)),
        ]
      }
  }

  func chart(
    of outcome: UniversalApproximation.Outcome, study: StudyConfiguration, words: FigureWords
  ) -> Chart {
    Chart(id) {
      fits(outcome, words)
      errors(outcome, words)
    }
    .chartForegroundStyleScale([
      words["series.trained"]: SeriesStyle(
        line: Color(0x9C2F6B, 0xE58BC0), text: Color(0x8A2A5F, 0xE58BC0)),
      Self.name(2, words): SeriesStyle(
        line: Color(0x9FB7BF, 0x4F6A73), text: Color(0x5F7C86, 0x8CAAB4)),
      Self.name(8, words): SeriesStyle(
        line: Color(0x5B5FC7, 0xA9ACF5), text: Color(0x4B4FB0, 0xA9ACF5)),
      Self.name(64, words): SeriesStyle(
        line: Color(0x00868B, 0x4CC6C9), text: Color(0x00747A, 0x4CC6C9)),
    ])
    .chartFacetScales(.free)
    .chartFacet(columns: 2)
    .chartDirectLabels()
    .chartYAxisLabel("")
    .chartPlotHeight(290)
  }

  private static func name(_ width: Int, _ words: FigureWords) -> String {
    words.text("series.units", Fact("width", width))
  }

  private func fits(_ outcome: UniversalApproximation.Outcome, _ words: FigureWords) -> Panel {
    let grid = UniversalApproximation.grid
    let (input, width) = (words["input"], words["width"])
    return Panel(words["panel.fits"], detail: words["panel.fits.detail"]) {
      for (example, style) in zip(outcome.examples, [0.45, 0.7, 1]) {
        LineMark(
          x: .value(input, UniversalApproximation.trainingGrid),
          y: .value(words["fit"], example.fit),
          series: .value(width, Self.name(example.width, words))
        )
        .lineStyle(width: 1.4 + style / 2).endLabelHidden()
      }
      LineMark(
        x: .value(input, grid),
        y: .value(words["function"], grid.map(UniversalApproximation.target)),
        series: .value(width, words["series.function"])
      )
      .lineStyle(.theoryOverlay).endLabelHidden()
      for (index, example) in outcome.examples.enumerated() {
        let name = Self.name(example.width, words)
        TextMark(
          name, x: .value(input, -0.96),
          y: .value(words["function"], -0.35 - 0.22 * Double(index))
        )
        .foregroundStyle(.series(name)).bold()
      }
    }
    .chartXScale(domain: -1...1)
    .chartXAxis(values: [-1, 0, 1], grid: false)
    .chartXAxisLabel(words["x.fits"])
    .chartYScale(domain: -1.1...2.4)
  }

  private func errors(_ outcome: UniversalApproximation.Outcome, _ words: FigureWords) -> Panel {
    let widths = outcome.widths.map(Double.init)
    let (units, error) = (words["units"], words["error"])
    let random = outcome.cases.map { one in
      let name = words.name(StoredActivation.key(of: one.activation))
      return (one, name, words.text("end.random", Fact("activation", text: name)))
    }
    return Panel(words["panel.errors"], detail: words["panel.errors.detail"]) {
      LineMark(
        x: .value(units, widths), y: .value(error, outcome.constructed),
        series: .value(units, words["series.constructed"])
      )
      .lineStyle(.theory).endLabelHidden()
      for (one, name, end) in [(outcome.trained, words["series.trained"], words["end.trained"])]
        + random
      {
        let series = PlottableValue.value(units, name)
        RibbonMark(
          x: .value(units, widths), lower: .value(words["range"], one.low),
          upper: .value(words["range"], one.high), series: series)
        ErrorBarMark(
          x: .value(units, widths), lower: .value(words["interval"], one.error.map(\.low)),
          upper: .value(words["interval"], one.error.map(\.high)), series: series)
        LineMark(
          x: .value(units, widths), y: .value(error, one.error.map(\.value)), series: series
        )
        .endLabel(end, showsSymbol: false)
      }
      TextMark(
        words["dashed"] + "\n" + words["dashed.below"], x: .value(units, 3), y: .value(error, 0.012)
      )
      .leader(toX: .value(units, 16), y: .value(error, outcome.constructed[3]))
    }
    .chartXScale(type: .log, domain: 2...64)
    .chartXAxis(values: widths, labels: outcome.widths.map(String.init))
    .chartXAxisLabel(words["x.errors"])
    .chartYScale(type: .log)
  }
}
