import Kernels
import TensorStatistics

/// Which rule drew a sample: the most probable one, and what else fits.
public struct Identification: Sendable {
  /// A law with its probability; rules of one law share it.
  public struct Candidate: Sendable {
    /// The rules that ask for just this law, likeliest first; empty for "a scale of no known rule".
    public let rules: [RuleCandidate]
    /// The family.
    public let family: any LawFamily
    /// The scale that the rules ask for, or the likeliest of the family.
    public let scale: Double
    /// Its probability among all laws.
    public let probability: Double

    /// The likeliest rule's name; nil for "a scale of no known rule".
    public var name: String? { rules.first?.name }
    /// The standard deviation.
    public var deviation: Double { scale * family.deviationOfUnitScale }
    /// Whether every rule that asks for it takes wrong axes.
    public var isWrong: Bool { !rules.isEmpty && rules.allSatisfy { !$0.isRight } }
  }

  /// Most probable first.
  public let candidates: [Candidate]

  /// Candidates within a factor of 1000 of the best: what the numbers cannot tell apart from it.
  public var compatible: [Candidate] {
    guard let best = candidates.first else { return [] }
    return candidates.filter { $0.probability >= best.probability / 1_000 }
  }

  /// Weighs the rules for a weight of these fans, read as they are.
  public init(_ sample: ScaleStatistics, fans: Fans, rules: [StartRule] = StartRule.all) {
    self.init(
      sample, candidates: RuleCandidate.all(readings: [FanReading(fans)], rules: rules))
  }

  /// Weighs candidates, without evidence from other tensors.
  public init(_ sample: ScaleStatistics, candidates: [RuleCandidate]) {
    self.init(CandidateLikelihoods(sample, candidates), boost: { _ in 1 })
  }

  /// Weighs candidates whose priors other tensors multiply.
  init(_ likelihoods: CandidateLikelihoods, boost: (String) -> Double) {
    var logs = likelihoods.free.map(\.log)
    logs += likelihoods.rules.map { $0.log + Double.log(boost($0.rule.key)) }
    let top = logs.max() ?? 0
    let total = logs.reduce(0) { $0 + Double.exp($1 - top) }
    func probability(_ log: Double) -> Double { Double.exp(log - top) / total }
    var merged: [Candidate] = likelihoods.free.enumerated().map { index, free in
      Candidate(
        rules: [], family: free.family, scale: free.scale, probability: probability(logs[index]))
    }
    // Rules of one family and scale ask for one law: the numbers never tell them apart.
    let offset = likelihoods.free.count
    var order = likelihoods.rules.indices.filter { likelihoods.rules[$0].log > -.infinity }
    order.sort {
      let (a, b) = (likelihoods.rules[$0].rule, likelihoods.rules[$1].rule)
      return (a.family.name, a.scale, $0) < (b.family.name, b.scale, $1)
    }
    var group: [Int] = []
    func close() {
      guard let first = group.first else { return }
      let likeliest = group.sorted { (logs[offset + $0], $1) > (logs[offset + $1], $0) }
      merged.append(
        Candidate(
          rules: likeliest.map { likelihoods.rules[$0].rule },
          family: likelihoods.rules[first].rule.family,
          scale: likelihoods.rules[likeliest[0]].rule.scale,
          probability: group.reduce(0) { $0 + probability(logs[offset + $1]) }))
      group = []
    }
    for index in order {
      if let last = group.last {
        let (a, b) = (likelihoods.rules[last].rule, likelihoods.rules[index].rule)
        if a.family.name != b.family.name || b.scale > a.scale * (1 + 1e-9) { close() }
      }
      group.append(index)
    }
    close()
    candidates = merged.filter { $0.probability > 0 }.sorted {
      ($0.probability, $1.name ?? "") > ($1.probability, $0.name ?? "")
    }
  }
}

/// What a sample says of each candidate before other tensors are asked: prior times likelihood, in logarithms.
struct CandidateLikelihoods: Sendable {
  /// "A scale of no known rule", a family each.
  let free: [(family: any LawFamily, scale: Double, log: Double)]
  /// The named rules.
  let rules: [(rule: RuleCandidate, log: Double)]

  /// The range of scales that "no known rule" may have, as width of ln s: eight powers of ten.
  private static let logWidth = 18.420680743952367

  /// Families of few rules do not give all their prior to these: a rule's weight means the same in all of them.
  private static let usualWeight = 40.0

  /// Prior: a family's, shared among its rules by their weights; "no known rule" has the other half of it, and its
  /// likelihood is averaged over the scales, so that a rule which fits wins by what it did not leave open.
  init(_ sample: ScaleStatistics, _ candidates: [RuleCandidate]) {
    var (free, rules) = (
      [(family: any LawFamily, scale: Double, log: Double)](),
      [(rule: RuleCandidate, log: Double)]()
    )
    for family in FamilyPosterior.families {
      free.append(
        (
          family, family.likeliestScale(sample),
          Double.log(family.prior / 2) + family.logEvidence(sample) - Double.log(Self.logWidth)
        ))
      let own = candidates.filter { $0.family.name == family.name && $0.scale > 0 }
      let total = max(Self.usualWeight, own.reduce(0) { $0 + $1.weight })
      for rule in own {
        let prior = Double.log(family.prior / 2 * rule.weight / total)
        rules.append((rule, prior + family.logLikelihood(sample, scale: rule.scale)))
      }
    }
    (self.free, self.rules) = (free, rules)
  }
}
