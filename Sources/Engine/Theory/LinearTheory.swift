import Networks

extension TheoryStep {
  /// Weights drawn afresh: `terms` inputs are summed by each of `outputs` units.
  ///
  /// E y² = terms · σ² E x² + E b², E g_x² = outputs · σ² E g_y², and E(∂ℓ/∂W)² = rows · E x² E g_y² where
  /// gradients of different rows are uncorrelated (Poole et al. 2016, eq. 3; Schoenholz et al. 2017, eq. 15).
  /// Empty for laws whose entries are neither independent nor orthogonal: for those that is not true.
  static func linear(
    _ input: StageMoments, terms: Double, outputs: Double, tensor: WeightTensor, bias: BiasLaw,
    rows: Double
  ) -> TheoryStep? {
    let law = tensor.rule.law
    guard law.hasIndependentEntries || law == .orthogonal else { return nil }
    let variance = tensor.variance
    let second = terms * variance * input.secondMoment + bias.secondMoment
    let cosine = input.cosine.map { c in
      second > 0 ? (terms * variance * input.secondMoment * c + bias.secondMoment) / second : .nan
    }
    let output = StageMoments(
      mean: bias.mean, secondMoment: second, cosine: cosine.flatMap { $0.isNaN ? nil : $0 },
      isNormal: bias.mean == 0 && !(bias.isUniform && bias.variance > 0 && variance == 0),
      hasIndependentPositions: input.hasIndependentPositions, isCentredByWeights: bias.mean == 0)
    return TheoryStep(output: output) { gradient, context in
      if gradient.hasIndependentRows {
        context.noteWeightGradient(rows * input.secondMoment * gradient.secondMoment)
      }
      return gradient.scaled(by: outputs * variance)
    }
  }
}
