import Charts
import Experiments
import Graphics
import Simulation
import Study

/// A fan of single runs around their median, theory, and the note's matrix.
struct GaussianProductFigure: Figure {
  typealias Subject = GaussianProduct

  let id = "gaussian-product"

  /// More lines weigh more and show no more: where hundreds cross, none can be followed.
  private static let drawnRuns = 50

  func facts(of outcome: GaussianProduct.Outcome, study: StudyConfiguration) throws -> [Fact] {
    let theory = try LyapunovExponents(size: outcome.size)
    let rate = DecimalLogarithm.ofExponential(theory.top)
    let share = outcome.shareAboveNote.value
    // The lines are parallel once a product has forgotten its start: the mean over the second half.
    let gaps = zip(outcome.steps, outcome.median).map { $1 - rate * Double($0) }
      .suffix((outcome.steps.count + 1) / 2)
    let gap = gaps.reduce(0, +) / Double(gaps.count)
    return [
      Fact("size", outcome.size), Fact("entries", outcome.size * outcome.size),
      Fact("end-power", outcome.end.value, .powerOfTen(1)),
      Fact("median-decades", outcome.median.last ?? .nan, .fixed(1)),
      Fact("offset", Elementary.power10(abs(gap)), .significant(2)),
      Fact("theory-is-below", text: gap > 0 ? "yes" : ""),
      Fact("note-largest", GaussianProduct.noteLargest, .scientific(1)),
      Fact("note-decades", Elementary.log10(GaussianProduct.noteLargest), .fixed(1)),
      // While the note's matrix lies inside the middle 95 % of the runs.
      Fact("note-is-typical", text: (0.025...0.975).contains(share) ? "yes" : ""),
      Fact("runs", text: String(outcome.end.samples)),
      Fact("drawn", min(Self.drawnRuns, outcome.runs.count)),
    ]
  }

  func chart(of outcome: GaussianProduct.Outcome, study: StudyConfiguration, words: FigureWords)
    throws -> Chart
  {
    let theory = try LyapunovExponents(size: outcome.size)
    let last = Double(outcome.matrices)
    let rate = DecimalLogarithm.ofExponential(theory.top)
    let spread = 1.96 * DecimalLogarithm.ofExponential(theory.variancePerStep.squareRoot())
    let times = outcome.steps.map(Double.init)
    let note = Elementary.log10(GaussianProduct.noteLargest)
    let (matrices, largest, run) = (words["matrices"], words["largest"], words["run"])
    let median = words["series.median"]
    return Chart(id) {
      for (index, values) in outcome.runs.prefix(Self.drawnRuns).enumerated() {
        LineMark(
          x: .value(matrices, times), y: .log10(largest, values),
          series: .value(run, "\(index + 1)")
        )
        .foregroundStyle(.series(median)).opacity(0.3).lineStyle(width: 0.8).endLabelHidden()
      }
      for sign in [-1.0, 1] {
        LineMark(
          x: .value(matrices, times),
          y: .log10(words["range"], times.map { rate * $0 + sign * spread * $0.squareRoot() }),
          series: .value(run, words[sign < 0 ? "series.lower" : "series.upper"])
        )
        .lineStyle(.theory).endLabelHidden()
      }
      LineMark(
        x: .value(matrices, times), y: .log10(largest, outcome.median),
        series: .value(run, median)
      )
      .lineStyle(width: 2.25)
      .endLabel(
        median, detail: NumberFormat.powerOfTen(outcome.median.last ?? 0), showsSymbol: false)
      LineMark(
        x: .value(matrices, [0, last]), y: .log10(words["growth"], [0, rate * last]),
        series: .value(run, words["series.theory"])
      )
      .lineStyle(.theoryOverlay).endLabelHidden()
      PointMark(x: .value(matrices, last), y: .log10(words["note"], note))
        .foregroundStyle(.ink).symbol(.diamond).symbolSize(radius: 4.2)
      TextMark(
        words["text.note"], detail: words["text.note.detail"],
        x: .value(matrices, last - 21), y: .log10(largest, 31.2), alignment: .end
      )
      .foregroundStyle(.ink).bold().halo()
      .leader(toX: .value(matrices, last), y: .log10(largest, note), gap: 6)
      TextMark(
        words["text.theory"],
        detail: words["text.theory.detail"] + "\n" + words["text.theory.below"],
        x: .value(matrices, 52), y: .log10(largest, 3.2), vertical: .center
      )
      .leader(toX: .value(matrices, 44), y: .log10(largest, rate * 44))
    }
    .chartForegroundStyleScale([median: SeriesStyle(line: Color(0x0B6477, 0x6FC3D3))])
    .chartLegend(.direct)
    .chartXScale(domain: 0...last)
    .chartXAxis(values: [1, 20, 40, 60, 80, last])
    .chartXAxisLabel(words["x"])
    .chartYScale(log10Domain: -3...33)
    .chartYAxisLabel(words["y"])
    .chartPlotHeight(380)
  }
}
