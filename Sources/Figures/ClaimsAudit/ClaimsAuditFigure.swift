import Charts
import Experiments
import Simulation
import Study

/// The refuted numbers and the measurements, each over theory; a panel for each table or script of the notes.
struct ClaimsAuditFigure: Figure {
  typealias Subject = ClaimsAudit
  typealias Number = ClaimsAudit.RefutedNumber

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
    let ratios = numbers.map(\.claimed) + [1]
    return Chart(id) {
      for (source, members) in Self.groups(numbers) {
        PanelRow("", height: Double(24 * members.count + 6)) {
          panel(source, members, words)
        }
      }
    }
    .chartXScale(
      type: LogScale(), domain: (ratios.min() ?? 1) / 1.25...(ratios.max() ?? 1) * 1.15
    )
    .chartXAxisLabel(words["x"])
    .chartLegend(.hidden)
  }

  private func panel(_ source: String, _ numbers: [Number], _ words: FigureWords) -> Panel {
    let (measured, claimed, claim) = (words["measured"], words["claimed"], words["claim"])
    let rows = numbers.map { words.text("row", Self.facts(of: $0)) }
    return Panel(words.optional("if.source." + source)) {
      RuleMark(x: .value(words["theory"], 1.0)).foregroundStyle(.theory)
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
    .chartYScale(categories: rows.reversed())
  }

  /// The numbers by what prints them, in the notes' order.
  private static func groups(_ numbers: [Number]) -> [(source: String, members: [Number])] {
    var groups: [(source: String, members: [Number])] = []
    for number in numbers {
      let source = number.source
      if groups.last?.source == source {
        groups[groups.count - 1].members.append(number)
      } else {
        groups.append((source, [number]))
      }
    }
    return groups
  }

  /// What the texts of one number quote; the measurement is empty where there is none.
  private static func facts(of number: Number) -> [Fact] {
    [
      Fact("id", text: number.id), number.quantity,
      Fact("asserted", text: number.asserted), Fact("theory", text: number.theoryText),
      Fact("measured", text: number.measuredText ?? ""),
    ]
  }
}
