import Foundation
import TestSupport
import Testing

@Suite("report audit") struct AuditCommandTests {
  @Test func printsTheVerdictsOfSomeClaims() throws {
    let scratch = try Scratch()
    let run = try Command.run(["audit", "--id", "S003-19", "S001-17"], in: scratch.url)
    #expect(run.status == 0)
    #expect(run.errors.isEmpty)
    #expect(run.output.contains("S001-17  ✗ refuted"))
    #expect(run.output.contains("0.772928465"))
    #expect(run.output.hasSuffix("0 confirmed, 0 imprecise, 2 refuted, 0 not checkable\n"))
  }

  @Test func printsTheEntriesOfClaimsJSON() throws {
    let scratch = try Scratch()
    let run = try Command.run(["audit", "--json", "--jobs", "1"], in: scratch.url)
    #expect(run.status == 0)
    let objects = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [[String: Any]]
    let claims = try #require(objects)
    struct Listed: Decodable { let id: String }
    let listed = try Reference.load([Listed].self, "audit_claims").map(\.id)
    #expect(claims.map { $0["id"] as? String } == listed)
    let measured = claims.compactMap { $0["measured"] as? [String: Any] }
    #expect(measured.count > 60)
    for estimate in measured {
      #expect(Set(estimate.keys) == ["value", "low", "high", "samples"])
    }
  }

  @Test(arguments: [
    (["audit", "--id", "S9"], "S001-01 to S001-60"), (["audit", "--jobs", "0"], "1 to 1024"),
    (["audit", "--seed", "x"], "seed"),
  ])
  func wrongUsageIsSaidInOneSentence(arguments: [String], fragment: String) throws {
    let scratch = try Scratch()
    let run = try Command.run(arguments, in: scratch.url)
    #expect(run.status == 64)
    #expect(run.errors.contains(fragment))
    #expect(run.output.isEmpty)
  }
}
