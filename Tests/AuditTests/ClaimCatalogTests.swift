import TestSupport
import Testing

@testable import Audit

/// The catalogue against the committed list of the notes' claims.
@Suite struct ClaimCatalogTests {
  private struct Listed: Decodable {
    let id: String
    let quote: String
  }

  @Test func everyClaimOfTheNotesIsThereOnceAndInOrder() throws {
    let listed = try Reference.load([Listed].self, "audit_claims")
    #expect(ClaimCatalog.all.map(\.id) == listed.map(\.id))
    for (claim, entry) in zip(ClaimCatalog.all, listed) {
      #expect(claim.quote == entry.quote, "\(claim.id)")
    }
  }

  @Test func everyClaimHasItsNote() {
    for claim in ClaimCatalog.all {
      #expect(claim.note.hasPrefix(String(claim.id.dropFirst().prefix(3)) + "-"), "\(claim.id)")
    }
  }

  @Test func committedVerdictsNameEveryClaimInOrder() {
    #expect(CommittedVerdicts.all.map(\.id) == ClaimCatalog.all.map(\.id))
  }

  @Test func claimsAreSelectedInTheNotesOrder() throws {
    let some = try ClaimCatalog.claims(only: ["S003-19", "S000-07"])
    #expect(some.map(\.id) == ["S000-07", "S003-19"])
    #expect(try ClaimCatalog.claims(only: []).count == ClaimCatalog.all.count)
    #expect(throws: UnknownClaim(id: "S003-24")) { try ClaimCatalog.claims(only: ["S003-24"]) }
  }
}
