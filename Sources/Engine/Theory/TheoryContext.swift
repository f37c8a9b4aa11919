import Networks
import Theory

/// What theory has found so far, by the names of stages, and what it needs to know of the network.
public struct TheoryContext: Sendable {
  /// How many samples go through.
  public let samples: Int
  /// How many residual branches the network has.
  public let residualCount: Int
  /// How many attentions it has.
  var attentionCount = 1
  private(set) var outputs: [String: StageMoments] = [:]
  private(set) var gradients: [String: Double] = [:]
  private(set) var weightGradients: [String: [Double]] = [:]
  private var path: [String] = []
  private var draws = 0
  private var cache: [String: GaussianMoments] = [:]
  private var pairs: [String: GaussianPairMoments] = [:]

  init(samples: Int, residualCount: Int) {
    self.samples = samples
    self.residualCount = residualCount
  }

  /// A number for each average that is drawn.
  mutating func nextDraw() -> Int {
    draws += 1
    return draws
  }

  mutating func within<Result>(_ name: String, _ body: (inout TheoryContext) -> Result) -> Result {
    path.append(name)
    let result = body(&self)
    path.removeLast()
    return result
  }

  mutating func note(_ moments: StageMoments, name: String) {
    outputs[(path + [name]).joined(separator: ".")] = moments
  }

  mutating func noteGradient(_ moments: GradientMoments, name: String) {
    gradients[(path + [name]).joined(separator: ".")] = moments.secondMoment
  }

  mutating func noteWeightGradient(_ moment: Double) {
    weightGradients[path.joined(separator: "."), default: []].append(moment)
  }

  /// The averages of an activation at a variance, each worked out once.
  mutating func moments(of activation: any Activation, variance: Double) -> GaussianMoments? {
    let key = "\(activation.name) \(variance.bitPattern)"
    if let known = cache[key] { return known }
    guard let moments = try? GaussianMoments(of: activation, variance: variance) else { return nil }
    cache[key] = moments
    return moments
  }

  /// The averages of an activation at two normal numbers of a variance and a correlation, each worked out once.
  mutating func pair(
    of activation: any Activation, variance: Double, correlation: Double
  ) -> GaussianPairMoments? {
    let key = "\(activation.name) \(variance.bitPattern) \(correlation.bitPattern)"
    if let known = pairs[key] { return known }
    guard
      let pair = try? GaussianPairMoments(
        of: activation, variance: variance, correlation: min(1, max(-1, correlation)))
    else { return nil }
    pairs[key] = pair
    return pair
  }

  /// The cosine of f at two normal numbers of a variance and a correlation.
  mutating func cosine(
    of activation: any Activation, variance: Double, correlation: Double
  ) -> Double? {
    guard let moments = moments(of: activation, variance: variance), moments.secondMoment > 0
    else { return nil }
    return pair(of: activation, variance: variance, correlation: correlation)
      .map { $0.product / moments.secondMoment }
  }

  /// E f f and E f′ f′ of an activation at two positions of variances q: `nil` where these differ, or where
  /// the averages would take a long quadrature.
  ///
  /// Taken at the geometric mean of the variances: to exchange the positions changes nothing, so that a
  /// difference of two per cent counts by its square. Homogeneous functions take any.
  mutating func pair(
    of activation: any Activation, _ moment: Double, _ q: (Double, Double)
  ) -> (product: Double, slopeProduct: Double)? {
    let isHomogeneous = activation.homogeneousSlopes != nil
    guard q.0 > 0, q.1 > 0, isHomogeneous || abs(q.0 - q.1) <= 0.02 * q.0,
      isHomogeneous || activation.kinks.isEmpty
    else { return nil }
    // Equal ones keep their bits, so that they are worked out once.
    let variance = q.0 == q.1 ? q.0 : (q.0 * q.1).squareRoot()
    return pair(of: activation, variance: variance, correlation: moment / variance)
      .map { ($0.product, $0.slopeProduct) }
  }
}
