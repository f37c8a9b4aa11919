import Simulation
import TensorStatistics

/// A law that a tensor should follow, by the name that `--expect` and its files use.
public enum ExpectedLaw: Sendable {
  /// Anything; named so that a pattern can say it on purpose.
  case free
  /// One number everywhere.
  case constant(Double)
  /// The identity, or a Dirac kernel.
  case identity
  /// Orthogonal rows or columns, as a whole or by gate.
  case orthogonal(gain: Double)
  /// Equal blocks that are constant each.
  case gates([Double])
  /// Independent draws of a family with a fixed standard deviation.
  case drawn(family: any LawFamily, deviation: Double)
  /// Independent draws of a rule of the fans.
  case rule(StartRule)

  /// Reads a name.
  ///
  /// - Throws: `CatalogError` with the nearest name.
  public init(named text: String) throws(CatalogError) {
    let name = text.lowercased()
    switch name {
    case "free": self = .free
    case "zero", "zeros": self = .constant(0)
    case "one", "ones": self = .constant(1)
    case "identity", "dirac", "eye": self = .identity
    case "orthogonal": self = .orthogonal(gain: 1)
    default:
      if let rule = (StartRule.all + StartRule.tables).first(where: {
        $0.name == Self.alias(name) && $0.usesFans
      }) {
        self = .rule(rule)
      } else if let law = Self.parameterised(name) {
        self = law
      } else {
        throw CatalogError(kind: "law", name: text, known: Self.names)
      }
    }
  }

  /// What the names may be; those with a number stand with one.
  public static let names: [String] =
    [
      "zero", "one", "identity", "constant-0.1", "normal-0.02", "normal-0.02/√(2·12)",
      "uniform-0.05",
    ]
    + ["truncated-normal-0.02", "truncated-normal-3-0.02", "orthogonal-1", "gates-0,1,0,0", "free"]
    + StartRule.all.filter(\.usesFans).map(\.name) + ["lecun-normal-features"]

  private static func alias(_ name: String) -> String {
    if name == "lecun" { return "lecun-normal" }
    return name.replacing("kaiming", with: "he").replacing("glorot", with: "xavier")
      .replacing("pytorch-default", with: "torch-default")
  }

  private static func parameterised(_ name: String) -> ExpectedLaw? {
    func number(after prefix: String) -> Double? {
      name.hasPrefix(prefix) ? LawFormula.value(String(name.dropFirst(prefix.count))) : nil
    }
    if name.hasPrefix("constant-") {
      guard let c = Double(name.dropFirst("constant-".count)), c.isFinite else { return nil }
      return .constant(c)
    }
    if name.hasPrefix("gates-") {
      let values = name.dropFirst("gates-".count).split(separator: ",").map { Double($0) }
      let known = values.compactMap { $0 }
      return (2...4).contains(values.count) && known.count == values.count ? .gates(known) : nil
    }
    if let gain = number(after: "orthogonal-") { return .orthogonal(gain: gain) }
    if let s = number(after: "normal-") { return .drawn(family: NormalFamily.whole, deviation: s) }
    if let a = number(after: "uniform-") {
      let family = UniformFamily()
      return .drawn(family: family, deviation: a * family.deviationOfUnitScale)
    }
    let three = NormalFamily.cutAtThree
    if let s = number(after: "truncated-normal-3-") {
      return .drawn(family: three, deviation: s * three.deviationOfUnitScale)
    }
    let two = NormalFamily.cutAtTwo
    if let s = number(after: "truncated-normal-2-") ?? number(after: "truncated-normal-") {
      return .drawn(family: two, deviation: s * two.deviationOfUnitScale)
    }
    return nil
  }

  /// The law of draws for some fans; nil for laws that are no draws, and rules without fans.
  func draws(_ fans: Fans?) -> (family: any LawFamily, deviation: Double)? {
    switch self {
    case .drawn(let family, let deviation): (family, deviation)
    case .rule(let rule): fans.map { (rule.family, rule.deviation($0)) }
    default: nil
    }
  }
}
