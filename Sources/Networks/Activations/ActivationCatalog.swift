/// The activations that have a name, in the order in which lists and tables show them.
///
/// A new activation is one file beside this one and one line here.
public enum ActivationCatalog {
  /// Every named activation.
  public static let all: [any Activation] = [
    Identity(), Sigmoid(), ScaledSigmoid(), Tanh(), LeCunTanh(), ReLU(), LeakyReLU(),
    LeakyReLU.parametric, ELU(), SELU(), GELU(), SiLU(), Softplus(), Mish(), Softsign(),
    HardTanh(), Erf(),
  ]

  /// Their names, in the same order.
  public static var names: [String] { all.map(\.name) }

  /// The activation of a name; throws an error that lists the names and suggests the nearest.
  public static func activation(named name: String) throws(CatalogError) -> any Activation {
    if let match = all.first(where: { $0.name == name }) { return match }
    if name == "swish" { return SiLU() }
    var range: ClosedRange<Double>?
    if name.hasPrefix("leaky-relu-"), let slope = Double(name.dropFirst("leaky-relu-".count)) {
      if abs(slope) <= 10 { return LeakyReLU(negativeSlope: slope) }
      range = -10...10
    }
    throw CatalogError(kind: "activation", name: name, known: names, range: range)
  }
}
