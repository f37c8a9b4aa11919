/// What the tensors of a file tell of each other: one code drew them all.
///
/// A rule that others follow is likelier here. In three rounds each tensor's prior of a rule is multiplied by
/// 1 + 2 · (the expected number of other tensors that follow it), weights and vectors apart; "no known rule" is no
/// rule, and gets nothing.
enum FileEvidence {
  /// Identifications of all samples together.
  ///
  /// - Parameters:
  ///   - likelihoods: of each tensor; nil where nothing is to be found.
  ///   - groups: weights and vectors count apart.
  static func identify(
    _ likelihoods: [CandidateLikelihoods?], groups: [Int]
  ) -> [Identification?] {
    var found = likelihoods.map { $0.map { Identification($0, boost: { _ in 1 }) } }
    for _ in 0..<3 {
      var counts = [[String: Double]](repeating: [:], count: (groups.max() ?? 0) + 1)
      let own = found.map { $0.map(shares) ?? [] }
      for (index, shares) in own.enumerated() {
        for (key, share) in shares { counts[groups[index]][key, default: 0] += share }
      }
      found = likelihoods.indices.map { index in
        guard let one = likelihoods[index] else { return nil }
        var others = counts[groups[index]]
        for (key, share) in own[index] { others[key, default: 0] -= share }
        return Identification(one) { key in 1 + 2 * max(0, others[key] ?? 0) }
      }
    }
    return found
  }

  /// How much of each rule a tensor is expected to be; rules of one law share it evenly.
  private static func shares(_ identification: Identification) -> [(key: String, share: Double)] {
    identification.candidates.prefix(8).flatMap { candidate in
      candidate.rules.map { ($0.key, candidate.probability / Double(candidate.rules.count)) }
    }
  }
}
