import Audit
import Experiments
import Study
import Simulation

/// The audit as a table for terminals: a line of numbers for each claim, its reason below.
struct AuditTable {
  private let claims: [WordedClaim]
  /// The columns that a line may take.
  private let width: Int

  init(_ claims: [WordedClaim], width: Int = 110) {
    self.claims = claims
    self.width = width
  }

  /// The lines.
  var text: String {
    var lines = [row("claim", "verdict", "asserted", "theory", "measured (95 % together, samples)")]
    lines.append(String(repeating: "─", count: width))
    for worded in claims {
      let claim = worded.claim
      lines.append(
        row(
          claim.id, claim.verdict.mark + " " + claim.verdict.rawValue, worded.shownAssertion,
          claim.theory.map { decimal($0, significant: claim.telltaleDigits) } ?? "—",
          claim.measured.map(Self.interval) ?? "—"))
      let quantity = claim.telling.map { "[" + worded.comparisons[$0].quantity + "] " } ?? ""
      lines += wrapped(quantity + worded.reason, indent: 9)
    }
    lines.append(String(repeating: "─", count: width))
    lines.append(summary)
    return lines.joined(separator: "\n") + "\n"
  }

  private var summary: String {
    Verdict.allCases.map { verdict in
      "\(claims.count { $0.claim.verdict == verdict }) \(verdict.rawValue)"
    }.joined(separator: ", ")
  }

  private func row(
    _ id: String, _ verdict: String, _ asserted: String, _ theory: String, _ measured: String
  ) -> String {
    [(id, 9), (verdict, 17), (asserted, 26), (theory, 14), (measured, 0)].map { text, size in
      let cut = size > 0 && text.count > size - 2 ? String(text.prefix(size - 3)) + "…" : text
      return cut + String(repeating: " ", count: max(0, size - cut.count))
    }.joined()
  }

  private func wrapped(_ text: String, indent: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, line.count + 1 + word.count > width - indent {
        lines.append(line)
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    return (lines + [line]).map { String(repeating: " ", count: indent) + $0 }
  }

  private static func interval(_ estimate: Estimate) -> String {
    let (value, low, high) = (
      decimal(estimate.value, significant: 4), decimal(estimate.low, significant: 4),
      decimal(estimate.high, significant: 4)
    )
    return "\(value) [\(low), \(high)] n = \(estimate.samples)"
  }
}
