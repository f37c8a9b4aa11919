import Simulation
import TestSupport
import Testing

@testable import Audit

/// Theory values against `Tests/References/audit_theory.py`, which finds them another way.
@Suite struct TheoryReferenceTests {
  @Test func theoryValuesAgree() async throws {
    let reference = try Reference.load([String: [String: Double]].self, "audit_theory")
    #expect(reference.values.reduce(0) { $0 + $1.count } > 75)
    let audited = try await ClaimAudit.run(
      try ClaimCatalog.claims(only: reference.keys.sorted()), seeds: SeedTree(seed: 1), jobs: 2)
    for claim in audited {
      for (quantity, expected) in reference[claim.id] ?? [:] {
        let comparison = try #require(
          claim.comparisons.first { $0.quantity == quantity }, "\(claim.id) \(quantity)")
        let theory = try #require(comparison.theory, "\(claim.id) \(quantity)")
        let error = abs(theory - expected)
        #expect(error <= 1e-8 * max(abs(expected), 1e-2), "\(claim.id) \(quantity)")
      }
    }
  }
}
