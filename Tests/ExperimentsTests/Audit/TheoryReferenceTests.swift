import TestSupport
import Testing

@testable import Experiments

/// Theory values of the audit against `Tests/References/audit_theory.py`, which finds them another way.
@Suite struct TheoryReferenceTests {
  @Test func theoryValuesAgree() async throws {
    let reference = try Reference.load([String: [String: Double]].self, "audit_theory")
    #expect(reference.values.reduce(0) { $0 + $1.count } > 75)
    let worded = try await AuditedNotes.worded()
    #expect(Set(worded.map(\.claim.id)).isSuperset(of: reference.keys))
    for claim in worded {
      let id = claim.claim.id
      for (quantity, expected) in reference[id] ?? [:] {
        let comparison = try #require(
          claim.comparisons.first { $0.quantity == quantity }, "\(id) \(quantity)")
        let theory = try #require(comparison.theory, "\(id) \(quantity)")
        #expect(abs(theory - expected) <= 1e-8 * max(abs(expected), 1e-2), "\(id) \(quantity)")
      }
    }
  }
}
