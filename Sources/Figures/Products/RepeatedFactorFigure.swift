import Charts
import Experiments
import Graphics
import Simulation
import Study

/// Straight lines on a log axis, and a ring where each leaves half precision.
struct RepeatedFactorFigure: Figure {
  typealias Subject = RepeatedFactor

  let id = "repeated-factor"

  func facts(of outcome: RepeatedFactor.Outcome, study: StudyConfiguration) -> [Fact] {
    let leaving = Self.leaving(outcome).map(\.factor)
    return [
      Fact("mildest-growing", leaving.filter { $0 > 1 }.min() ?? .nan, .fixed(1)),
      Fact("mildest-shrinking", leaving.filter { $0 < 1 }.max() ?? .nan, .fixed(1)),
      Fact("half-smallest", NumberRange.fp16.smallest, .scientific(0)),
      Fact("single-largest", NumberRange.fp32.largest, .scientific(0)),
      Fact("single-smallest", NumberRange.fp32.log10.lowerBound, .powerOfTen(0)),
      Fact("bfloat-smallest", NumberRange.bf16.smallest, .scientific(0)),
    ]
  }

  func chart(of outcome: RepeatedFactor.Outcome, study: StudyConfiguration, words: FigureWords)
    -> Chart
  {
    let steps = Double(outcome.steps)
    let fp16 = NumberRange.fp16
    let (step, value, limit) = (words["step"], words["value"], words["limit"])
    words.state(
      Fact(
        "ends",
        list: outcome.paths.map {
          words.text(
            "alt.end", Fact("factor", $0.factor, .fixed(1)),
            Fact("decades", $0.log10End, .fixed(1)))
        }))
    words.state(
      Fact(
        "exits",
        list: Self.leaving(outcome).map {
          words.text(
            "alt.exit", Fact("factor", $0.factor, .fixed(1)), Fact("step", $0.exits[0] ?? 0))
        }))
    var chart = Chart(id) {
      RectangleMark(
        yStart: .log10(words["fp16"], fp16.log10.lowerBound),
        yEnd: .log10(words["fp16"], fp16.log10.upperBound)
      )
      .outlined([.top, .bottom])
      TextMark(
        words["fp16.range"], x: .value(step, steps - 0.8), y: .log10(value, 7.4), alignment: .end)
      RuleMark(y: .log10(limit, NumberRange.fp32.log10.upperBound)).label(words["fp32.largest"])
      RuleMark(y: .log10(limit, NumberRange.bf16.log10.lowerBound)).label(words["bf16.smallest"])
      RuleMark(y: .log10(limit, NumberRange.fp32.log10.lowerBound))
        .label(words["fp32.smallest"], at: .end)
      for path in outcome.paths {
        LineMark(
          x: .value(step, [0, steps]), y: .log10(value, [0, path.log10End]),
          series: .value(words["factor"], Self.name(path, words))
        )
        .endLabel(detail: Self.endLabel(path), showsSymbol: false)
      }
      for path in Self.leaving(outcome) {
        PointMark(
          x: .value(step, Double(path.exits[0] ?? 0)),
          y: .log10(value, Double(path.exits[0] ?? 0) * Elementary.log10(path.factor))
        )
        .foregroundStyle(.series(Self.name(path, words)))
        .symbol(.circle, isHollow: true)
        Self.exitLabel(path, words)
      }
    }
    .chartXScale(domain: 0...steps)
    .chartXAxisLabel(words["x"])
    .chartYScale(log10Domain: -47...41)
    .chartYAxisLabel(words["y"])
    .chartPlotHeight(360)
    for (path, style) in zip(outcome.paths, Self.styles) {
      chart.seriesStyles[Self.name(path, words)] = style
    }
    return chart
  }

  /// The factors that leave half precision before the last step.
  private static func leaving(_ outcome: RepeatedFactor.Outcome) -> [RepeatedFactor.Path] {
    outcome.paths.filter { ($0.exits[0] ?? .max) <= outcome.steps }
  }

  /// "step 28" beside the ring, where no line passes.
  private static func exitLabel(_ path: RepeatedFactor.Path, _ words: FigureWords) -> TextMark {
    let step = path.exits[0] ?? 0
    let isGrowing = path.factor > 1
    let isSteep = path.factor < 0.7
    return TextMark(
      words.text("exit", Fact("step", step)), x: .value(words["step"], Double(step)),
      y: .log10(words["value"], Double(step) * Elementary.log10(path.factor)),
      alignment: isSteep ? .start : .end, vertical: isGrowing || isSteep ? .bottom : .top
    )
    .offset(x: isSteep ? 6 : -2, y: isSteep ? 0 : isGrowing ? -5 : 5)
    .foregroundStyle(.series(name(path, words)))
  }

  private static func name(_ path: RepeatedFactor.Path, _ words: FigureWords) -> String {
    words.text("series", Fact("factor", path.factor, .fixed(1)))
  }

  private static func endLabel(_ path: RepeatedFactor.Path) -> String {
    path.factor == 1
      ? "1" : NumberFormat.scientific(0).label(Elementary.power10(path.log10End))
  }

  /// Warm above 1, cool below, the stronger the further away; in falling order of the factors.
  private static let styles = [
    SeriesStyle(line: Color(0xB2491A, 0xFF9D5C), text: Color(0xA03F14, 0xFF9D5C)),
    SeriesStyle(line: Color(0xDB7434, 0xDB8A4A), text: Color(0xA6541F, 0xDB8A4A)),
    SeriesStyle(line: Color(0x5E6069, 0xA3A6AD)),
    SeriesStyle(line: Color(0x559FDF, 0x4B86BD), text: Color(0x2B73B3, 0x6FA9DE)),
    SeriesStyle(line: Color(0x2B73B3, 0x559FDF), text: Color(0x2468A5, 0x7DB9F0)),
    SeriesStyle(line: Color(0x0A3A6B, 0xB5DCFF)),
  ]
}
