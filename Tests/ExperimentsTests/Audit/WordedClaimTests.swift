import Audit
import Foundation
import Publishing
import Simulation
import Study
import TestSupport
import Testing

@testable import Experiments

/// The audited claims with the words of the templates, as `claims.json` holds them.
@Suite("Claims in words") struct WordedClaimTests {
  private struct Listed: Decodable {
    let id: String
    let asserted: String
  }

  @Test func whatAClaimAssertsIsWhatTheNotesAssert() async throws {
    let listed = try Reference.load([Listed].self, "audit_claims")
    let worded = try await AuditedNotes.worded()
    #expect(worded.map(\.claim.id) == listed.map(\.id))
    for (claim, entry) in zip(worded, listed) {
      #expect(claim.asserted == entry.asserted, "\(entry.id)")
    }
  }

  @Test func glossesAndReasonsAreEnglishSentences() async throws {
    for worded in try await AuditedNotes.worded() {
      let id = worded.claim.id
      for text in [worded.gloss, worded.reason] {
        #expect(text.hasSuffix("."), "\(id)")
        let isChinese = text.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }
        #expect(!isChinese && !text.contains("undefined") && !text.contains("∞"), "\(id)")
      }
      #expect(worded.reason.count < 250, "\(id)")
    }
  }

  @Test func eachNumberOfAClaimHasItsOwnName() async throws {
    for worded in try await AuditedNotes.worded() {
      let quantities = worded.comparisons.map(\.quantity)
      #expect(Set(quantities).count == quantities.count, "\(worded.claim.id)")
    }
  }

  /// Rules and activations go by the names that `names.txt` has for them, which a translation may replace.
  @Test func catalogueKeysGoByTheirNames() async throws {
    let worded = try await AuditedNotes.worded()
    func first(_ id: String, _ comparison: Int = 0) throws -> String {
      try #require(worded.first { $0.claim.id == id }).comparisons[comparison].quantity
    }
    #expect(try first("S001-34") == "printed mean, Xavier normal")
    #expect(try first("S000-12", 1).hasSuffix("layers, ReLU"))
    let keys =
      InitializerCatalog.names.filter { $0.contains("-") } + ["relu", "lecun"]
    for claim in worded {
      let names = claim.claim.quoted + claim.claim.comparisons.flatMap(\.quoted)
      let quoted = Set(names.compactMap(\.text))
      for text in claim.comparisons.map(\.quantity) + [claim.reason] {
        for key in keys where quoted.contains(key) {
          #expect(!text.contains(key), "\(claim.claim.id): \(text)")
        }
      }
    }
  }

  @Test func documentsHaveWordsAndNoKeys() async throws {
    let outcome = try await AuditedNotes.outcome.value
    let documents = try ClaimsAudit().documents(of: outcome, words: ChartWords.builtInClaims())
    #expect(documents.map(\.path) == ["claims.json"])
    let content = documents[0].content
    let data = try JSONEncoder().encode(content)
    let objects = try #require(try JSONSerialization.jsonObject(with: data) as? [[String: Any]])
    #expect(objects.count == outcome.claims.count)
    let fields: Set = [
      "id", "note", "quote", "gloss", "asserted", "theory", "measured", "verdict", "decidedBy",
      "rule", "reason", "comparisons", "telling",
    ]
    for object in objects { #expect(Set(object.keys) == fields) }
    let hourglass = try #require(objects.first { $0["id"] as? String == "S001-18" })
    let quantities = (hourglass["comparisons"] as? [[String: Any]])?.map {
      $0["quantity"] as? String
    }
    #expect(quantities == (1...4).map { "variance after layer \($0), arithmetic" })
    let slopes = try #require(objects.first { $0["id"] as? String == "S000-12" })
    let assertion = (slopes["comparisons"] as? [[String: Any]])?[0]["assertion"] as? [String: Any]
    #expect(assertion?["text"] as? String == "within a factor of 2")
  }

  @Test func aBlockOfNoClaimIsAMistake() async throws {
    let outcome = try await AuditedNotes.outcome.value
    let block = try WordBlock.blocks(in: "```claim S009-01\ngloss: No.\n```", path: "a.md")
    let words = ClaimWords(block) { entry, _, _ in entry.text }
    let error = #expect(throws: WordBlockError.self) {
      try ClaimsAudit().documents(of: outcome, words: words)
    }
    #expect(
      error?.description == "a.md:1: there is no claim “S009-01”; `report audit` lists all")
  }
}
