import Networks

extension TheoryStep {
  /// Weights drawn afresh: `terms` inputs are summed by each of `outputs` units.
  ///
  /// E y² = terms · σ² E x² + E b², E g_x² = outputs · σ² E g_y², and E(∂ℓ/∂W)² = Σ E x_t x_u E g_t g_u over
  /// rows, of which different ones count only where both their inputs and their gradients are correlated
  /// (Poole et al. 2016, eq. 3; Schoenholz et al. 2017, eq. 15).
  /// Empty for laws whose entries are neither independent nor orthogonal: for those that is not true.
  static func linear(
    _ input: StageMoments, terms: Double, outputs: Double, tensor: WeightTensor, bias: BiasLaw,
    positions: Int, samples: Int
  ) -> TheoryStep? {
    let law = tensor.rule.law
    guard law.hasIndependentEntries || law == .orthogonal else { return nil }
    let variance = tensor.variance
    let second = terms * variance * input.secondMoment + bias.secondMoment
    let cosine = input.cosine.map { c in
      second > 0 ? (terms * variance * input.secondMoment * c + bias.secondMoment) / second : .nan
    }
    let isNormal = bias.mean == 0 && !(bias.isUniform && bias.variance > 0 && variance == 0)
    var output = StageMoments(
      mean: bias.mean, secondMoment: second, cosine: cosine.flatMap { $0.isNaN ? nil : $0 },
      isNormal: isNormal,
      hasIndependentPositions: input.hasIndependentPositions && bias.secondMoment == 0,
      isCentredByWeights: bias.mean == 0)
    if input.kernel != nil || (bias.secondMoment > 0 && positions > 1) {
      // All positions see the same biases.
      let known = input.positions(positions, samples: samples)
      guard
        let kernel = known.map(
          means: Array(repeating: bias.mean, count: positions),
          { moment, _, _ in terms * variance * moment + bias.secondMoment })
      else { return nil }
      output = StageMoments(
        kernel, samples: samples, isNormal: isNormal, isCentredByWeights: bias.mean == 0)
    }
    return TheoryStep(output: output) { gradient, context in
      context.noteWeights(of: input, gradient, positions: positions)
      return gradient.scaled(by: outputs * variance)
    }
  }
}

extension TheoryContext {
  /// Notes E(∂ℓ/∂W)² of a tensor that meets every position by itself, where it is known.
  mutating func noteWeights(of input: StageMoments, _ gradient: GradientMoments, positions: Int) {
    if gradient.hasIndependentRows, input.kernel == nil, gradient.kernel == nil {
      noteWeightGradient(
        Double(samples * positions) * input.secondMoment * gradient.secondMoment)
      return
    }
    let known = input.positions(positions, samples: 1).own
    let back = gradient.positions(positions)
    if gradient.hasIndependentRows, gradient.kernel == nil {
      noteWeightGradient(Double(samples * positions) * known.mean * gradient.secondMoment)
    } else if let sum = known.inner(back) {
      noteWeightGradient(Double(samples) * sum)
    }
  }
}
