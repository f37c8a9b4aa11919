/// A law that frameworks start weights with, and how often it is met.
public struct StartRule: Sendable {
  /// The name, as `report`'s catalogue writes it where it is there.
  public let name: String
  /// The family that is drawn from.
  public let family: any LawFamily
  /// The standard deviation for these fans.
  public let deviation: @Sendable (Fans) -> Double
  /// How often, beside the others.
  public let weight: Double

  /// The rules that are weighed: fans and gains of papers and frameworks, and numbers that stand in code.
  public static let all: [StartRule] = scaled + fixed

  private static let normal = NormalFamily.whole
  private static let uniform = UniformFamily()

  /// Rules that scale with the fans.
  ///
  /// Glorot and Bengio (2010), He and others (2015), LeCun and others (1998), and PyTorch's default
  /// U(±1/√in), whose variance is 1/(3 in).
  private static let scaled: [StartRule] = {
    let variances: [(name: String, variance: @Sendable (Fans) -> Double, weight: Double)] = [
      ("xavier", { 2 / Double($0.input + $0.output) }, 5),
      ("he", { 2 / Double($0.input) }, 4),
      ("lecun", { 1 / Double($0.input) }, 4),
      ("he-fan-out", { 2 / Double($0.output) }, 3),
      ("xavier-tanh-gain", { 25.0 / 9 * 2 / Double($0.input + $0.output) }, 0.5),
    ]
    var rules: [StartRule] = [
      StartRule(
        name: "torch-default", family: uniform,
        deviation: { (1 / (3 * Double($0.input))).squareRoot() }, weight: 6)
    ]
    for rule in variances {
      for (kind, family) in [
        ("normal", normal as any LawFamily), ("uniform", uniform),
        ("truncated", NormalFamily.cutAtTwo),
      ] {
        rules.append(
          StartRule(
            name: "\(rule.name)-\(kind)", family: family,
            deviation: { rule.variance($0).squareRoot() }, weight: rule.weight))
      }
      // The cut takes 12 % of the deviation away, and some libraries do not put it back.
      rules.append(
        StartRule(
          name: "\(rule.name)-truncated-uncorrected", family: NormalFamily.cutAtTwo,
          deviation: {
            rule.variance($0).squareRoot() * NormalFamily.cutAtTwo.deviationOfUnitScale
          }, weight: 0.4 * rule.weight))
    }
    return rules
  }()

  private static let fixed: [StartRule] =
    [(0.02, 4), (0.01, 3), (0.001, 2), (0.05, 2), (0.1, 2), (1, 3), (1e-6, 2), (0.006, 2)].map {
      (deviation: Double, weight: Double) in
      StartRule(
        name: "normal-\(deviation)", family: normal, deviation: { _ in deviation }, weight: weight)
    }
    + [0.02, 0.01, 0.05, 0.1].map { scale in
      StartRule(
        name: "truncated-normal-\(scale)", family: NormalFamily.cutAtTwo,
        deviation: { _ in scale * NormalFamily.cutAtTwo.deviationOfUnitScale }, weight: 2)
    }
    + [0.05, 0.1, 0.01, 0.001, 1].map { radius in
      StartRule(
        name: "uniform-\(radius)", family: uniform,
        deviation: { _ in radius * UniformFamily().deviationOfUnitScale }, weight: 2)
    }
}
