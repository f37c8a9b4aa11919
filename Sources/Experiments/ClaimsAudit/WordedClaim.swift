import Audit
import Simulation
import Study

/// A claim with its words: an entry of `claims.json`, and what a terminal shows.
public struct WordedClaim: Encodable, Sendable {
  /// The numbers and keys.
  public let claim: AuditedClaim
  /// The note's words in the language of the templates.
  public let gloss: String
  /// What they assert.
  public let asserted: String
  /// Why the verdict is what it is.
  public let reason: String
  /// All numbers that were compared.
  public let comparisons: [WordedComparison]

  /// Asks for all words of a claim.
  ///
  /// - Throws: `WordBlockError` for words that are missing or that the claim does not ask for.
  public init(_ claim: AuditedClaim, words: ClaimWords) throws {
    self.claim = claim
    gloss = try words.text("gloss", of: claim.id)
    asserted = try words.text("asserts", of: claim.id, claim.quoted.facts)
    reason = try words.text(claim.reason, of: claim.id, claim.quoted.facts)
    comparisons = try claim.comparisons.map { try WordedComparison($0, of: claim, words: words) }
    try words.check(
      claim.id,
      asksFor: Set(
        ["gloss", "asserts", "reason"] + claim.comparisons.map(\.wordsKey)
          + claim.comparisons.compactMap(\.assertion.wordsKey)))
  }

  /// The asserted number that was compared with theory and measurement; all of the assertion where
  /// nothing was compared.
  public var shownAssertion: String {
    claim.telling.map { comparisons[$0].assertion.text } ?? asserted
  }

  private enum CodingKeys: String, CodingKey {
    case id, note, quote, gloss, asserted, theory, measured, verdict, decidedBy, rule, reason
    case comparisons, telling
  }

  /// Writes every entry, `null` where there is none, so that all objects have the same shape.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(claim.id, forKey: .id)
    try container.encode(claim.note, forKey: .note)
    try container.encode(claim.quote, forKey: .quote)
    try container.encode(gloss, forKey: .gloss)
    try container.encode(asserted, forKey: .asserted)
    try container.encode(claim.theory, forKey: .theory)
    try container.encode(claim.measured, forKey: .measured)
    try container.encode(claim.verdict, forKey: .verdict)
    try container.encode(claim.decidedBy, forKey: .decidedBy)
    try container.encode(claim.rule, forKey: .rule)
    try container.encode(reason, forKey: .reason)
    try container.encode(comparisons, forKey: .comparisons)
    try container.encode(claim.telling, forKey: .telling)
  }
}

/// A comparison with its words.
public struct WordedComparison: Encodable, Sendable {
  /// What a claim says of a number, in words or symbols.
  public struct Assertion: Encodable, Sendable {
    /// The number, range or words, as people read it.
    public let text: String
    let value: Double?
    let low: Double?
    let high: Double?
    let includesEnds: Bool
    let isPrinted: Bool
  }

  /// Which number.
  public let quantity: String
  /// What the claim says of it.
  public let assertion: Assertion
  let theory: Double?
  let measured: Estimate?
  let outputs: Comparison.Outputs?
  let theoryError: Double

  fileprivate init(_ comparison: Comparison, of claim: AuditedClaim, words: ClaimWords) throws {
    let assertion = comparison.assertion
    quantity = try words.text(
      comparison.wordsKey, of: claim.id, comparison.quoted.facts(before: claim.quoted))
    self.assertion = Assertion(
      text: try assertion.wordsKey.map {
        try words.text($0, of: claim.id, claim.quoted.facts)
      } ?? assertion.text,
      value: assertion.value, low: assertion.low, high: assertion.high,
      includesEnds: assertion.includesEnds, isPrinted: assertion.isPrinted)
    theory = comparison.theory
    measured = comparison.measured
    outputs = comparison.outputs
    theoryError = comparison.theoryError
  }
}
