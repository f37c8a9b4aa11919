import Kernels
import Numerics
import TensorStatistics

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
  /// Whether the deviation depends on the fans.
  public var usesFans = true

  /// The rules that are weighed: fans and gains of papers and frameworks, and numbers that stand in code.
  public static let all: [StartRule] = scaled + fixed

  private static let normal = NormalFamily.whole
  private static let uniform = UniformFamily()

  /// Rules that scale with the fans.
  ///
  /// Glorot and Bengio (2010), He and others (2015), LeCun and others (1998), and PyTorch's default
  /// U(±1/√in), whose variance is 1/(3 in).
  private static let scaled: [StartRule] = {
    let variances:
      [(name: String, suffix: String, variance: @Sendable (Fans) -> Double, weight: Double)] = [
        ("xavier", "", { 2 / Double($0.input + $0.output) }, 5),
        ("he", "", { 2 / Double($0.input) }, 4),
        ("lecun", "", { 1 / Double($0.input) }, 4),
        ("he", "-fan-out", { 2 / Double($0.output) }, 3),
        ("xavier", "-gain-5/3", { 25.0 / 9 * 2 / Double($0.input + $0.output) }, 0.5),
        ("xavier", "-gain-√2", { 4 / Double($0.input + $0.output) }, 0.5),
        ("lecun", "-fan-out", { 1 / Double($0.output) }, 0.5),
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
            name: "\(rule.name)-\(kind)\(rule.suffix)", family: family,
            deviation: { rule.variance($0).squareRoot() }, weight: rule.weight))
      }
      // The cut takes 12 % of the deviation away, and some libraries do not put it back.
      rules.append(
        StartRule(
          name: "\(rule.name)-truncated-uncorrected\(rule.suffix)", family: NormalFamily.cutAtTwo,
          deviation: {
            rule.variance($0).squareRoot() * NormalFamily.cutAtTwo.deviationOfUnitScale
          }, weight: 0.4 * rule.weight))
    }
    return rules
  }()

  /// Rules of tables that are looked up: one over the features, whatever the vocabulary.
  static let tables: [StartRule] = [
    StartRule(
      name: "lecun-normal-features", family: normal,
      deviation: { (1 / Double($0.input)).squareRoot() }, weight: 3),
    StartRule(
      name: "xavier-normal", family: normal,
      deviation: { (2 / Double($0.input + $0.output)).squareRoot() }, weight: 0.5),
    StartRule(
      name: "xavier-uniform", family: uniform,
      deviation: { (2 / Double($0.input + $0.output)).squareRoot() }, weight: 0.5),
  ]

  /// A normal law of a deviation that the file's configuration or depth asks for.
  static func normal(_ name: String, _ deviation: Double, weight: Double) -> StartRule {
    StartRule(
      name: name, family: normal, deviation: { _ in deviation }, weight: weight, usesFans: false)
  }

  /// Numbers that stand in code, whatever the fans.
  static let fixed: [StartRule] = {
    let normals: [(Double, Double)] = [
      (0.02, 4), (0.01, 3), (0.001, 2), (0.05, 2), (0.1, 2), (1, 3), (1e-6, 2), (0.006, 2),
    ]
    var rules: [StartRule] = normals.map { deviation, weight in
      .normal("normal-\(shortNumber(deviation))", deviation, weight: weight)
    }
    func add(_ name: String, _ family: any LawFamily, scales: [Double]) {
      for scale in scales {
        let deviation = scale * family.deviationOfUnitScale
        rules.append(
          StartRule(
            name: "\(name)-\(shortNumber(scale))", family: family, deviation: { _ in deviation },
            weight: 2, usesFans: false))
      }
    }
    add("truncated-normal", NormalFamily.cutAtTwo, scales: [0.02, 0.01, 0.05, 0.1])
    add("truncated-normal-3", NormalFamily.cutAtThree, scales: [0.02])
    add("uniform", uniform, scales: [0.05, 0.1, 0.01, 0.001, 1])
    // Any number of one digit may stand in code, though none of them often.
    for power in ["e-3", "e-2", "e-1"] {
      for digit in 1...9 {
        let deviation = Double("\(digit)\(power)") ?? 0
        let name = "normal-\(shortNumber(deviation))"
        if !rules.contains(where: { $0.name == name }) {
          rules.append(.normal(name, deviation, weight: 0.05))
        }
      }
    }
    return rules
  }()
}
