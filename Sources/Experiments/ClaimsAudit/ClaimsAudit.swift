import Audit
import Charts
import Simulation

/// Chapter 14: which of the notes' claims hold?
public struct ClaimsAudit {
  /// The node of the seed tree from which the audit draws.
  public static func seeds(of study: StudyConfiguration) -> SeedTree {
    SeedTree(seed: study.seed).child("claims-audit")
  }
}
