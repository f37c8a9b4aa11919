import Audit
import Charts
import Foundation
import Testing

@testable import Experiments
import Study

@Suite("Audit of the claims") struct ClaimsAuditTests {
  @Test func theChapterCountsEveryClaim() async throws {
    let outcome = try await AuditedNotes.outcome.value
    let facts = ClaimsAudit().facts(of: outcome, study: StudyConfiguration())
    func number(_ name: String) throws -> Double {
      let fact = try #require(facts.first { $0.name == name })
      guard case .number(let value) = fact.value else { return .nan }
      return value
    }
    let verdicts = ["confirmed", "imprecise", "refuted", "not-checkable"]
    let total = try verdicts.map { try number("audit-\($0)") }.reduce(0, +)
    #expect(total == Double(ClaimCatalog.all.count))
    #expect(try number("audit-claims") == total)
    let bases = try ["both", "theory", "measurement", "wording"].map {
      try number("audit-by-\($0)")
    }
    #expect(bases.reduce(0, +) == total)
  }

  @Test func everyQuotedNumberIsThere() async throws {
    let outcome = try await AuditedNotes.outcome.value
    for fact in ClaimsAudit().facts(of: outcome, study: StudyConfiguration()) {
      #expect(fact.text().map { !$0.contains("undefined") } == true, "\(fact.name)")
    }
  }

  @Test func theTablesHoldEveryClaimOnce() async throws {
    let outcome = try await AuditedNotes.outcome.value
    let tables = ClaimsAudit().tables(of: outcome, study: StudyConfiguration())
    #expect(tables.first?.rows.last?[1] == "\(outcome.claims.count)")
    let ids = tables.dropFirst().flatMap(\.facts).map { $0.first { $0.name == "id" }?.text() }
    #expect(ids == outcome.claims.map(\.id))
  }

  @Test func theChartShowsRefutedNumbersOffTheLineAndMeasurementsOnIt() async throws {
    let outcome = try await AuditedNotes.outcome.value
    let numbers = ClaimsAudit.charted(outcome)
    // The refuted numbers that a note prints, by reading the notes; what we evaluated from their formulas
    // (S001-10, S001-28 to S001-30, S003-21, S003-22, S004-10) is not among them.
    #expect(
      numbers.map(\.id) == [
        "S001-17", "S001-18", "S001-19", "S001-33", "S001-34", "S001-35", "S001-49", "S001-50",
        "S001-51", "S001-52", "S001-53", "S003-19",
      ])
    for number in numbers {
      #expect(number.claimed != 1, "\(number.id)")
      guard let measured = number.measured else { continue }
      // Relative to theory, which is exact for these.
      #expect(measured.low / number.theory < 1.02, "\(number.id)")
      #expect(measured.high / number.theory > 0.98, "\(number.id)")
    }
    let charts = try charts(of: ClaimsAudit(), outcome, study: StudyConfiguration())
    #expect(charts.map(\.id) == ClaimsAudit().chartIDs)
  }

  @Test func savedOutcomesComeBackTheSame() async throws {
    let outcome = try await AuditedNotes.outcome.value
    let data = try JSONEncoder().encode(outcome)
    #expect(try JSONDecoder().decode(ClaimsAudit.Outcome.self, from: data) == outcome)
  }
}
