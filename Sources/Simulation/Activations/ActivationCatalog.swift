/// The activations that have a name, in the order in which lists and tables show them.
///
/// A new activation is one file beside this one and one line here.
public enum ActivationCatalog {
  /// Every named activation.
  public static let all: [any Activation] = [
    Identity(), Sigmoid(), ScaledSigmoid(), Tanh(), ReLU(),
  ]

  /// Their names, in the same order.
  public static var names: [String] { all.map(\.name) }

  /// The activation of a name; throws an error that lists the names and suggests the nearest.
  public static func activation(named name: String) throws(CatalogError) -> any Activation {
    guard let match = all.first(where: { $0.name == name }) else {
      throw CatalogError(kind: "activation", name: name, known: names)
    }
    return match
  }
}
