import Simulation

/// The audit of the notes' claims.
public enum ClaimAudit {
  /// An upper bound on the number of measured intervals, for which their level is chosen.
  public static let mostIntervals = 200

  /// How many standard errors an interval of the audit reaches to either side.
  public static var intervalReach: Double {
    NormalDistribution.quantile(1 - 0.025 / Double(mostIntervals))
  }

  /// Examines claims, in their order; each draws from a seed of its own name, so the result depends
  /// neither on `jobs` nor on which other claims are examined.
  public static func run(
    _ claims: [Claim] = ClaimCatalog.all, seeds: SeedTree, jobs: Int
  ) async throws -> [AuditedClaim] {
    try await mapConcurrently(claims.count, jobs: jobs) { index in
      try await AuditedClaim(claims[index], seeds: seeds.child(claims[index].id))
    }
  }
}
