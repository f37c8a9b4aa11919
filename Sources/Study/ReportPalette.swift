import Charts

/// The colour and symbol of every activation and rule, by key; fixed over the whole report.
public enum ReportPalette {
  /// The style of a key, or of the kind that a parameter follows (`leaky-relu-0.2`); nil for others,
  /// which take the next free colour.
  public static func style(of key: String) -> SeriesStyle? {
    if let style = styles[key] { return style }
    guard let hyphen = key.lastIndex(of: "-"), Double(key[key.index(after: hyphen)...]) != nil
    else { return nil }
    return styles[String(key[..<hyphen])]
  }

  static let styles: [String: SeriesStyle] = [
    // Rules, by the names of the initialiser catalogue and of the report's own variants.
    "normal": .fixedNormal, "normal-0.01": .fixedNormal, "normal-1": .unitNormal,
    "xavier": .xavier, "xavier-normal": .xavier, "arithmetic": .xavier,
    "xavier-uniform": .xavierUniform, "he": .he, "he-normal": .he, "he-uniform": .heUniform,
    "geometric": .geometric, "quadratic": .quadratic, "harmonic": .harmonic,
    "torch-default": .frameworkDefault, "lsuv": .lsuv, "lecun": .leCun, "lecun-normal": .leCun,
    "orthogonal": .orthogonal,
    // Activations.
    "sigmoid": .sigmoid, "tanh": .tanh, "relu": .relu, "identity": .identity, "linear": .identity,
    "scaled-sigmoid": .scaledSigmoid, "gelu": .gelu, "selu": .selu, "leaky-relu": .leakyReLU,
  ]
}
