import WeightFiles

/// How frameworks write a rule.
enum FrameworkNames {
  /// The framework that a file comes from, as far as its format tells.
  enum Framework: Sendable {
    case torch, keras, jax
  }

  static func framework(_ file: FileDiagnosis) -> Framework {
    if file.format == .keras || file.format == .hdf5 { return .keras }
    return file.tensors.contains { TensorName($0.name).last == "kernel" } ? .jax : .torch
  }

  /// The law as a formula, with `in` and `out` for the fans.
  static func formula(_ name: String) -> String? {
    func parts(_ rule: String) -> (String, String)? {
      name.hasPrefix(rule + "-") ? (rule, String(name.dropFirst(rule.count + 1))) : nil
    }
    if name == "torch-default" { return "U(±1/√in), σ = 1/√(3 in)" }
    if name == "lecun-normal-features" { return "N(0, 1/features)" }
    guard let (rule, rest) = parts("xavier") ?? parts("he") ?? parts("lecun") else { return nil }
    let fan = rest.hasSuffix("-fan-out") ? "out" : "in"
    var variance = rule == "xavier" ? "2/(in + out)" : rule == "he" ? "2/\(fan)" : "1/\(fan)"
    if rest.hasSuffix("gain-5/3") { variance = "(5/3)²·" + variance }
    if rest.hasSuffix("gain-√2") { variance = "2·" + variance }
    if rest.hasPrefix("uniform") { return "uniform, σ² = \(variance)" }
    if rest.hasPrefix("truncated-uncorrected") {
      return "N(0, \(variance)) cut at ±2σ, which leaves 0.77 of the variance"
    }
    if rest.hasPrefix("truncated") { return "normal, cut at ±2 scales, σ² = \(variance)" }
    return "N(0, \(variance))"
  }

  /// The call that draws it; nil for numbers that stand in code.
  static func call(_ name: String, _ framework: Framework) -> String? {
    switch framework {
    case .torch: torch[name]
    case .keras: keras[name]
    case .jax: jax[name]
    }
  }

  private static let torch: [String: String] = [
    "torch-default": "nn.Linear, nn.Conv2d (kaiming_uniform_ with a = √5)",
    "xavier-normal": "torch.nn.init.xavier_normal_(w)",
    "xavier-uniform": "torch.nn.init.xavier_uniform_(w)",
    "xavier-normal-gain-5/3": "torch.nn.init.xavier_normal_(w, gain=5/3)",
    "xavier-uniform-gain-5/3": "torch.nn.init.xavier_uniform_(w, gain=5/3)",
    "xavier-normal-gain-√2": "torch.nn.init.xavier_normal_(w, gain=2**0.5)",
    "he-normal": "torch.nn.init.kaiming_normal_(w, nonlinearity='relu')",
    "he-uniform": "torch.nn.init.kaiming_uniform_(w, nonlinearity='relu')",
    "he-normal-fan-out": "torch.nn.init.kaiming_normal_(w, mode='fan_out', nonlinearity='relu')",
    "he-uniform-fan-out": "torch.nn.init.kaiming_uniform_(w, mode='fan_out', nonlinearity='relu')",
    "lecun-normal": "torch.nn.init.kaiming_normal_(w, nonlinearity='linear')",
    "lecun-uniform": "torch.nn.init.kaiming_uniform_(w, nonlinearity='linear')",
    "orthogonal": "torch.nn.init.orthogonal_(w)",
  ]

  private static let keras: [String: String] = [
    "xavier-normal": "none: GlorotNormal cuts at two deviations",
    "xavier-uniform": "keras.initializers.GlorotUniform() (the default of Dense)",
    "xavier-truncated": "keras.initializers.GlorotNormal()",
    "he-uniform": "keras.initializers.HeUniform()",
    "he-truncated": "keras.initializers.HeNormal()",
    "lecun-uniform": "keras.initializers.LecunUniform()",
    "lecun-truncated": "keras.initializers.LecunNormal()",
    "uniform-0.05": "keras.initializers.RandomUniform() (the default of Embedding)",
    "normal-0.05": "keras.initializers.RandomNormal()",
    "orthogonal": "keras.initializers.Orthogonal()",
  ]

  private static let jax: [String: String] = [
    "xavier-uniform": "jax.nn.initializers.xavier_uniform()",
    "xavier-truncated": "jax.nn.initializers.xavier_normal()",
    "he-uniform": "jax.nn.initializers.he_uniform()",
    "he-truncated": "jax.nn.initializers.he_normal()",
    "lecun-uniform": "jax.nn.initializers.lecun_uniform()",
    "lecun-truncated": "jax.nn.initializers.lecun_normal() (the default of flax.linen.Dense)",
    "lecun-normal-features": "the default of flax.linen.Embed",
    "orthogonal": "jax.nn.initializers.orthogonal()",
  ]
}
