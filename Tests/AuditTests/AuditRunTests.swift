import Foundation
import Simulation
import Testing

@testable import Audit

/// The whole audit.
@Suite struct AuditRunTests {
  private static let seeds = SeedTree(seed: 20_261_121).child("claims-audit")
  private static let audited = Task { try await ClaimAudit.run(seeds: seeds, jobs: 2) }

  private func json(_ claims: [AuditedClaim]) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return try encoder.encode(claims)
  }

  @Test func verdictsAreTheCommittedOnes() async throws {
    let audited = try await Self.audited.value
    #expect(CommittedVerdicts.changes(in: audited).map(\.description) == [])
  }

  @Test(arguments: [1, 7]) func theNumberOfJobsChangesNothing(jobs: Int) async throws {
    let audited = try await Self.audited.value
    let again = try await ClaimAudit.run(seeds: Self.seeds, jobs: jobs)
    #expect(try json(again) == json(audited))
  }

  @Test func aClaimAloneGivesWhatItGivesAmongAll() async throws {
    let audited = try await Self.audited.value
    let some = try ClaimCatalog.claims(only: ["S000-10", "S001-18", "S003-29"])
    let alone = try await ClaimAudit.run(some, seeds: Self.seeds, jobs: 1)
    #expect(alone == audited.filter { claim in some.contains { $0.id == claim.id } })
  }

  @Test(arguments: [7 as UInt64, 2024]) func anotherSeedGivesTheSameVerdicts(seed: UInt64)
    async throws
  {
    // The intervals hold together with 95 %, so a changed verdict is not a matter of luck.
    let other = try await ClaimAudit.run(seeds: SeedTree(seed: seed), jobs: 2)
    #expect(CommittedVerdicts.changes(in: other).map(\.description) == [])
  }

  @Test func noVerdictContradictsItsNumbers() async throws {
    for claim in try await Self.audited.value where claim.decidedBy != .wording {
      let standings = claim.comparisons.map(\.standing)
      #expect(!standings.contains(.conflict) && !standings.contains(.open), "\(claim.id)")
      switch claim.verdict {
      case .confirmed: #expect(!standings.contains(.fails), "\(claim.id)")
      case .refuted: #expect(standings.contains(.fails), "\(claim.id)")
      case .imprecise:
        #expect(standings.contains(.fails) && standings.contains(.holds), "\(claim.id)")
      case .notCheckable: #expect(!standings.contains(.fails), "\(claim.id)")
      }
      for comparison in claim.comparisons {
        if let theory = comparison.theory, let measured = comparison.measured {
          #expect(measured.low <= theory + comparison.theoryError + 1e-9, "\(claim.id)")
          #expect(measured.high >= theory - comparison.theoryError - 1e-9, "\(claim.id)")
        }
      }
    }
  }

  @Test func theLevelOfTheIntervalsCoversTheirNumber() async throws {
    let count = try await Self.audited.value.reduce(0) {
      $0 + $1.comparisons.count { $0.measured != nil }
    }
    #expect((100...ClaimAudit.mostIntervals).contains(count))
  }

  @Test func whatWordsQuoteIsThere() async throws {
    for claim in try await Self.audited.value {
      for quoted in claim.quoted + claim.comparisons.flatMap(\.quoted) {
        #expect((quoted.value == nil) != (quoted.text == nil), "\(claim.id) \(quoted.name)")
        #expect(quoted.value?.isFinite ?? true, "\(claim.id) \(quoted.name)")
        #expect(!quoted.shown.isEmpty, "\(claim.id) \(quoted.name)")
      }
    }
  }

  @Test func entriesHaveAllTheirFields() async throws {
    let audited = try await Self.audited.value
    let data = try json(audited)
    let objects = try #require(try JSONSerialization.jsonObject(with: data) as? [[String: Any]])
    let fields: Set = [
      "id", "note", "quote", "theory", "measured", "verdict", "decidedBy", "rule", "reason",
      "quoted", "comparisons", "telling",
    ]
    for object in objects { #expect(Set(object.keys) == fields) }
    #expect(try JSONDecoder().decode([AuditedClaim].self, from: data) == audited)
  }

  @Test func aChangedVerdictIsFound() async throws {
    let claim = Claim("S000-01", "") { _ in .wording(.refuted) }
    let unknown = Claim("S999-01", "") { _ in .wording(.refuted) }
    let audited = try await ClaimAudit.run([claim, unknown], seeds: Self.seeds, jobs: 1)
    #expect(
      CommittedVerdicts.changes(in: audited).map(\.description) == [
        "S000-01 was confirmed and is now refuted",
        "S999-01 was not in the list and is now refuted",
      ])
  }
}
