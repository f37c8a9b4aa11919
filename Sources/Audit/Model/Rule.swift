/// How the comparisons of a claim become its verdict.
public enum Rule: Equatable, Sendable {
  /// The claim states numbers or facts: one that fails refutes it.
  case statement

  /// The claim states a law without its condition. It is confirmed when it holds in every setting
  /// tried, imprecise when it holds in some and fails in others, refuted when it holds in none.
  case law

  /// The claim presents data without what is needed to reproduce them: numbers can refute it, but
  /// agreement proves nothing, and leaves it not checkable.
  case authenticity

  /// The claim is about words, assumptions or facts outside mathematics: judged by hand.
  case wording(Verdict)

  /// The name in `claims.json`.
  public var name: String {
    switch self {
    case .statement: "statement"
    case .law: "law"
    case .authenticity: "authenticity"
    case .wording: "wording"
    }
  }

  /// A verdict with what it rests on, and the comparison that decided it.
  public struct Decision: Equatable, Sendable {
    /// Whether the claim holds.
    public let verdict: Verdict
    /// What the verdict rests on.
    public let decidedBy: DecidedBy
    /// The position of the comparison that shows the verdict best; nil without comparisons.
    public let telling: Int?
    /// Whether theory and measurement exclude each other somewhere, which withholds the verdict.
    public let isConflict: Bool
  }

  /// Decides.
  public func decide(_ comparisons: [Comparison]) -> Decision {
    let standings = comparisons.map(\.standing)
    let verdict = self.verdict(of: standings)
    let sought: Comparison.Standing =
      switch verdict {
      case .confirmed: .holds
      case .imprecise, .refuted: .fails
      case .notCheckable: standings.contains(.conflict) ? .conflict : .holds
      }
    // Where theory and measurement both speak, the number can be shown with its interval.
    let matching = comparisons.indices.filter { standings[$0] == sought }
    let telling =
      matching.first { comparisons[$0].theory != nil && comparisons[$0].measured != nil }
      ?? matching.first ?? comparisons.indices.first
    return Decision(
      verdict: verdict, decidedBy: decidedBy(comparisons), telling: telling,
      isConflict: standings.contains(.conflict))
  }

  private func verdict(of standings: [Comparison.Standing]) -> Verdict {
    if case .wording(let verdict) = self { return verdict }
    let fails = standings.contains(.fails)
    if standings.isEmpty || standings.contains(.conflict) { return .notCheckable }
    if standings.contains(.open), self != .statement || !fails { return .notCheckable }
    switch self {
    case .statement: return fails ? .refuted : .confirmed
    case .law: return !fails ? .confirmed : standings.contains(.holds) ? .imprecise : .refuted
    case .authenticity: return fails ? .refuted : .notCheckable
    case .wording(let verdict): return verdict
    }
  }

  private func decidedBy(_ comparisons: [Comparison]) -> DecidedBy {
    if case .wording = self { return .wording }
    let theory = comparisons.contains { $0.theory != nil }
    let measurement = comparisons.contains(where: \.measurementAgrees)
    return theory ? measurement ? .both : .theory : .measurement
  }
}
