import Charts
import Graphics
import Simulation
import Study

extension GaussianProduct {
  func charts(of outcome: Outcome, study: StudyConfiguration) throws -> [Chart] {
    [try fan(outcome, study), try bySize(outcome, study)]
  }

  private func fan(_ outcome: Outcome, _ study: StudyConfiguration) throws -> Chart {
    let theory = try LyapunovExponents(size: outcome.size)
    let last = Double(outcome.matrices)
    let rate = DecimalLogarithm.ofExponential(theory.top)
    let spread = 1.96 * DecimalLogarithm.ofExponential(theory.variancePerStep.squareRoot())
    let times = outcome.steps.map(Double.init)
    let end = NumberFormat.fixed(1).text(outcome.end.value)
    let median = outcome.median.last ?? 0
    // More lines weigh more and show no more: where hundreds cross, none can be followed.
    let drawn = outcome.runs.prefix(50)
    return Chart("gaussian-product") {
      for (index, run) in drawn.enumerated() {
        LineMark(
          x: .value("Matrices", times), y: .log10("Largest entry", run),
          series: .value("Run", "\(index + 1)")
        )
        .foregroundStyle(.series("run")).opacity(0.3).lineStyle(width: 0.8).endLabelHidden()
      }
      for sign in [-1.0, 1] {
        LineMark(
          x: .value("Matrices", times),
          y: .log10("95 % by theory", times.map { rate * $0 + sign * spread * $0.squareRoot() }),
          series: .value("Run", sign < 0 ? "theory, lower end" : "theory, upper end")
        )
        .lineStyle(.theory).endLabelHidden()
      }
      LineMark(
        x: .value("Matrices", times), y: .log10("Largest entry", outcome.median),
        series: .value("Run", "median run")
      )
      .lineStyle(width: 2.25)
      .endLabel(
        "median run", detail: NumberFormat.powerOfTen(median), showsSymbol: false)
      LineMark(
        x: .value("Matrices", [0, last]), y: .log10("Growth e^{*λt*}", [0, rate * last]),
        series: .value("Run", "theory")
      )
      .lineStyle(.theoryOverlay).endLabelHidden()
      PointMark(
        x: .value("Matrices", last),
        y: .log10("The note’s matrix", Elementary.log10(Self.noteLargest))
      )
      .foregroundStyle(.ink).symbol(.diamond).symbolSize(radius: 4.2)
      TextMark(
        "the note’s matrix", detail: "largest entry 1.4×10^{25}",
        x: .value("Matrices", last - 21), y: .log10("y", 31.2), alignment: .end
      )
      .foregroundStyle(.ink).bold().halo()
      .leader(
        toX: .value("Matrices", last), y: .log10("y", Elementary.log10(Self.noteLargest)),
        gap: 6)
      TextMark(
        "dashed: theory",
        detail:
          "×\(NumberFormat.fixed(3).text(Elementary.exp(theory.top))) per matrix; 95 % of runs lie\nbetween the outer lines",
        x: .value("Matrices", 52), y: .log10("y", 3.2), vertical: .center
      )
      .leader(toX: .value("Matrices", 44), y: .log10("y", rate * 44))
    }
    .chartForegroundStyleScale(["run": Self.runStyle, "median run": Self.runStyle])
    .chartLegend(.direct)
    .chartXScale(domain: 0...last)
    .chartXAxis(values: [1, 20, 40, 60, 80, last])
    .chartXAxisLabel("Matrices multiplied, *t*")
    .chartYScale(log10Domain: -3...33)
    .chartYAxisLabel("Largest entry of the product, log axis")
    .chartPlotHeight(380)
    .chartTitle(
      "\(outcome.matrices) random 4 × 4 matrices multiply to about 10^{\(end)}, and the note’s matrix is a \(typicality(outcome)) one"
    )
    .chartSubtitle(
      "Largest entry of the product of *t* independent matrices with *N*(0, 1) entries, \(drawn.count) runs."
    )
    .chartCaption(
      """
      **Method.** The note’s program (which multiplies \(outcome.matrices) matrices, the first one \
      included), run \(outcome.end.samples) times; \(drawn.count) runs are drawn, every second \
      step. **Line:** median of all runs. **Dashed:** Newman’s exponent \
      *λ*_{1} = \(NumberFormat.fixed(3).text(theory.top)); measured over the second half of the runs \
      \(NumberFormat.fixed(3).text(outcome.exponent.value)), 95 % *t* interval \
      \(NumberFormat.fixed(3).text(outcome.exponent.low))–\(NumberFormat.fixed(3).text(outcome.exponent.high)). \
      **Outer lines:** *λ*_{1}*t* ± 1.96√(*tψ*′(2)/4), the central 95 % for the image of a fixed \
      vector; a largest entry stands off it by a factor of about two at every *t*. \
      **Diamond:** the largest of the 16 entries the note prints. Seed \(study.seed).
      """
    )
    .chartAltText(
      """
      A fan of \(outcome.runs.count) rising lines on a log axis: the largest entry of products of 1 to \
      \(outcome.matrices) random 4 by 4 matrices. The median run climbs on a straight line from about 1 \
      to 10 to the \(NumberFormat.fixed(1).text(median)); theory's line lies on it. The note's printed \
      matrix, largest entry 1.4 times 10 to the 25, is a diamond inside the fan; \
      \(NumberFormat.percent(0).text(outcome.shareAboveNote.value)) of the runs end above it.
      """)
  }

  /// "typical" while the note's matrix lies inside the middle 95 % of the runs.
  private func typicality(_ outcome: Outcome) -> String {
    (0.025...0.975).contains(outcome.shareAboveNote.value) ? "typical" : "rare"
  }

  private static let runStyle = SeriesStyle(line: Color(0x0B6477, 0x6FC3D3))

  private func bySize(_ outcome: Outcome, _ study: StudyConfiguration) throws -> Chart {
    let times = (0...outcome.matrices).map(Double.init)
    let last = Double(outcome.matrices)
    func panel(_ title: String, _ detail: String, scaled: Bool) throws -> Panel {
      let curves = try outcome.sizes.map { other in
        let deviation = scaled ? 1 / Double(other.size).squareRoot() : 1
        let shift = Elementary.log10(deviation)
        return (
          other, zip(times, other.median).map { $1 + shift * $0 },
          try LyapunovExponents(size: other.size, entryDeviation: deviation).top
        )
      }
      return Panel(title, detail: detail) {
        for (other, values, top) in curves.reversed() {
          LineMark(
            x: .value("Matrices", times), y: .log10("Largest entry", values),
            series: .value("Size", "*n* = \(other.size)")
          )
          .endLabel(
            detail: "×\(NumberFormat.fixed(scaled ? 3 : 2).text(Elementary.exp(top)))",
            showsSymbol: false)
          LineMark(
            x: .value("Matrices", [0, last]),
            y: .log10("Theory", [0, DecimalLogarithm.ofExponential(top) * last]),
            series: .value("Size", "*n* = \(other.size)")
          )
          .lineStyle(.theoryOverlay).endLabelHidden()
        }
      }
    }
    let raw = try panel("Entries *N*(0, 1)", "every size grows", scaled: false)
    let scaled = try panel(
      "Entries *N*(0, 1/*n*)", "every size shrinks, small ones fast", scaled: true)
    let margin = NumberFormat.fixed(1).text(outcome.sizes.map(\.end.halfWidth).max() ?? 0)
    return Chart("gaussian-product-sizes") {
      raw
      scaled
    }
    .chartForegroundStyleScale(Self.sizeStyles)
    .chartFacetScales(.freeY)
    .chartDirectLabels()
    .chartXAxis(values: [0, 50, last])
    .chartXAxisLabel("Matrices multiplied, *t*")
    .chartYScale(type: .log)
    .chartYAxisLabel("Largest entry of the median product, log axis")
    .chartTitle("Dividing by √*n* keeps the mean square, yet the typical product still shrinks")
    .chartSubtitle(
      "Median over runs of the largest entry, for *n* × *n* matrices. Under each name: theory’s factor **per matrix**."
    )
    .chartCaption(
      """
      **Method.** Products of up to \(outcome.matrices) independent matrices, \
      \(min(study.networks, Self.drawnRuns)) runs for each size; line: median, known at the last step to ±\(margin) decades or \
      better (95 % interval from order statistics). **Dashed:** e^{*λt*} with \
      *λ* = ½(ln 2 + *ψ*(*n*/2)) + ln *s*, *s* the standard deviation of an entry; a largest entry \
      stands off it by a factor that does not depend on *t*. The panels have different log axes and \
      show the same runs: the right one is the left one times *n*^{−*t*/2}. Seed \(study.seed).
      """
    )
    .chartAltText(
      """
      Two panels of straight lines on log axes for n = 2, 4, 8 and 16. With standard normal entries \
      all products grow, the larger the matrix the faster. With entries of variance 1/n all shrink: \
      n = 2 by a factor of 0.75 per matrix, n = 16 by 0.97. Dashed theory lies on each line.
      """)
  }

  private static let sizeStyles: KeyValuePairs<String, SeriesStyle> = [
    "*n* = 2": SeriesStyle(line: Color(0x559FDF, 0xB5DCFF), text: Color(0x2B73B3, 0xB5DCFF)),
    "*n* = 4": SeriesStyle(line: Color(0x0B6477, 0x6FC3D3)),
    "*n* = 8": SeriesStyle(line: Color(0x4B5FA8, 0x8FA5F0)),
    "*n* = 16": SeriesStyle(line: Color(0x2B2F66, 0x7B83D8)),
  ]
}
