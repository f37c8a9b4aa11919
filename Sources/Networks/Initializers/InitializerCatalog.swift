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
    TruncatedNormal(corrected: false), CutNormal(standardDeviation: 0.02), Orthogonal(),
    Geometric(), Quadratic(), Harmonic(), Interpolated(alpha: 0.5), Sparse(), LSUV(),
    TorchDefault(), TorchDefault(drawsBiases: false),
  ]

  /// Their names, in the same order.
  public static var names: [String] { all.map(\.name) }

  /// The initialiser of a name; throws an error that lists the names and suggests the nearest.
  ///
  /// ``CatalogName`` says which spellings are understood.
  public static func initializer(
    named name: String
  ) throws(CatalogError) -> any WeightInitializer {
    for (item, spelling) in zip(all, spelledNames) where spelling.matches(name) { return item }
    var range: ClosedRange<Double>?
    for family in families {
      guard let number = family.number(in: name) else { continue }
      if let item = family.item(number) { return item }
      range = family.range
    }
    throw CatalogError(kind: "initialiser", name: name, known: names, range: range)
  }

  /// What the catalogue reads.
  public static let spellings = CatalogSpellings(names: spelledNames, families: families)

  private static let spelledNames = names.map { CatalogName($0, aliases: aliases[$0] ?? []) }

  /// Names of the same rules in frameworks and papers; those without a law mean the normal one.
  private static let aliases: [String: [String]] = [
    "zero": ["zeros"],
    "xavier-normal": ["xavier", "glorot", "glorot-normal"], "xavier-uniform": ["glorot-uniform"],
    "he-normal": ["he", "kaiming", "kaiming-normal", "msra"],
    "he-normal-fan-out": ["kaiming-normal-fan-out"],
    "he-uniform": ["kaiming-uniform"], "he-uniform-fan-out": ["kaiming-uniform-fan-out"],
    "lecun": ["lecun-normal"], "torch-default": ["pytorch-default", "pytorch", "torch"],
  ]

  private static let families: [CatalogFamily<any WeightInitializer>] = [
    CatalogFamily(CatalogName("normal"), 0...1e6, meaning: "the standard deviation") {
      Normal(standardDeviation: $0)
    },
    CatalogFamily(
      CatalogName("truncated-normal", aliases: ["trunc-normal"]), 0...1e6,
      meaning: "the standard deviation before the cut at two of them"
    ) { CutNormal(standardDeviation: $0) },
    CatalogFamily(CatalogName("uniform"), 0...1e6, meaning: "U(−X, X)") {
      UniformRange(radius: $0)
    },
    CatalogFamily(CatalogName("constant"), -1e6...1e6, meaning: "X in every weight") {
      Constant($0)
    },
    CatalogFamily(CatalogName("orthogonal"), 1e-6...1e6, meaning: "the gain") {
      Orthogonal(gain: $0)
    },
    CatalogFamily(
      CatalogName("interpolated"), 0...1, meaning: "the share of the geometric mean"
    ) { Interpolated(alpha: $0) },
    CatalogFamily(
      CatalogName("sparse"), 1...1e6, isWhole: true, meaning: "how many inputs a unit has"
    ) { Sparse(connections: Int($0)) },
  ]
}
