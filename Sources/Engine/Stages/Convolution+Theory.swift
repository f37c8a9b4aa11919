extension Convolution {
  /// A place sums as many terms as its window has taps inside: fewer at a border of zeros, where a circular
  /// one has none.
  ///
  /// E y_p y_u = m σ² Σ_τ E x_(p+τ) x_(u+τ) for m channels of a group (Novak et al. 2019), place by place; a
  /// gradient returns by the same taps. Transposed, places and positions change their parts. Empty for
  /// standardised weights, which are not independent.
  public func theory(
    of input: StageMoments, shape: Shape, _ context: inout TheoryContext
  ) -> TheoryStep? {
    guard !isStandardized, let output = try? output(for: shape) else { return nil }
    let tensor = tensor(shape)
    let bias = biasLaw(shape)
    guard tensor.rule.law.hasIndependentEntries || tensor.rule.law == .orthogonal else {
      return nil
    }
    let taps = WindowTaps(self, input: shape, output: output)
    let (m, n) = (Double(shape.channels / groups), Double(channels / groups))
    let variance = tensor.variance
    let (samples, before, after) = (context.samples, shape.positionCount, output.positionCount)
    // All places see as many terms, of inputs that are all alike: no place differs from another.
    let isUniform = input.kernel == nil && taps.isWhole && taps.isSharedByNone
    let hasBias = bias.secondMoment > 0 && after > 1
    guard
      var step = TheoryStep.linear(
        input, terms: m * Double(taps.count), outputs: 1, tensor: tensor, bias: bias, positions: 1,
        samples: samples)
    else { return nil }
    if !isUniform || hasBias {
      let known = input.positions(before, samples: samples)
      func carried(_ matrix: PositionMatrix) -> PositionMatrix {
        let sums = taps.forward(matrix)
        return sums.map { m * variance * $2 + bias.secondMoment } ?? sums
      }
      step.output = StageMoments(
        PositionKernel(
          means: Array(repeating: bias.mean, count: after), own: carried(known.own),
          across: known.across.map(carried)),
        samples: samples, isNormal: step.output.isNormal,
        isCentredByWeights: step.output.isCentredByWeights)
    }
    step.backward = { gradient, context in
      let known = input.positions(before, samples: 1).own
      let back = gradient.positions(after)
      if let sum = taps.weights(known, back, isIndependent: gradient.hasIndependentRows) {
        context.noteWeightGradient(Double(samples) * sum)
      }
      if isUniform, gradient.kernel == nil, taps.count == 1, after == before {
        return gradient.scaled(by: n * variance)
      }
      return GradientMoments(taps.backward(back).map { n * variance * $2 } ?? back)
    }
    return step
  }
}

/// Which position each tap of a window sees from each place.
struct WindowTaps {
  /// How many taps the window has.
  let count: Int
  let before: Int
  let after: Int
  /// (tap, position before, position after), tap by tap.
  let links: [[(before: Int, after: Int)]]

  init(_ stage: Convolution, input: Shape, output: Shape) {
    self.init(
      stage.window, places: stage.isTransposed ? input : output,
      positions: stage.isTransposed ? output : input, isTransposed: stage.isTransposed)
  }

  init(_ window: Window, places: Shape, positions: Shape, isTransposed: Bool = false) {
    let table = window.table(positions: positions.positions, places: places.positions)
    let taps = window.taps(positions.positions.count)
    count = taps
    before = isTransposed ? places.positionCount : positions.positionCount
    after = isTransposed ? positions.positionCount : places.positionCount
    links = (0..<taps).map { tap in
      (0..<places.positionCount).compactMap { place in
        let seen = Int(table[place * taps + tap])
        guard seen >= 0 else { return nil }
        return isTransposed ? (before: place, after: seen) : (before: seen, after: place)
      }
    }
  }

  /// Whether every place after sees a position by every tap.
  var isWhole: Bool { links.allSatisfy { $0.count == after } }

  /// Whether no position before is seen twice.
  var isSharedByNone: Bool {
    var isSeen = Array(repeating: false, count: before)
    for (position, _) in links.joined() {
      if isSeen[position] { return false }
      isSeen[position] = true
    }
    return true
  }

  /// Σ_τ M at the positions that a tap sees from both places.
  func forward(_ matrix: PositionMatrix) -> PositionMatrix {
    sums(matrix, count: after) { ($0.before, $0.after) }
  }

  /// The same from places to positions.
  func backward(_ matrix: PositionMatrix) -> PositionMatrix {
    sums(matrix, count: before) { ($0.after, $0.before) }
  }

  private func sums(
    _ matrix: PositionMatrix, count: Int, _ ends: ((before: Int, after: Int)) -> (Int, Int)
  ) -> PositionMatrix {
    var diagonal = Array(repeating: 0.0, count: count)
    for tap in links {
      for link in tap {
        let (from, to) = ends(link)
        diagonal[to] += matrix.diagonal[from]
      }
    }
    guard let pairs = matrix.pairs, count <= PositionMatrix.mostPairs else {
      return PositionMatrix(diagonal: diagonal)
    }
    var all = Array(repeating: 0.0, count: count * count)
    for tap in links {
      for one in tap {
        let (from, to) = ends(one)
        for other in tap {
          let (beside, at) = ends(other)
          all[to * count + at] += pairs[from * matrix.count + beside]
        }
      }
    }
    return PositionMatrix(pairs: all, count: count)
  }

  /// E(∂ℓ/∂W)² of one sample, the mean over taps; `nil` where it needs pairs that are not known.
  func weights(_ input: PositionMatrix, _ gradient: PositionMatrix, isIndependent: Bool) -> Double?
  {
    var sum = 0.0
    for tap in links {
      for link in tap { sum += input.diagonal[link.before] * gradient.diagonal[link.after] }
    }
    if !isIndependent {
      guard let x = input.pairs, let g = gradient.pairs else { return nil }
      for tap in links {
        for one in tap {
          for other in tap where one != other {
            sum +=
              x[one.before * before + other.before] * g[one.after * after + other.after]
          }
        }
      }
    }
    return sum / Double(count)
  }
}
