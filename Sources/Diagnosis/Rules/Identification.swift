import Kernels

/// Which rule drew a sample: the most probable one, and what else fits.
public struct Identification: Sendable {
  /// A rule with its probability.
  public struct Candidate: Sendable {
    /// The rule's name; nil for "a scale of no known rule".
    public let name: String?
    /// The family.
    public let family: any LawFamily
    /// The scale that the rule asks for, or the likeliest of the family.
    public let scale: Double
    /// Its probability among all rules and none.
    public let probability: Double
  }

  /// Most probable first; rules of one law (square matrices: LeCun and Xavier) share their probability.
  public let candidates: [Candidate]

  /// Candidates within a factor of 1000 of the best: what the numbers cannot tell apart from it.
  public var compatible: [Candidate] {
    guard let best = candidates.first else { return [] }
    return candidates.filter { $0.probability >= best.probability / 1_000 }
  }

  /// The range of scales that "no known rule" may have, as width of ln s: eight powers of ten.
  private static let logWidth = 18.420680743952367

  /// Weighs the rules for a weight of these fans.
  ///
  /// Prior: a family's, shared among its rules by their weights; "no known rule" has the other half of it, and its
  /// likelihood is averaged over the scales, so that a rule which fits wins by what it did not leave open.
  public init(_ sample: ScaleStatistics, fans: Fans, rules: [StartRule] = StartRule.all) {
    var found: [(name: String?, family: any LawFamily, scale: Double, log: Double)] = []
    for family in FamilyPosterior.families {
      found.append(
        (
          nil, family, family.likeliestScale(sample),
          Double.log(family.prior / 2) + family.logEvidence(sample) - Double.log(Self.logWidth)
        ))
      let own = rules.filter { $0.family.name == family.name }
      let total = own.reduce(0) { $0 + $1.weight }
      for rule in own {
        let scale = rule.deviation(fans) / family.deviationOfUnitScale
        let log = Double.log(family.prior / 2 * rule.weight / total)
        found.append((rule.name, family, scale, log + family.logLikelihood(sample, scale: scale)))
      }
    }
    let top = found.map(\.log).max() ?? 0
    let total = found.reduce(0) { $0 + Double.exp($1.log - top) }
    candidates = found.filter { $0.log > -.infinity }.map {
      Candidate(
        name: $0.name, family: $0.family, scale: $0.scale,
        probability: Double.exp($0.log - top) / total)
    }.sorted { ($0.probability, $1.name ?? "") > ($1.probability, $0.name ?? "") }
  }
}
