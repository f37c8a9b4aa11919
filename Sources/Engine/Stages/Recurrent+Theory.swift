extension Recurrent {
  /// Of a plain cell, E z_t² = n σ_w² E x_t² + N σ_u² E f(z_(t−1))² + E b², step by step.
  ///
  /// One matrix serves all steps; in a wide network a step's sums are normal all the same, with the moments that
  /// matrices drawn afresh would give them (Yang 2019), and so are gradients that meet it from the other side
  /// (Yang 2020). What that says nothing of is not said: products of two steps, and gradients of the state's
  /// map, to which they add. The memory of an LSTM or a GRU is none of these sums: a unit's gates at two steps
  /// depend on each other, and on what it remembers, so that its moments need the whole past; they are left
  /// empty.
  public func theory(
    of input: StageMoments, shape: Shape, _ context: inout TheoryContext
  ) -> TheoryStep? {
    guard case .plain(let activation) = cell, bias.mean == 0, recurrentBias.mean == 0 else {
      return nil
    }
    let fromInputs = blocks(inputs: shape.channels, isState: false)[0].tensor
    let fromStates = blocks(inputs: units, isState: true)[0].tensor
    for tensor in [fromInputs, fromStates] {
      let law = tensor.rule.law
      guard law.hasIndependentEntries || law == .orthogonal else { return nil }
    }
    let known = input.positions(shape.positionCount, samples: context.samples)
    let (a, u) = (
      Double(shape.channels) * fromInputs.variance, Double(units) * fromStates.variance
    )
    let b = bias.secondMoment + recurrentBias.secondMoment
    var sums: [Double] = []
    var (means, squares, products): ([Double], [Double], [Double]) = ([], [], [])
    var (square, product): (Double, Double?) = (0, 0)
    for step in 0..<known.count {
      let q = a * known.own.diagonal[step] + u * square + b
      guard let moments = context.moments(of: activation, variance: q) else { return nil }
      sums.append(q)
      means.append(moments.mean)
      square = moments.secondMoment
      squares.append(square)
      product = product.flatMap { product in
        known.across.flatMap { across in
          let shared = a * across.diagonal[step] + u * product + b
          return q > 0
            ? context.pair(of: activation, variance: q, correlation: shared / q)?.product : nil
        }
      }
      if let product { products.append(product) }
    }
    let isKnown = context.samples > 1 && products.count == known.count
    var output: StageMoments
    if givesLast, let mean = means.last {
      output = StageMoments(
        mean: mean, secondMoment: square,
        cosine: isKnown && square > 0 ? products[known.count - 1] / square : nil, isNormal: false)
    } else {
      output = StageMoments(
        PositionKernel(
          means: means, own: PositionMatrix(diagonal: squares),
          across: isKnown ? PositionMatrix(diagonal: products) : nil),
        samples: context.samples, isNormal: false, isCentredByWeights: false)
    }
    return TheoryStep(output: output) { gradient, context in
      let count = known.count
      let given =
        givesLast
        ? Array(repeating: 0, count: count - 1) + [gradient.secondMoment]
        : gradient.positions(count).diagonal
      var back = Array(repeating: 0.0, count: count)
      var carried = 0.0
      for step in (0..<count).reversed() {
        guard let moments = context.moments(of: activation, variance: sums[step]) else {
          return nil
        }
        let own = moments.slopeSecondMoment * (given[step] + u * carried)
        carried = own
        // N outputs of the inputs' map, N of the state's.
        back[step] = Double(units) * fromInputs.variance * own
      }
      return GradientMoments(PositionMatrix(diagonal: back))
    }
  }
}
