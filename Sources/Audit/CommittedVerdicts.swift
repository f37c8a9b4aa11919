/// The verdicts of the default study, under review: `report audit` fails when one of them changes.
public enum CommittedVerdicts {
  /// Every claim with its verdict, in the notes' order.
  public static let all: [(id: String, verdict: Verdict)] = []

  /// The claims whose verdict is another than the committed one, or that have none.
  public static func changes(in audited: [AuditedClaim]) -> [Change] {
    audited.compactMap { claim in
      let committed = all.first { $0.id == claim.id }?.verdict
      guard committed != claim.verdict else { return nil }
      return Change(id: claim.id, committed: committed, found: claim.verdict)
    }
  }

  /// A verdict that changed.
  public struct Change: Equatable, Sendable, CustomStringConvertible {
    public let id: String
    /// Nil for a claim that is not in the list.
    public let committed: Verdict?
    public let found: Verdict

    /// The sentence for the user.
    public var description: String {
      "\(id) was \(committed?.rawValue ?? "not in the list") and is now \(found.rawValue)"
    }
  }
}
