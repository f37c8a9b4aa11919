import Kernels

extension Finding {
  /// Projections onto the residual stream of GPT-2 that lack their 1/√(2L).
  ///
  /// Only where the configuration names the family: other families have no such factor.
  static func depthFactor(_ file: FileDiagnosis) -> [Finding] {
    guard let asked = file.projectionDeviation, let depth = file.depth,
      let range = file.configuration?.number("initializer_range")
    else { return [] }
    let projections = file.tensors.filter {
      $0.name.hasSuffix("c_proj.weight") && $0.isDraw != false && $0.deviation != nil
    }
    let wrong = projections.filter { tensor in
      guard let deviation = tensor.deviation else { return false }
      // Ten times the width of 99 %: what is this far off is no accident.
      return asked < deviation.value * Double.exp(-3 * Double.log(deviation.high / deviation.low))
    }
    guard let first = wrong.first, let own = first.deviation else { return [] }
    let mean = wrong.reduce(0) { $0 + ($1.deviation?.value ?? 0) } / Double(wrong.count)
    let ratio = mean / asked
    let error = ratio * Double.log(own.high / own.low) / 5.15 / Double(wrong.count).squareRoot()
    let explanations = Explanation.all(
      measured: own, expected: asked, tensor: first, depth: depth)
    let twice = (2 * Double(depth)).squareRoot()
    return [
      Finding(
        "depth-factor", .error, wrong.map(\.name),
        "σ is \(Digits.significant(mean, 3)); GPT-2 of \(depth) layers asks for \(RuleContext.text(range))/√(2·\(depth)) = \(Digits.significant(asked, 3)). Measured/asked = \(Digits.significant(ratio, 4)) ± \(Digits.significant(error, 2))"
          + ((ratio / twice - 1).magnitude < 4 * error / ratio
            ? " = √(2·\(depth)) = \(Digits.significant(twice, 4)): the depth factor was not applied, and the residual stream grows with every block."
            : "."),
        change:
          "for n, p in model.named_parameters(): if n.endswith('c_proj.weight'): torch.nn.init.normal_(p, std=\(RuleContext.text(range)) / (2 * \(depth)) ** 0.5)",
        reference: "https://github.com/huggingface/transformers/issues/47458", measured: mean,
        expected: asked, explanations: explanations)
    ]
  }
}
