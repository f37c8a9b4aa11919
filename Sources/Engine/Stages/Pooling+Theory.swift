import Numerics

extension Pooling {
  /// An average is a linear map of positions, of whose dependence it needs to know; the largest of k
  /// independent normal numbers has moments by quadrature.
  public func theory(
    of input: StageMoments, shape: Shape, _ context: inout TheoryContext
  ) -> TheoryStep? {
    guard let output = try? output(for: shape) else { return nil }
    return take == .average
      ? average(input, shape, output, context.samples) : largest(input, shape, output)
  }

  private func taps(_ shape: Shape, _ output: Shape) -> WindowTaps {
    guard let window else {
      return WindowTaps(
        Window(kernel: shape.positions),
        places: Shape(positions: shape.positions.map { _ in 1 }, channels: 1),
        positions: shape)
    }
    return WindowTaps(window, places: output, positions: shape)
  }

  private func average(
    _ input: StageMoments, _ shape: Shape, _ output: Shape, _ samples: Int
  ) -> TheoryStep? {
    let (before, after) = (shape.positionCount, output.positionCount)
    if input.kernel == nil, input.hasIndependentPositions, window == nil {
      return averageOfAlike(input, count: Double(before))
    }
    let known = input.positions(before, samples: samples)
    guard before <= PositionMatrix.mostPairs, known.own.pairs != nil else { return nil }
    let weights = taps(shape, output).matrix
    guard let own = known.own.carried(by: weights, rows: after) else { return nil }
    let means = (0..<after).map { place in
      (0..<before).reduce(0) { $0 + weights[place * before + $1] * known.means[$1] }
    }
    let kernel = PositionKernel(
      means: means, own: own,
      across: known.across.flatMap { $0.carried(by: weights, rows: after) })
    var moments = StageMoments(
      kernel, samples: samples, isNormal: input.isNormal,
      isCentredByWeights: input.isCentredByWeights)
    if after == 1 {
      moments.kernel = nil
      moments.hasIndependentPositions = true
    }
    return TheoryStep(output: moments) { gradient, _ in
      var turned = Array(repeating: 0.0, count: weights.count)
      for place in 0..<after {
        for position in 0..<before {
          turned[position * after + place] = weights[place * before + position]
        }
      }
      return gradient.positions(after).carried(by: turned, rows: before).map(GradientMoments.init)
    }
  }

  /// q/n beside the mean squared; all positions get the same gradient, an n-th of it each.
  private func averageOfAlike(_ input: StageMoments, count n: Double) -> TheoryStep {
    let variance = input.secondMoment - input.mean * input.mean
    let second = variance / n + input.mean * input.mean
    let output = StageMoments(
      mean: input.mean, secondMoment: second,
      cosine: input.cosine.flatMap { c in
        let own = (c * input.secondMoment - input.mean * input.mean) / n
        return second > 0 ? (own + input.mean * input.mean) / second : nil
      }, isNormal: input.isNormal, isCentredByWeights: input.isCentredByWeights)
    return TheoryStep(output: output) { gradient, _ in
      let own = gradient.secondMoment / (n * n)
      return GradientMoments(PositionMatrix(count: Int(n), diagonal: own, pair: own))
    }
  }

  private func largest(
    _ input: StageMoments, _ shape: Shape, _ output: Shape
  ) -> TheoryStep? {
    let taps = taps(shape, output)
    guard input.isNormal, input.mean == 0, input.kernel == nil, input.hasIndependentPositions,
      taps.isWhole, taps.isSharedByNone, let moments = Self.largest(of: taps.count)
    else { return nil }
    let q = input.secondMoment
    let share = Double(output.positionCount) / Double(shape.positionCount)
    let moment = StageMoments(
      mean: q.squareRoot() * moments.mean, secondMoment: q * moments.square, cosine: nil,
      isNormal: false)
    // A gradient returns to one position of each window.
    guard share * Double(taps.count) == 1 else { return TheoryStep(output: moment) { _, _ in nil } }
    return TheoryStep(output: moment) { gradient, _ in
      gradient.kernel == nil ? gradient.scaled(by: share) : nil
    }
  }

  /// E max and E max² of k standard normal numbers: the density is k φ(x) Φ(x)^(k−1).
  static func largest(of k: Int) -> (mean: Double, square: Double)? {
    let result = AdaptiveQuadrature.integrate(
      breakpoints: [-9, -3, -1, 0, 1, 2, 3, 4, 6, 9], tolerance: 1e-11
    ) { x in
      let power = Double.exp(Double(k - 1) * Double.log(NormalDistribution.cumulative(x)))
      let density = Double(k) * NormalDistribution.density(x) * power
      let value = SIMD8<Double>(density * x, density * x * x, 0, 0, 0, 0, 0, 0)
      return (value, value.replacing(with: -value, where: value .< 0))
    }.value
    return (result[0], result[1])
  }
}

extension WindowTaps {
  /// The average over taps as a matrix of places × positions: beyond the border there are zeros.
  var matrix: [Double] {
    var matrix = Array(repeating: 0.0, count: after * before)
    for (position, place) in links.joined() {
      matrix[place * before + position] += 1 / Double(count)
    }
    return matrix
  }
}
