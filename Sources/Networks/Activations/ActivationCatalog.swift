/// The activations that have a name, in the order in which lists and tables show them.
///
/// A new activation is one file beside this one and one line here.
public enum ActivationCatalog {
  /// Every named activation; functions with a parameter appear with one or two values.
  public static let all: [any Activation] = [
    Identity(), Sigmoid(), ScaledSigmoid(), Tanh(), LeCunTanh(), ReLU(), LeakyReLU(),
    LeakyReLU.parametric, ELU(), SELU(), GELU(), SiLU(), Softplus(), Mish(), Softsign(),
    HardTanh(), Erf(), SquaredReLU(), TanhGELU(), HardSigmoid(), HardSwish(), ReLU6(), CELU(),
    Sine(),
  ]

  /// Their names, in the same order.
  public static var names: [String] { all.map(\.name) }

  /// The activation of a name; throws an error that lists the names and suggests the nearest.
  ///
  /// ``CatalogName`` says which spellings are understood; any other text with signs or an x in it is read as
  /// a formula (``FormulaActivation``).
  public static func activation(named name: String) throws(CatalogError) -> any Activation {
    for (item, spelling) in zip(all, spelledNames) where spelling.matches(name) { return item }
    var range: ClosedRange<Double>?
    for family in families {
      guard let number = family.number(in: name) else { continue }
      if let item = family.item(number) { return item }
      range = family.range
    }
    var fault: FormulaError?
    if range == nil, FormulaActivation.looksLikeFormula(name) {
      do {
        return try FormulaActivation(name)
      } catch {
        fault = error
      }
    }
    throw CatalogError(
      kind: "activation", name: name, known: names, range: range, formula: fault)
  }

  /// What the catalogue reads.
  public static let spellings = CatalogSpellings(names: spelledNames, families: families)

  private static let spelledNames = names.map { CatalogName($0, aliases: aliases[$0] ?? []) }

  /// Names of the same functions in frameworks and papers.
  private static let aliases: [String: [String]] = [
    "identity": ["linear", "none"], "sigmoid": ["logistic"], "silu": ["swish"],
    "hard-swish": ["hard-silu"], "squared-relu": ["relu-squared", "relu2"],
    "gelu-tanh": ["gelu-new", "tanh-gelu"], "sine": ["sin", "siren"], "hard-tanh": ["clip"],
  ]

  private static let families: [CatalogFamily<any Activation>] = [
    CatalogFamily(CatalogName("leaky-relu"), -10...10, meaning: "slope X for negative inputs") {
      LeakyReLU(negativeSlope: $0)
    },
    CatalogFamily(CatalogName("prelu"), -10...10, meaning: "the same, as PReLU starts with it") {
      LeakyReLU(negativeSlope: $0)
    },
    CatalogFamily(CatalogName("celu"), 1e-3...1e3, meaning: "α of CELU") { CELU(alpha: $0) },
    CatalogFamily(
      CatalogName("sine", aliases: ["sin", "siren"]), 1e-3...1e4,
      meaning: "the frequency, 30 in SIREN"
    ) { Sine(frequency: $0) },
  ]
}
