import Simulation
import TestSupport
import Testing

@testable import Audit

/// Which rates learn from exploding weights, against networks of numpy (`Tests/References/audit_training.py`).
@Suite struct TrainingReferenceTests {
  private struct Reference: Decodable {
    let mean: Double
    let deviation: Double
  }

  @Test(arguments: [20_261_121 as UInt64, 3]) func ratesAreThoseOfNumpy(seed: UInt64) async throws {
    let reference = try TestSupport.Reference.load([String: Reference].self, "audit_training")
    let claims = try ClaimCatalog.claims(only: ["S002-17"])
    let seeds = SeedTree(seed: seed).child("claims-audit")
    let claim = try #require(try await ClaimAudit.run(claims, seeds: seeds, jobs: 1).first)
    func quoted(_ name: String) -> Double? { claim.quoted.first { $0.name == name }?.value }
    func measured(_ name: String) -> Double? {
      claim.comparisons.first { $0.quantity == name }?.measured?.value
    }
    let networks = try #require(claim.comparisons[0].measured?.samples)
    for (name, found, sign) in [
      ("octaves-large", measured("single"), 1.0), ("ratio", measured("width"), 1),
      ("octaves-right", quoted("right"), 1), ("shift", quoted("shift"), -1),
    ] {
      let expected = try #require(reference[name])
      // Four standard errors of sixteen networks here and four hundred there: one in 15,000, eight times.
      let error = expected.deviation * (1 / Double(networks) + 1.0 / 400).squareRoot()
      #expect(abs(try #require(found) - sign * expected.mean) < 4 * error, "\(name)")
    }
    #expect(measured("shared") == reference["shared"]?.mean)
    // Every one of numpy's networks hands on numbers beyond half precision.
    #expect(reference["beyond"]?.mean == 1 && measured("half") == 0)
  }
}
