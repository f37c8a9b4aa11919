import Simulation
import Testing

@testable import Audit

/// Each rule, with synthetic comparisons.
@Suite struct RuleTests {
  private let holds = Comparison("holds", .formula(1), theory: 1)
  private let fails = Comparison("fails", .formula(1), theory: 2)
  private let open = Comparison(
    "open", .below(1), measured: Estimate(value: 1, low: 0.5, high: 1.5, samples: 9))
  private let conflict = Comparison(
    "conflict", .formula(1), theory: 1,
    measured: Estimate(value: 3, low: 2.9, high: 3.1, samples: 9))
  private let measured = Comparison(
    "measured", .formula(1), theory: 2,
    measured: Estimate(value: 2, low: 1.9, high: 2.1, samples: 9))

  private func verdict(_ rule: Rule, _ comparisons: [Comparison]) -> Verdict {
    rule.decide(comparisons).verdict
  }

  @Test func aStatementIsRefutedByOneFailure() {
    #expect(verdict(.statement, [holds, holds]) == .confirmed)
    #expect(verdict(.statement, [holds, fails]) == .refuted)
    #expect(verdict(.statement, [holds, open]) == .notCheckable)
    #expect(verdict(.statement, [fails, open]) == .refuted)
    #expect(verdict(.statement, []) == .notCheckable)
  }

  @Test func aLawIsImpreciseWhereItHoldsInSomeSettings() {
    #expect(verdict(.law, [holds, holds]) == .confirmed)
    #expect(verdict(.law, [holds, fails]) == .imprecise)
    #expect(verdict(.law, [fails, fails]) == .refuted)
    #expect(verdict(.law, [holds, open]) == .notCheckable)
  }

  @Test func authenticityIsNeverConfirmed() {
    #expect(verdict(.authenticity, [holds]) == .notCheckable)
    #expect(verdict(.authenticity, [holds, fails]) == .refuted)
  }

  @Test func aConflictWithholdsTheVerdict() {
    for rule in [Rule.statement, .law, .authenticity] {
      let decision = rule.decide([holds, conflict])
      #expect(decision.verdict == .notCheckable)
      #expect(decision.isConflict)
    }
  }

  @Test func wordingIsJudgedByHandAndSaysSo() {
    for verdict in Verdict.allCases {
      let decision = Rule.wording(verdict).decide([])
      #expect(decision.verdict == verdict)
      #expect(decision.decidedBy == .wording)
    }
  }

  @Test func whatDecidedFollowsFromTheNumbers() {
    #expect(Rule.statement.decide([holds]).decidedBy == .theory)
    #expect(Rule.statement.decide([measured]).decidedBy == .both)
    let alone = Comparison(
      "alone", .below(1), measured: Estimate(value: 0, low: -0.1, high: 0.1, samples: 9))
    #expect(Rule.statement.decide([alone]).decidedBy == .measurement)
  }

  @Test func theTellingComparisonShowsTheVerdict() {
    #expect(Rule.statement.decide([holds, fails]).telling == 1)
    #expect(Rule.statement.decide([fails, measured]).telling == 1)
    #expect(Rule.law.decide([fails, holds]).telling == 0)
    #expect(Rule.statement.decide([holds, holds]).telling == 0)
    #expect(Rule.wording(.confirmed).decide([]).telling == nil)
  }
}
