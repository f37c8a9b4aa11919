import Experiments
import Publishing
import Study

/// The audit of the default study, examined once for all suites.
enum AuditedNotes {
  static let outcome = Task {
    try await ClaimsAudit().run(StudyConfiguration(), jobs: 2)
  }

  /// The claims with the words of the built-in templates.
  static func worded() async throws -> [WordedClaim] {
    let words = try ChartWords.builtInClaims()
    return try await outcome.value.claims.map { try WordedClaim($0, words: words) }
  }
}
