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
      rows: notes.map { note in row("@note-\(note.prefix(3))", claims.filter { $0.note == note }) }
        + [
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
          "@claim.text", "@asserted.text",
          claim.telling == nil ? "–" : "@if.tested",
          claim.theory.map { decimal($0, significant: claim.telltaleDigits) } ?? "–",
          claim.measured == nil ? "–" : "@if.estimate",
          "@if.\(key(of: claim.verdict))", "@why.text",
        ]
      },
      facts: claims.map { claim in
        [
          Fact("id", text: claim.id), Fact("gloss", words: "gloss", of: claim.id),
          Fact("asserted", words: "asserts", of: claim.id, quoting: claim.quoted.facts),
          Fact("quote", text: claim.quote.markdownEscaped),
          Fact("reason", words: claim.reason, of: claim.id, quoting: claim.quoted.facts),
          Fact("by-hand", text: claim.decidedBy == .wording ? "yes" : ""),
        ] + tested(claim) + (claim.measured.map(estimate) ?? [])
      })
  }

  /// The key of a verdict's words.
  private static func key(of verdict: Verdict) -> String {
    verdict == .notCheckable ? "not-checkable" : verdict.rawValue
  }

  /// The number that told most: what it is of, the value that would make the claim true, whether the note prints
  /// that value or it is evaluated here from its words, and how many other numbers were compared.
  private static func tested(_ claim: AuditedClaim) -> [Fact] {
    guard let telling = claim.telling else { return [] }
    let comparison = claim.comparisons[telling]
    let others = claim.comparisons.count - 1
    let value = comparison.assertion
    return [
      comparison.quantityFact(of: claim),
      value.wordsKey.map {
        Fact("value-if-true", words: $0, of: claim.id, quoting: claim.quoted.facts)
      }
        ?? Fact("value-if-true", text: value.text.markdownEscaped),
      Fact("ours", text: comparison.assertion.isPrinted ? "" : "yes"),
      Fact("others", text: others > 0 ? "\(others)" : ""),
    ]
  }

  private static func estimate(_ measured: Estimate) -> [Fact] {
    let numbers = [
      ("value", measured.value), ("low", measured.low), ("high", measured.high),
    ]
    return numbers.map { Fact($0, text: decimal($1, significant: 4)) }
      + [Fact("samples", measured.samples)]
  }
}
