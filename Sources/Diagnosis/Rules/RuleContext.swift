import WeightFiles

/// Which rules are weighed for a tensor: by its role, its axes, the file's configuration and depth.
struct RuleContext {
  let inference: LayoutInference
  let configuration: HubConfiguration?
  let depth: Int?
  private let byName: [String: Int]
  private let configured: [StartRule]

  init(inference: LayoutInference, configuration: HubConfiguration?, depth: Int?) {
    (self.inference, self.configuration, self.depth) = (inference, configuration, depth)
    var byName: [String: Int] = [:]
    for (index, header) in inference.headers.enumerated() { byName[header.name.text] = index }
    self.byName = byName
    var rules: [StartRule] = []
    let range = configuration?.number("initializer_range")
    if let range, range > 0,
      !StartRule.fixed.contains(where: { $0.name == "normal-\(Self.text(range))" })
    {
      rules.append(.normal("normal-\(Self.text(range))", range, weight: 4))
    }
    if let depth, depth > 1 {
      let base = range ?? 0.02
      rules.append(
        .normal(
          "normal-\(Self.text(base))/√(2·\(depth))", base / (2 * Double(depth)).squareRoot(),
          weight: 2))
    }
    if let width = configuration?.number("d_model"), let key = configuration?.number("d_kv"),
      width * key > 0
    {
      rules.append(
        .normal("normal-1/√\(Self.text(width))", 1 / width.squareRoot(), weight: 2))
      rules.append(
        .normal(
          "normal-1/√(\(Self.text(width))·\(Self.text(key)))", 1 / (width * key).squareRoot(),
          weight: 2))
    }
    configured = rules
  }

  static func text(_ x: Double) -> String { Digits.significant(x, 6) }

  /// The candidates of a tensor.
  func candidates(
    _ header: LayoutInference.Header, layout: Layout?, isShifted: Bool
  ) -> [RuleCandidate] {
    let fixed = StartRule.fixed + configured
    if isShifted { return RuleCandidate.all(readings: [], rules: fixed) }
    switch header.role {
    case .matrix, .convolution:
      return RuleCandidate.all(
        readings: layout?.readings ?? [], rules: StartRule.all + configured)
    case .embedding:
      let shape = header.shape.filter { $0 != 1 }
      guard shape.count == 2 else { return RuleCandidate.all(readings: [], rules: fixed) }
      return RuleCandidate.all(
        readings: [FanReading(Fans(input: shape[1], output: shape[0]))],
        rules: StartRule.tables + fixed)
    case .bias, .scale, .statistic, .other:
      // A bias of PyTorch's default is drawn by the inputs of the weight beside it.
      guard let weight = weight(of: header.name), let layout = inference.layout(of: weight) else {
        return RuleCandidate.all(readings: [], rules: fixed)
      }
      return RuleCandidate.all(
        readings: layout.readings,
        rules: StartRule.all.filter { $0.name == "torch-default" } + fixed)
    }
  }

  /// The weight beside a bias, by its name.
  private func weight(of bias: TensorName) -> Int? {
    let stem = String(bias.text.dropLast(bias.last.count))
    for name in [
      bias.last.replacing("bias", with: "weight"), bias.last == "b" ? "W" : "kernel", "w", "0",
      "weight_v", "weight_orig", "parametrizations.weight.original",
      "parametrizations.weight.original1",
    ] where name != bias.last {
      if let index = byName[stem + name], inference.headers[index].role.multiplies { return index }
    }
    return nil
  }
}
