import TensorStatistics

/// A law that a tensor may have been drawn from: a rule with one reading of the axes, or a number of the code.
public struct RuleCandidate: Sendable {
  /// The rule's name.
  public let name: String
  /// The family.
  public let family: any LawFamily
  /// The scale that the rule asks for.
  public let scale: Double
  /// How often it is met, beside the family's others.
  public let weight: Double
  /// The reading of the axes, where the rule depends on fans.
  public let reading: FanReading?

  /// The standard deviation.
  public var deviation: Double { scale * family.deviationOfUnitScale }
  /// Whether the axes are read as they are, or do not matter.
  public var isRight: Bool { reading?.isRight ?? true }
  /// What other tensors of the file give evidence for.
  var key: String { name + (reading?.mistake == nil ? "" : "!") }

  /// A candidate.
  public init(
    name: String, family: any LawFamily, deviation: Double, weight: Double,
    reading: FanReading? = nil
  ) {
    (self.name, self.family, self.weight, self.reading) = (name, family, weight, reading)
    scale = deviation / family.deviationOfUnitScale
  }

  /// The rules of the catalogue under all readings of a weight's axes, and fixed numbers.
  public static func all(
    readings: [FanReading], rules: [StartRule] = StartRule.all
  ) -> [RuleCandidate] {
    var found: [RuleCandidate] = []
    for rule in rules {
      guard rule.usesFans else {
        found.append(
          RuleCandidate(
            name: rule.name, family: rule.family,
            deviation: rule.deviation(Fans(input: 1, output: 1)),
            weight: rule.weight))
        continue
      }
      for reading in readings {
        found.append(
          RuleCandidate(
            name: rule.name, family: rule.family, deviation: rule.deviation(reading.fans),
            weight: rule.weight * reading.weight, reading: reading))
      }
    }
    return found
  }
}
