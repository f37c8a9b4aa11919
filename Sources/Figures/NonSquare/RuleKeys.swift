/// The keys of rules by the names that saved outcomes hold, for the words and colours of charts.
enum RuleKeys {
  /// The key of a rule; the name itself where there is none, which the vocabulary then reports.
  static func key(of name: String) -> String { keys[name] ?? name }

  private static let keys = [
    "Harmonic": "harmonic", "Geometric": "geometric", "Arithmetic (Xavier)": "arithmetic",
    "Quadratic": "quadratic", "Xavier normal": "xavier-normal", "Xavier": "xavier",
    "U(±1/√m)": "torch-default",
  ]
}
