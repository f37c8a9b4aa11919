extension Gallery {
  /// The looks of the initialisers and activations that the examples show, by the names they show.
  private static let styles: [String: SeriesStyle] = [
    "N(0, 0.01²)": .fixedNormal, "Xavier": .xavier, "Arithmetic (Xavier)": .xavier,
    "Xavier uniform": .xavierUniform, "He": .he, "He uniform": .heUniform,
    "Geometric": .geometric, "Quadratic": .quadratic, "N(0, 1)": .unitNormal, "LeCun": .leCun,
    "Orthogonal": .orthogonal, "sigmoid": .sigmoid, "tanh": .tanh, "ReLU": .relu,
    "identity": .identity, "GELU": .gelu, "SELU": .selu, "leaky ReLU": .leakyReLU,
  ]

  /// A chart in the looks of the gallery.
  static func styled(_ chart: Chart) -> Chart {
    var chart = chart
    chart.seriesStyles.merge(styles) { own, _ in own }
    return chart
  }
}
