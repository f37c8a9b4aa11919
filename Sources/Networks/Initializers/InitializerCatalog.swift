/// The weight initialisers that have a name, in the order in which lists and tables show them.
///
/// A new rule is one file beside this one and one line here. Rules with a parameter are named with
/// it, `normal-0.01` or `interpolated-0.5`, and any value of the parameter is accepted.
public enum InitializerCatalog {
  /// Every named initialiser; rules with a parameter appear with one or two values.
  public static let all: [any WeightInitializer] = [
    Constant(0), Constant(0.01), Normal(standardDeviation: 0.01), Normal(standardDeviation: 1),
    UniformRange(radius: 0.05), XavierNormal(), XavierUniform(), HeNormal(), HeNormal(.fanOut),
    HeUniform(), HeUniform(.fanOut), LeCun(), LeCunUniform(), TruncatedNormal(),
    TruncatedNormal(corrected: false), Orthogonal(), Geometric(), Quadratic(), Harmonic(),
    Interpolated(alpha: 0.5), Sparse(), LSUV(), TorchDefault(),
  ]

  /// Their names, in the same order.
  public static var names: [String] { all.map(\.name) }

  /// The initialiser of a name; throws an error that lists the names and suggests the nearest.
  public static func initializer(
    named name: String
  ) throws(CatalogError) -> any WeightInitializer {
    if let match = all.first(where: { $0.name == name }) { return match }
    if let match = parameterized(name) { return match }
    let family = families.first {
      name.hasPrefix($0.prefix) && Double(name.dropFirst($0.prefix.count)) != nil
    }
    throw CatalogError(kind: "initialiser", name: name, known: names, range: family?.range)
  }

  /// A rule whose name ends in a number; `nil` if the number is missing or makes no sense.
  private static func parameterized(_ name: String) -> (any WeightInitializer)? {
    for family in families where name.hasPrefix(family.prefix) {
      guard let value = Double(name.dropFirst(family.prefix.count)), value.isFinite,
        family.range.contains(value)
      else { continue }
      return family.make(value)
    }
    return nil
  }

  private struct Family {
    var prefix: String
    var range: ClosedRange<Double>
    var make: @Sendable (Double) -> any WeightInitializer
  }

  private static let families: [Family] = [
    Family(prefix: "normal-", range: 0...1e6) { Normal(standardDeviation: $0) },
    Family(prefix: "uniform-", range: 0...1e6) { UniformRange(radius: $0) },
    Family(prefix: "constant-", range: -1e6...1e6) { Constant($0) },
    Family(prefix: "orthogonal-", range: 1e-6...1e6) { Orthogonal(gain: $0) },
    Family(prefix: "interpolated-", range: 0...1) { Interpolated(alpha: $0) },
    Family(prefix: "sparse-", range: 1...1e6) { Sparse(connections: Int($0)) },
  ]
}
