import Charts
import Experiments
import Simulation
import Study

/// The refuted numbers and the measurements, each over theory.
struct ClaimsAuditFigure: Figure {
  typealias Subject = ClaimsAudit

  let id = "claims-audit"

  func facts(of outcome: ClaimsAudit.Outcome, study: StudyConfiguration) -> [Fact] {
    let numbers = ClaimsAudit.charted(outcome)
    return [
      Fact("charted", text: String(numbers.count)),
      Fact(
        "farthest", numbers.map { max($0.claimed, 1 / $0.claimed) }.max() ?? 1, .significant(2)),
    ]
  }

  func chart(of outcome: ClaimsAudit.Outcome, study: StudyConfiguration, words: FigureWords)
    throws -> Chart
  {
    let numbers = ClaimsAudit.charted(outcome)
    // The claim's number, and below it what the number is of.
    let rows = numbers.map { number in
      words.text("row", Self.facts(of: number, words)) + "\n"
        + Self.quantity(of: number, words).replacing("_", with: "")
    }
    let ratios = numbers.map(\.claimed) + [1]
    let (low, high) = ((ratios.min() ?? 1) / 1.6, (ratios.max() ?? 1) * 1.6)
    let (measured, claimed, claim) = (words["measured"], words["claimed"], words["claim"])
    words.state(
      Fact(
        "numbers",
        text: numbers.map { words.text("alt.row", Self.facts(of: $0, words)) }.joined(
          separator: "; ")))
    return Chart(id) {
      RuleMark(x: .value(words["theory"], 1.0)).foregroundStyle(.theory).label(words["text.theory"])
      for (row, number) in zip(rows, numbers) {
        RuleMark(
          xStart: .value(measured, min(1, number.claimed)),
          xEnd: .value(claimed, max(1, number.claimed)), y: .value(claim, row)
        ).foregroundStyle(.band)
        if let estimate = number.measured {
          RuleMark(
            xStart: .value(measured, estimate.low / number.theory),
            xEnd: .value(measured, estimate.high / number.theory), y: .value(claim, row)
          ).foregroundStyle(.accent).lineStyle(width: 6).opacity(0.4)
          PointMark(
            x: .value(measured, estimate.value / number.theory), y: .value(claim, row)
          ).foregroundStyle(.accent).symbolSize(radius: 3)
        }
        PointMark(x: .value(claimed, number.claimed), y: .value(claim, row))
          .symbol(.circle, isHollow: true).foregroundStyle(.ink)
      }
    }
    .chartXScale(type: LogScale(), domain: low...high)
    .chartYScale(categories: rows.reversed())
    .chartXAxisLabel(words["x"])
    .chartPlotHeight(Double(36 * max(rows.count, 1)))
    .chartLegend(.hidden)
  }

  /// What was compared, in the words of the audit or, where a template has others, in its words.
  private static func quantity(of number: ClaimsAudit.RefutedNumber, _ words: FigureWords) -> String
  {
    words.optional("if.\(number.id).quantity") ?? number.quantity
  }

  /// What the texts of one number quote; the measurement is empty where there is none.
  private static func facts(
    of number: ClaimsAudit.RefutedNumber, _ words: FigureWords
  ) -> [Fact] {
    [
      Fact("id", text: number.id), Fact("quantity", text: quantity(of: number, words)),
      Fact("asserted", text: number.asserted), Fact("theory", text: number.theoryText),
      Fact("measured", text: number.measuredText ?? ""),
    ]
  }
}
