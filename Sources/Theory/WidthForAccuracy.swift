import Kernels
import Numerics

/// How wide layers must be for single networks to do what theory says of their average.
public enum WidthForAccuracy {
  /// The smallest width at which a share of all networks of so many layers keep the size of their signal
  /// within a factor of what theory says, by the exact law of finite networks.
  ///
  /// Size is the root mean square, so that ln|h|² is to lie within ±2 ln(factor). Weights are those that
  /// keep the mean: 1/n, 2/n for ReLU. Found by secants in ln n, to the nearest whole number.
  ///
  /// - Parameters:
  ///   - nonlinearity: linear or ReLU.
  ///   - depth: the number of layers.
  ///   - factor: above 1, such as 1.1.
  ///   - share: between 0 and 1, such as 0.95.
  /// - Throws: `TheoryError` for numbers out of range.
  public static func smallest(
    _ nonlinearity: FiniteWidthLaw.Nonlinearity, depth: Int, factor: Double, share: Double
  ) throws(TheoryError) -> Int {
    try require(depth: depth, factor: factor, share: share)
    // Once the probability is a smooth function of ln n; below four units count one by one.
    var previous = Double.log(
      Swift.max(
        4,
        try asymptotic(
          nonlinearity, depth: depth, factor: factor, share: share)))
    var missing = try miss(nonlinearity, previous, depth, factor, share)
    var next = previous + 0.05
    for _ in 0..<30 {
      let value = try miss(nonlinearity, next, depth, factor, share)
      if value == missing { break }
      let step = -value * (next - previous) / (value - missing)
      (previous, missing) = (next, value)
      next += Swift.min(1, Swift.max(-1, step))
      if step.magnitude * Double.exp(next) < 0.3 { break }
    }
    var width = Swift.max(1, Int(Double.exp(next).rounded()))
    // Whole numbers around it.
    while width > 1,
      try probability(nonlinearity, width: width - 1, depth: depth, factor: factor) >= share
    { width -= 1 }
    while try probability(nonlinearity, width: width, depth: depth, factor: factor) < share {
      width += 1
    }
    return width
  }

  /// The same by the log-normal law N(−β/2, β), β = 5L/n (linear 2L/n), of Hanin and Nica (2019); a real
  /// number.
  public static func asymptotic(
    _ nonlinearity: FiniteWidthLaw.Nonlinearity, depth: Int, factor: Double, share: Double
  ) throws(TheoryError) -> Double {
    try require(depth: depth, factor: factor, share: share)
    let bound = 2 * Double.log(factor)
    let beta = try Root.find(-40, 10) { logBeta throws(TheoryError) in
      let deviation = Double.exp(0.5 * logBeta)
      let center = -0.5 * deviation * deviation
      return NormalDistribution.cumulative((bound - center) / deviation)
        - NormalDistribution.cumulative((-bound - center) / deviation) - share
    }
    return (nonlinearity == .linear ? 2 : 5) * Double(depth) / Double.exp(beta)
  }

  /// The probability that one network keeps its size within the factor; dead ones do not.
  public static func probability(
    _ nonlinearity: FiniteWidthLaw.Nonlinearity, width: Int, depth: Int, factor: Double
  ) throws(TheoryError) -> Double {
    let widths = [Int](repeating: width, count: depth)
    let variance = (nonlinearity == .linear ? 1 : 2) / Double(width)
    let variances = [Double](repeating: variance, count: depth)
    let density = try FiniteWidthDensity(
      nonlinearity, widths: widths, weightVariances: variances)
    let alive =
      1
      - (try FiniteWidthLaw(nonlinearity, widths: widths, weightVariances: variances))
      .deadProbability
    let bound = 2 * Double.log(factor)
    return alive * (density.cumulative(at: bound) - density.cumulative(at: -bound))
  }

  private static func miss(
    _ nonlinearity: FiniteWidthLaw.Nonlinearity, _ logWidth: Double, _ depth: Int,
    _ factor: Double, _ share: Double
  ) throws(TheoryError) -> Double {
    let width = Swift.max(1, Int(Double.exp(logWidth).rounded()))
    return try probability(nonlinearity, width: width, depth: depth, factor: factor) - share
  }

  private static func require(
    depth: Int, factor: Double, share: Double
  ) throws(TheoryError) {
    guard 1...1000 ~= depth else {
      throw .outOfRange(name: "depth", value: Double(depth), allowed: "from 1 to 1000")
    }
    guard factor >= 1.001, factor <= 1000 else {
      throw .outOfRange(name: "factor", value: factor, allowed: "from 1.001 to 1000")
    }
    guard share > 0, share < 1 else {
      throw .outOfRange(name: "share of networks", value: share, allowed: "between 0 and 1")
    }
  }
}
