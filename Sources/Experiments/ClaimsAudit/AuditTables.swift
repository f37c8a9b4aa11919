import Audit
import Simulation
import Study

/// The tables of chapter 14.
enum AuditTables {
  /// How many claims of each note got which verdict.
  static func summary(_ claims: [AuditedClaim], notes: [String]) -> FactTable {
    func row(_ title: String, _ some: [AuditedClaim]) -> [String] {
      [title, "\(some.count)"]
        + Verdict.allCases.map { verdict in "\(some.count { $0.verdict == verdict })" }
    }
    return FactTable(
      name: "audit-summary",
      header: ["note", "claims"] + Verdict.allCases.map(key(of:)),
      numeric: [false] + Verdict.allCases.map { _ in true } + [true],
      rows: notes.map { note in row(note, claims.filter { $0.note == note }) } + [
        row("@all", claims)
      ]
    )
  }

  /// Every claim of a note with its numbers, its verdict and the reason.
  static func claims(_ claims: [AuditedClaim], name: String) -> FactTable {
    FactTable(
      name: name, header: ["claim", "asserted", "theory", "measured", "verdict", "why"],
      numeric: [false, false, true, true, false, false],
      rows: claims.map { claim in
        [
          "**\(claim.id)** \(claim.gloss.markdownEscaped) “\(claim.quote.markdownEscaped)”",
          claim.shownAssertion.markdownEscaped,
          claim.theory.map { decimal($0, significant: claim.telltaleDigits) } ?? "–",
          claim.measured.map(interval) ?? "–",
          "@if.\(key(of: claim.verdict))",
          why(claim),
        ]
      })
  }

  /// The key of a verdict's words.
  private static func key(of verdict: Verdict) -> String {
    verdict == .notCheckable ? "not-checkable" : verdict.rawValue
  }

  private static func interval(_ estimate: Estimate) -> String {
    let digits = { (x: Double) in decimal(x, significant: 4) }
    return "\(digits(estimate.value)) (\(digits(estimate.low)) to \(digits(estimate.high))), "
      + "n = \(NumberFormat.count.text(Double(estimate.samples)))"
  }

  /// What was compared, where it needs saying, and the reason; a mark for what was judged by hand.
  private static func why(_ claim: AuditedClaim) -> String {
    let quantity = claim.telling.map { claim.comparisons[$0].quantity.markdownEscaped } ?? ""
    let hand = claim.decidedBy == .wording ? " (Judged by its wording.)" : ""
    return (quantity.isEmpty ? "" : "*\(quantity):* ") + claim.reason.markdownEscaped + hand
  }
}
