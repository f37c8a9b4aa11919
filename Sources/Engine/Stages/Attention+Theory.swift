import Networks

extension Attention {
  /// Values averaged by shares that depend on the tokens' lengths and angles, head by head.
  ///
  /// In a wide network E y_t y_u = E Σ P_tr P_us E v_r v_s, where P is the softmax of logits that are independent
  /// of the values (Hron et al. 2020). Assumed are many channels, so that queries and keys of a head are normal
  /// with the tokens' kernel; many heads, so that what they give together is normal; independent weights; and no
  /// biases before the heads. The average over P has no closed form: it is taken over heads that ``HeadAverage``
  /// draws. On its way back a gradient meets the values through P, and queries and keys through the slope of
  /// softmax.
  public func theory(
    of input: StageMoments, shape: Shape, _ context: inout TheoryContext
  ) -> TheoryStep? {
    guard let width = try? headWidth(for: shape), input.mean == 0 else { return nil }
    let blocks = blocks(shape)
    let count = shape.positionCount
    guard count <= PositionMatrix.mostPairs, blocks.allSatisfy(isFree) else { return nil }
    let known = input.positions(count, samples: context.samples)
    // Queries, keys, values: one tensor may hold all.
    let gains = (0..<3).map { number in
      Double(shape.channels) * blocks[blocks.count == 1 ? 0 : number].tensor.variance
    }
    let heads = HeadAverage(
      self, width: width, kernel: known, samples: context.samples, gains: gains,
      number: context.nextDraw(), rows: max(1 << 11, (1 << 15) / max(1, context.attentionCount)))
    guard let heads, let mixed = heads.forward() else { return nil }
    let samples = context.samples
    let shares = [self.heads * width, groups * width, groups * width].map(Double.init)
    let projected = zip(shares, gains).reduce(0) { $0 + $1.0 * $1.1 } / shares.reduce(0, +)
    guard let queries = known.map(means: known.means, { moment, _, _ in projected * moment }) else {
      return nil
    }
    context.note(
      StageMoments(queries, samples: samples, isNormal: true, isCentredByWeights: true),
      name: "project")
    let values = StageMoments(
      mixed, samples: samples, isNormal: false, isCentredByWeights: true)
    context.note(values, name: "heads")
    let tensor = outputTensor(shape, width: width)
    guard
      let together = TheoryStep.linear(
        values, terms: Double(self.heads * width), outputs: Double(shape.channels), tensor: tensor,
        bias: law(tensor), positions: count, samples: samples)
    else { return nil }
    context.note(together.output, name: "output")
    return TheoryStep(output: together.output) { gradient, context in
      context.noteGradient(gradient, name: "output")
      guard
        let back = context.within("output", { together.backward(gradient, &$0) }),
        let apart = heads.backward(back.positions(count))
      else { return nil }
      context.noteGradient(back, name: "heads")
      // As many heads share the gradient of a key as there are heads for each group.
      let all = Double(self.heads * width)
      let mean = apart.map(\.mean).reduce(0, +) * all / shares.reduce(0, +)
      context.noteGradient(
        GradientMoments(secondMoment: mean, hasIndependentRows: false), name: "project")
      let weights = zip(apart, shares).compactMap { matrix, share in
        known.own.inner(matrix).map { Double(samples) * $0 * all / share }
      }
      if weights.count == 3 {
        let whole = zip(weights, shares).reduce(0) { $0 + $1.0 * $1.1 } / shares.reduce(0, +)
        context.within("project") { context in
          for weight in blocks.count == 1 ? [whole] : weights { context.noteWeightGradient(weight) }
        }
      }
      let parts = zip(apart, gains).map { matrix, gain in
        matrix.map { all * gain / Double(shape.channels) * $2 } ?? matrix
      }
      return GradientMoments(
        parts[0].sum(times: 1, parts[1].sum(times: 1, parts[2], times: 1), times: 1))
    }
  }

  private func isFree(_ block: ColumnBlock) -> Bool {
    block.tensor.rule.law.hasIndependentEntries && !law(block.tensor).areDrawn
  }
}
