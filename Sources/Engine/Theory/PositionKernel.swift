import Networks
import Theory

/// What theory knows of a signal position by position, where positions differ or depend on each other.
///
/// Neal 1996 for vectors; Novak et al. 2019 for images; Yang 2019 and Hron et al. 2020 for attention.
public struct PositionKernel: Sendable, Equatable {
  /// E x at each position.
  public var means: [Double]
  /// E x_t x_u, of one sample.
  public var own: PositionMatrix
  /// E x_t x′_u, of two samples; `nil` where it is not known or there is one sample.
  public var across: PositionMatrix?

  /// How many positions.
  public var count: Int { means.count }

  /// E x² over all positions.
  var secondMoment: Double { own.mean }

  /// The cosine of what a record compares: two samples or, of a single one, two positions.
  func cosine(samples: Int) -> Double? {
    if samples > 1 { return across.flatMap { own.mean > 0 ? $0.mean / own.mean : nil } }
    guard let pairs = own.pairs, count > 1, own.diagonal.allSatisfy({ $0 > 0 }) else { return nil }
    var sum = 0.0
    for t in 0..<count {
      for u in 0..<count where u != t {
        sum += pairs[t * count + u] / (own.diagonal[t] * own.diagonal[u]).squareRoot()
      }
    }
    return sum / Double(count * (count - 1))
  }

  /// a x + b y for signals that say nothing about each other.
  func sum(times a: Double, _ other: PositionKernel, times b: Double) -> PositionKernel {
    var across: PositionMatrix?
    if let mine = self.across, let theirs = other.across {
      across = mine.sum(times: a * a, theirs, times: b * b)
    }
    return PositionKernel(
      means: zip(means, other.means).map { a * $0 + b * $1 },
      own: own.sum(times: a * a, other.own, times: b * b), across: across)
  }

  /// Both matrices by one rule, which is told E x² of its two positions; `nil` where single positions are
  /// not known any more.
  func map(
    means: [Double], _ body: (_ moment: Double, _ q: (Double, Double), _ isSame: Bool) -> Double?
  ) -> PositionKernel? {
    let squares = own.diagonal
    guard
      let own = own.map({ t, u, value in body(value, (squares[t], squares[u]), t == u) })
    else { return nil }
    return PositionKernel(
      means: means, own: own,
      across: across.flatMap { matrix in
        matrix.map { t, u, value in body(value, (squares[t], squares[u]), false) }
      })
  }
}

extension StageMoments {
  /// Averages over the positions of a kernel.
  init(_ kernel: PositionKernel, samples: Int, isNormal: Bool, isCentredByWeights: Bool) {
    self.init(
      mean: kernel.means.reduce(0, +) / Double(kernel.count), secondMoment: kernel.secondMoment,
      cosine: kernel.cosine(samples: samples), isNormal: isNormal, hasIndependentPositions: false,
      isCentredByWeights: isCentredByWeights)
    self.kernel = kernel
  }

  /// The kernel, made of what holds at every position alike where there is none.
  func positions(_ count: Int, samples: Int) -> PositionKernel {
    if let kernel { return kernel }
    let pair = hasIndependentPositions ? mean * mean : nil
    return PositionKernel(
      means: Array(repeating: mean, count: count),
      own: PositionMatrix(count: count, diagonal: secondMoment, pair: pair),
      across: samples > 1
        ? cosine.map { PositionMatrix(count: count, diagonal: $0 * secondMoment, pair: pair) } : nil
    )
  }
}

extension GradientMoments {
  /// Averages over positions.
  init(_ kernel: PositionMatrix) {
    self.init(secondMoment: kernel.mean, hasIndependentRows: false)
    self.kernel = kernel
  }

  /// E g_t g_u at the positions of a sample.
  func positions(_ count: Int) -> PositionMatrix {
    kernel
      ?? PositionMatrix(
        count: count, diagonal: secondMoment, pair: hasIndependentRows ? 0 : nil)
  }

  /// Each number by a rule, as in ``PositionMatrix``; what is zero stays so without asking it.
  func map(_ count: Int, _ body: (Int, Int, Double) -> Double?) -> GradientMoments? {
    positions(count).map { t, u, g in g == 0 ? 0 : body(t, u, g) }.map(GradientMoments.init)
  }

  /// E g_t g_u times what a stage that works entry by entry puts on it, by what comes in at the two positions.
  ///
  /// - Parameters:
  ///   - own: the factor at one position, by the averages of the activation at E x² and that number.
  ///   - pair: the factor at two, by the averages of their products and E x_t x_u.
  func through(
    _ activation: any Activation, of input: StageMoments, positions: Int,
    _ context: inout TheoryContext, own: (GaussianMoments, Double) -> Double,
    pair: ((product: Double, slopeProduct: Double), Double) -> Double
  ) -> GradientMoments? {
    if input.kernel == nil, kernel == nil {
      let q = input.secondMoment
      return context.moments(of: activation, variance: q).map { scaled(by: own($0, q)) }
    }
    let known = input.positions(positions, samples: 1).own
    return map(positions) { t, u, g in
      let q = (known.diagonal[t], known.diagonal[u])
      if t == u {
        return context.moments(of: activation, variance: q.0).map { g * own($0, q.0) }
      }
      return known.pairs.flatMap { pairs in
        let product = pairs[t * known.count + u]
        return context.pair(of: activation, product, q).map { g * pair($0, product) }
      }
    }
  }
}
