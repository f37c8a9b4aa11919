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
          "@claim.text", claim.shownAssertion.markdownEscaped,
          claim.theory.map { decimal($0, significant: claim.telltaleDigits) } ?? "–",
          claim.measured == nil ? "–" : "@if.estimate",
          "@if.\(key(of: claim.verdict))", "@why.text",
        ]
      },
      facts: claims.map { claim in
        [
          Fact("id", text: claim.id), Fact("gloss", text: claim.gloss.markdownEscaped),
          Fact("quote", text: claim.quote.markdownEscaped),
          // What was compared, where it needs saying.
          Fact(
            "quantity",
            text: claim.telling.map { claim.comparisons[$0].quantity.markdownEscaped } ?? ""),
          Fact("reason", text: claim.reason.markdownEscaped),
          Fact("by-hand", text: claim.decidedBy == .wording ? "yes" : ""),
        ] + (claim.measured.map(estimate) ?? [])
      })
  }

  /// The key of a verdict's words.
  private static func key(of verdict: Verdict) -> String {
    verdict == .notCheckable ? "not-checkable" : verdict.rawValue
  }

  private static func estimate(_ measured: Estimate) -> [Fact] {
    let numbers = [
      ("value", measured.value), ("low", measured.low), ("high", measured.high),
    ]
    return numbers.map { Fact($0, text: decimal($1, significant: 4)) }
      + [Fact("samples", measured.samples)]
  }
}
