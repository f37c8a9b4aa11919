import Charts
import Graphics
import Publishing
import Simulation
import Study

/// The chart of a training: how losses fall, how far each matrix moved, and the gradient before and after.
struct TrainingChart {
  let report: TrainingReport

  init(_ report: TrainingReport) { self.report = report }

  /// The chart; throws ``NothingToDraw`` where no loss was finite.
  func chart() throws -> Chart {
    let losses = thinned(report.losses.filter { $0.raw.median.isFinite && $0.raw.median > 0 })
    let tests = report.tests.filter { $0.loss.raw.median.isFinite && $0.loss.raw.median > 0 }
    guard let start = losses.first ?? tests.first?.loss else { throw NothingToDraw() }
    let all = (losses + tests.map(\.loss)).flatMap { [$0.raw.low, $0.raw.median] }
    // What is ten times as bad as the start has left the picture.
    let floor = max(1e-12, min(all.filter { $0 > 0 }.min() ?? 1, report.targetLoss))
    let top = Elementary.log10(max(start.raw.median, report.task.constantLoss) * 10)
    let domain = (Elementary.log10(floor) - 0.1)...top
    let diverged = report.divergedAt.compactMap(\.wrappedValue)
    let facts = [
      Fact("network", text: RichText.escaped(report.network)), Fact("task", text: report.task.name),
      Fact("learned", text: "\(report.learnedAt.count { $0.wrappedValue != nil })"),
      Fact("networks", text: "\(report.networks)"), Fact("optimizer", text: report.optimizer.name),
      Fact("rate", text: PropagationText.number(report.optimizer.learningRate, 3)),
      Fact("warm-up", text: report.optimizer.warmUp == 0 ? "" : "\(report.optimizer.warmUp)"),
      Fact("batch", text: "\(report.batch)"), Fact("steps", text: "\(report.steps)"),
      Fact("goal", text: PropagationText.number(report.targetLoss, 3)),
      Fact("precision", text: report.precision.rawValue), Fact("seed", text: "\(report.seed)"),
      Fact("diverged", text: diverged.isEmpty ? "" : "\(diverged.count)"),
    ]
    return try ChartWords.chart("training", facts: facts) { words in
      Chart("training") {
        Panel(words["panel.loss"]) { lossMarks(losses, tests.map(\.loss), domain, words) }
          .chartXScale(domain: 0...Double(max(1, report.steps)))
          .chartYScale(log10Domain: domain)
          .chartXAxisLabel(words["step"])
        // Networks that all diverged before their first test have not moved.
        if matrices.contains(where: { $0 > 0 }) {
          Panel(words["panel.movement"]) { movement(words) }
            .chartXScale(domain: 0.5...(Double(max(1, matrices.count)) + 0.5))
            .chartYScale(log10Domain: Self.decades(matrices))
            .chartXAxisLabel(words["layer"])
        }
        Panel(words["panel.gradient"]) { gradients(words) }
          .chartXScale(domain: 0.5...(Double(max(1, gradientStages.count)) + 0.5))
          .chartYScale(log10Domain: Self.decades(gradientSizes))
          .chartXAxisLabel(words["layer"])
      }
      .chartForegroundStyleScale([
        words["series.own"]: SeriesStyle(line: Color(0x5E6069, 0xA3A6AD)),
        words["series.held"]: SeriesStyle(
          line: Color(0x0B7F87, 0x62C6CD), text: Color(0x076C73, 0x62C6CD)),
        words["series.before"]: SeriesStyle(
          line: Color(0x2B73B3, 0x559FDF), text: Color(0x2468A5, 0x7DB9F0)),
        words["series.after"]: SeriesStyle(line: Color(0xA3231F, 0xFF8F86)),
      ])
      .chartFacet(columns: 3)
      .chartFacetScales(.free)
      .chartLegend(.top)
      .chartPlotHeight(250)
    }
  }

  /// At most some hundred points: more cannot be seen.
  private func thinned(_ losses: [TrainingReport.Spread]) -> [TrainingReport.Spread] {
    let every = max(1, losses.count / 200)
    return losses.enumerated().filter { $0.offset % every == 0 }.map(\.element)
  }

  /// Where a loss is drawn: at the border where it left the picture.
  private static func logarithm(_ x: Double, in domain: ClosedRange<Double>) -> Double {
    guard x.isFinite, x > 0 else { return domain.upperBound }
    return min(domain.upperBound, max(domain.lowerBound, Elementary.log10(x)))
  }

  @MarkBuilder
  private func lossMarks(
    _ losses: [TrainingReport.Spread], _ tests: [TrainingReport.Spread],
    _ domain: ClosedRange<Double>, _ words: FigureWords
  ) -> [any Mark] {
    let (own, held) = (words["series.own"], words["series.held"])
    if !losses.isEmpty {
      RibbonMark(
        x: .value(words["step"], losses.map { Double($0.step) }),
        lower: .log10(words["loss"], losses.map { Self.logarithm($0.raw.low, in: domain) }),
        upper: .log10(words["loss"], losses.map { Self.logarithm($0.raw.high, in: domain) }),
        series: .value(words["series"], own))
      LineMark(
        x: .value(words["step"], losses.map { Double($0.step) }),
        y: .log10(words["loss"], losses.map { Self.logarithm($0.raw.median, in: domain) }),
        series: .value(words["series"], own)
      )
    }
    if !tests.isEmpty {
      LineMark(
        x: .value(words["step"], tests.map { Double($0.step) }),
        y: .log10(words["loss"], tests.map { Self.logarithm($0.raw.median, in: domain) }),
        series: .value(words["series"], held)
      )
    }
    RuleMark(y: .log10(words["goal"], [Elementary.log10(report.targetLoss)]))
      .foregroundStyle(.muted)
    if let first = report.divergedAt.compactMap(\.wrappedValue).min() {
      RuleMark(x: .value(words["step"], [Double(first)]))
        .label(words["diverges"], at: .middle).foregroundStyle(.muted)
      PointMark(
        x: .value(words["step"], [Double(first)]), y: .log10(words["loss"], [domain.upperBound])
      ).foregroundStyle(.ink)
    }
  }

  private var matrices: [Double] {
    (report.tests.last?.layers ?? []).map { $0.movement ?? 0 }
  }

  @MarkBuilder
  private func movement(_ words: FigureWords) -> [any Mark] {
    let moved = matrices.enumerated().filter { $0.element > 0 }
    if !moved.isEmpty {
      LineMark(
        x: .value(words["layer"], moved.map { Double($0.offset + 1) }),
        y: .log10(words["movement"], moved.map { Elementary.log10($0.element) }),
        series: .value(words["series"], words["series.after"])
      )
    }
  }

  /// Stages with weights.
  private var gradientStages: [Int] {
    (report.tests.first?.stages ?? []).indices.filter {
      report.tests[0].stages[$0].weightGradient != nil
    }
  }

  private var gradientSizes: [Double] {
    [report.tests.first, report.tests.last].compactMap(\.self).flatMap { test in
      gradientStages.compactMap { test.stages[$0].weightGradient }
    }
  }

  /// A range around numbers that is a decade at least.
  private static func decades(_ numbers: [Double]) -> ClosedRange<Double> {
    let logarithms = numbers.filter { $0 > 0 && $0.isFinite }.map { Elementary.log10($0) }
    guard let low = logarithms.min(), let high = logarithms.max() else { return -1...0 }
    let room = max(0.1, (1 - (high - low)) / 2)
    return (low - room)...(high + room)
  }

  @MarkBuilder
  private func gradients(_ words: FigureWords) -> [any Mark] {
    let stages = gradientStages
    let ends =
      [(report.tests.first, words["series.before"])]
      + (report.tests.count > 1 ? [(report.tests.last, words["series.after"])] : [])
    for (test, name) in ends {
      if let test {
        let points = stages.enumerated().compactMap { place, stage in
          test.stages[stage].weightGradient.flatMap { $0 > 0 ? (Double(place + 1), $0) : nil }
        }
        if !points.isEmpty {
          LineMark(
            x: .value(words["layer"], points.map(\.0)),
            y: .log10(words["gradient"], points.map { Elementary.log10($0.1) }),
            series: .value(words["series"], name)
          )
        }
      }
    }
  }
}
