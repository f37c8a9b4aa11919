import Audit
import Charts
import Simulation
import Study

extension ClaimsAudit {
  /// A refuted number beside what is true of it.
  struct RefutedNumber {
    let id: String
    let quantity: String
    let asserted: String
    /// The asserted number over the theory's.
    let claimed: Double
    let theory: Double
    /// How many digits of the theory show the difference.
    let digits: Int
    let measured: Estimate?

    /// `S001-17: 1.00 for 0.5`.
    var label: String { "\(id): \(asserted) for \(decimal(theory, significant: digits))" }
  }

  /// The refuted claims that assert a positive number where theory has another.
  static func charted(_ outcome: Outcome) -> [RefutedNumber] {
    outcome.claims.compactMap { claim in
      guard claim.verdict == .refuted, let telling = claim.telling else { return nil }
      let comparison = claim.comparisons[telling]
      guard let value = comparison.assertion.value, let theory = comparison.theory,
        value > 0, theory > 0
      else { return nil }
      return RefutedNumber(
        id: claim.id, quantity: comparison.quantity, asserted: comparison.assertion.text,
        claimed: value / theory, theory: theory,
        digits: abs(value / theory - 1) < 0.01 ? claim.telltaleDigits : 3,
        measured: comparison.measured)
    }
  }

  public func charts(of outcome: Outcome, study: StudyConfiguration) throws -> [Chart] {
    let numbers = Self.charted(outcome)
    let rows = numbers.map(\.label)
    let ratios = numbers.map(\.claimed) + [1]
    let (low, high) = ((ratios.min() ?? 1) / 1.6, (ratios.max() ?? 1) * 1.6)
    let chart = Chart("claims-audit") {
      RuleMark(x: .value("Theory", 1.0)).foregroundStyle(.theory).label("theory")
      for (row, number) in zip(rows, numbers) {
        RuleMark(
          xStart: .value("Measured ÷ theory", min(1, number.claimed)),
          xEnd: .value("Claimed ÷ theory", max(1, number.claimed)), y: .value("Claim", row)
        ).foregroundStyle(.band)
        if let measured = number.measured {
          RuleMark(
            xStart: .value("Measured ÷ theory", measured.low / number.theory),
            xEnd: .value("Measured ÷ theory", measured.high / number.theory),
            y: .value("Claim", row)
          ).foregroundStyle(.accent).lineStyle(width: 6).opacity(0.4)
          PointMark(
            x: .value("Measured ÷ theory", measured.value / number.theory),
            y: .value("Claim", row)
          ).foregroundStyle(.accent).symbolSize(radius: 3)
        }
        PointMark(x: .value("Claimed ÷ theory", number.claimed), y: .value("Claim", row))
          .symbol(.circle, isHollow: true).foregroundStyle(.ink)
        TextMark(
          number.quantity.replacing("_", with: ""), x: .value("Claimed ÷ theory", low),
          y: .value("Claim", row)
        ).offset(x: 44).foregroundStyle(.muted).halo()
      }
    }
    return [
      chart
        .chartXScale(type: LogScale(), domain: low...high)
        .chartYScale(categories: rows.reversed())
        .chartXAxisLabel("Claimed (hollow) and measured (solid), each over theory")
        .chartPlotHeight(Double(24 * max(rows.count, 1)))
        .chartLegend(.hidden)
        .chartTitle(title(of: numbers))
        .chartSubtitle(
          "The refuted claims that assert a number: “1.00 for 0.5” reads “1.00 where theory has 0.5”."
        )
        .chartCaption(
          "**Hollow:** the note’s number over theory. **Solid:** measured over theory, where a "
            + "measurement makes sense, with its interval as a pale bar; all intervals of the audit "
            + "hold together with 95 %. Sample sizes are in the table. For S001-30 theory is the limit "
            + "of large matrices. Seed \(study.seed)."
        )
        .chartAltText(altText(of: numbers))
    ]
  }

  private func altText(of numbers: [RefutedNumber]) -> String {
    let list = numbers.map { number in
      "\(number.id), \(number.quantity): claimed \(number.asserted), theory "
        + decimal(number.theory, significant: number.digits)
        + (number.measured.map { ", measured " + decimal($0.value, significant: 3) } ?? "")
    }
    return
      "One row for each refuted number. Hollow marks, the claims over theory, lie off the line at "
      + "1; solid marks, the measurements over theory, lie on it. \(list.joined(separator: "; "))."
  }

  /// The finding, from the numbers.
  private func title(of numbers: [RefutedNumber]) -> String {
    let farthest = numbers.map { max($0.claimed, 1 / $0.claimed) }.max() ?? 1
    let factor = NumberFormat.significant(2).text(farthest)
    return "\(numbers.count) printed numbers miss the truth, by up to a factor of \(factor); "
      + "the measurements do not"
  }
}
