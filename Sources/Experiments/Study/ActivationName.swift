/// Activations as some outcomes store them: `ReLU` for `relu`, `leaky ReLU` for `leaky-relu`.
package enum StoredActivation {
  /// The key under which templates and the palette know the activation.
  package static func key(of name: String) -> String {
    name.lowercased().replacing(" ", with: "-")
  }
}
