extension ReadOut {
  /// The gradient at logits: E (p_j − 1[j = target])² = (1 − 2/n + E Σ p²)/n over n classes, divided by the
  /// square of how many rows the loss is the mean of.
  ///
  /// For normal logits and targets that know nothing of them. Gradients of two rows share what their logits
  /// share, a part of order 1/n: empty where all rows together could make it count.
  func gradient(
    at logits: StageMoments, shape: Shape, _ context: inout TheoryContext
  ) -> GradientMoments? {
    let rows = Double(context.samples * shape.positionCount)
    let n = Double(shape.channels)
    let shared = rows > 1 ? logits.secondMoment * (logits.cosine ?? 1).magnitude : 0
    guard loss == .crossEntropy, logits.isNormal, logits.kernel.map(\.isUniform) ?? true,
      n >= 100 * rows * shared, logits.secondMoment < 30
    else { return nil }
    let squares = SoftmaxAverage.squares(
      count: shape.channels, variance: logits.secondMoment)
    return GradientMoments(
      secondMoment: (1 - 2 / n + squares) / (n * rows * rows), hasIndependentRows: true)
  }
}

extension PositionKernel {
  /// Whether all positions have the same mean square.
  var isUniform: Bool {
    own.diagonal.allSatisfy { abs($0 - own.diagonal[0]) <= 1e-9 * own.diagonal[0] }
  }
}
