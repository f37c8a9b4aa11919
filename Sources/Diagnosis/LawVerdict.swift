/// Which law a tensor's numbers follow, in words that claim no more than the numbers show.
public struct LawVerdict: Equatable, Sendable {
  /// How sure it is.
  public enum Word: String, Sendable, Codable, CaseIterable {
    /// No other law fits, and this one does.
    case `is`
    /// It fits best.
    case fits
    /// It fits, and others do as well.
    case fitsAsDo = "fits, as do others"
    /// No law of independent draws that is known.
    case noLaw = "no law"
    /// The numbers are too few to tell laws apart.
    case tooFew = "too few to tell"
    /// Nothing to judge: counters, or no finite number.
    case notJudged = "not judged"
  }

  /// A law with what names it.
  public struct Named: Equatable, Sendable {
    /// Rules that ask for just this law, likeliest first; empty for a scale of no known rule.
    public let names: [String]
    /// The family.
    public let family: String
    /// The standard deviation of the law.
    public let deviation: Double
    /// Its probability beside the others.
    public let probability: Double
    /// The mistake with the axes that gives it; nil where the axes are as they are.
    public let mistake: String?
    /// The fans that it was named for.
    public let fans: Fans?
  }

  /// How sure it is.
  public let word: Word
  /// The family, as "normal", "uniform", "constant", "identity", "orthogonal", "sparse normal", "gate blocks".
  public let family: String
  /// The law that is named; nil for constants and other exact laws.
  public let best: Named?
  /// What fits as well, within a factor of 1000.
  public let others: [Named]
  /// The number of an exact law: the constant, the factor of the identity, the gain of orthogonal lines.
  public let value: Double?
  /// The law in one phrase, as "he-normal" or "constant 1".
  public let phrase: String

  init(
    _ word: Word, family: String, best: Named? = nil, others: [Named] = [], value: Double? = nil,
    phrase: String
  ) {
    (self.word, self.family, self.best, self.others) = (word, family, best, others)
    (self.value, self.phrase) = (value, phrase)
  }

  /// The names of the law; empty for a scale of no known rule.
  public var names: [String] { best?.names ?? [] }
}

extension LawVerdict.Named {
  init(_ candidate: Identification.Candidate) {
    var names: [String] = []
    let right = candidate.rules.filter(\.isRight)
    for rule in right.isEmpty ? candidate.rules : right where !names.contains(rule.name) {
      names.append(rule.name)
    }
    self.names = names
    family = candidate.family.name
    deviation = candidate.deviation
    probability = candidate.probability
    mistake = candidate.isWrong ? candidate.rules[0].reading?.mistake : nil
    fans = (right.first ?? candidate.rules.first)?.reading?.fans
  }

  /// The names with "=" between equals, or the family and its deviation.
  var phrase: String {
    names.isEmpty
      ? "\(family), σ \(Digits.significant(deviation, 3)) of no known rule"
      : names.prefix(3).joined(separator: " = ")
  }
}
