import Networks
import Theory

/// What theory has found so far, by the names of stages, and what it needs to know of the network.
public struct TheoryContext {
  /// How many samples go through.
  public let samples: Int
  /// How many residual branches the network has.
  public let residualCount: Int
  private(set) var outputs: [String: StageMoments] = [:]
  private(set) var gradients: [String: Double] = [:]
  private(set) var weightGradients: [String: [Double]] = [:]
  private var path: [String] = []
  private var cache: [String: GaussianMoments] = [:]
  private var cosines: [String: Double] = [:]

  init(samples: Int, residualCount: Int) {
    self.samples = samples
    self.residualCount = residualCount
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

  /// The cosine of f at two normal numbers of a variance and a correlation, each worked out once.
  mutating func cosine(
    of activation: any Activation, variance: Double, correlation: Double
  ) -> Double? {
    let key = "\(activation.name) \(variance.bitPattern) \(correlation.bitPattern)"
    if let known = cosines[key] { return known }
    guard let moments = moments(of: activation, variance: variance), moments.secondMoment > 0,
      let pair = try? GaussianPairMoments(
        of: activation, variance: variance, correlation: min(1, max(-1, correlation)))
    else { return nil }
    cosines[key] = pair.product / moments.secondMoment
    return cosines[key]
  }
}
