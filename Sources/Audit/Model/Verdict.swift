/// What the audit says of a claim.
public enum Verdict: String, Sendable, Codable, CaseIterable {
  /// Holds as stated.
  case confirmed
  /// True only with a condition that the note leaves out, or loosely worded.
  case imprecise
  /// False as stated.
  case refuted
  /// Nothing that could be computed or measured would settle it.
  case notCheckable = "not checkable"

  /// A sign for tables: ✓, ~, ✗, ?.
  public var mark: String {
    switch self {
    case .confirmed: "✓"
    case .imprecise: "~"
    case .refuted: "✗"
    case .notCheckable: "?"
    }
  }
}

/// What a verdict rests on.
public enum DecidedBy: String, Sendable, Codable, CaseIterable {
  /// Theory: nothing was measured, or too coarsely to say the same.
  case theory
  /// Measurement alone: there is no theory.
  case measurement
  /// Theory, and a measurement that says the same.
  case both
  /// Judged by hand: the claim is about words, a definition or a fact outside mathematics.
  case wording
}
