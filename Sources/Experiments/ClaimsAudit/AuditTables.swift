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

  /// Every claim of a note: its words and what they assert, what was tested of it, and what came out.
  static func claims(_ claims: [AuditedClaim], name: String) -> FactTable {
    FactTable(
      name: name, header: ["claim", "asserted", "tested", "theory", "measured", "verdict", "why"],
      numeric: [false, false, false, true, true, false, false],
      rows: claims.map { claim in
        [
          "**\(claim.id)** \(claim.gloss.markdownEscaped) “\(claim.quote.markdownEscaped)”",
          claim.asserted.markdownEscaped, tested(claim),
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

  /// The most telling number that was compared, and how many others were.
  ///
  /// A dagger marks a number that the note does not print: it is evaluated from the note's words.
  private static func tested(_ claim: AuditedClaim) -> String {
    guard let telling = claim.telling else { return "–" }
    let comparison = claim.comparisons[telling]
    let others = claim.comparisons.count - 1
    return
      "\(comparison.quantity.markdownEscaped): **\(comparison.assertion.text.markdownEscaped)**"
      + (comparison.assertion.isPrinted ? "" : "†") + (others > 0 ? " (+\(others))" : "")
  }

  /// The reason; a mark for what was judged by hand.
  private static func why(_ claim: AuditedClaim) -> String {
    claim.reason.markdownEscaped + (claim.decidedBy == .wording ? " (Judged by its wording.)" : "")
  }
}
