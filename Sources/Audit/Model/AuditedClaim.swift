import Simulation

/// A claim with its verdict: numbers and keys, no words.
public struct AuditedClaim: Equatable, Sendable, Codable {
  /// The claim's id, such as `S001-17`: the note's number, then the claim's.
  public let id: String
  /// The file name of the note, without its extension.
  public let note: String
  /// The note's words.
  public let quote: String
  /// The theory value of the most telling comparison.
  public let theory: Double?
  /// The measurement of the most telling comparison.
  public let measured: Estimate?
  /// Whether the claim holds.
  public let verdict: Verdict
  /// What the verdict rests on.
  public let decidedBy: DecidedBy
  /// The name of the rule that decided.
  public let rule: String
  /// The key of the words why the verdict is what it is.
  public let reason: String
  /// What its words quote: settings, and the numbers in the reason.
  public let quoted: [Quoted]
  /// All numbers that were compared.
  public let comparisons: [Comparison]
  /// The position of the most telling comparison; nil without comparisons.
  public let telling: Int?

  /// Examines a claim under a seed.
  public init(_ claim: Claim, seeds: SeedTree) async throws {
    let finding = try await claim.examine(seeds)
    let decision = finding.rule.decide(finding.comparisons)
    id = claim.id
    note = claim.note
    quote = claim.quote
    comparisons = finding.comparisons
    let telling = finding.showing ?? decision.telling
    self.telling = telling
    theory = telling.flatMap { finding.comparisons[$0].theory }
    measured = telling.flatMap { finding.comparisons[$0].measured }
    verdict = decision.verdict
    decidedBy = decision.decidedBy
    rule = finding.rule.name
    reason = decision.isConflict ? "reason.conflict" : "reason"
    quoted = finding.quoted
  }

  /// How many significant digits of the theory value show whether it is the asserted one: 4 beside a
  /// bound or an approximate number, else 6, or up to 12 where the two agree longer.
  public var telltaleDigits: Int {
    guard let telling, let theory, theory != 0 else { return 4 }
    let assertion = comparisons[telling].assertion
    guard let asserted = assertion.value, !assertion.isApproximate else { return 4 }
    var (digits, difference) = (1, ((asserted - theory) / theory).magnitude)
    while difference < 1, digits < 12 {
      difference *= 10
      digits += 1
    }
    return difference < 1 ? 6 : max(4, digits + 1)
  }

  /// Writes every entry, `null` where there is none, so that all objects have the same shape.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(id, forKey: .id)
    try container.encode(note, forKey: .note)
    try container.encode(quote, forKey: .quote)
    try container.encode(theory, forKey: .theory)
    try container.encode(measured, forKey: .measured)
    try container.encode(verdict, forKey: .verdict)
    try container.encode(decidedBy, forKey: .decidedBy)
    try container.encode(rule, forKey: .rule)
    try container.encode(reason, forKey: .reason)
    try container.encode(quoted, forKey: .quoted)
    try container.encode(comparisons, forKey: .comparisons)
    try container.encode(telling, forKey: .telling)
  }
}
