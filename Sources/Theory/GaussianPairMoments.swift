import Kernels
import Networks
import Numerics

/// Averages over two correlated normal pre-activations of the same variance q and correlation c.
public struct GaussianPairMoments: Equatable, Sendable, Codable {
  /// q.
  public let variance: Double
  /// c.
  public let correlation: Double
  /// E f(x) f(y).
  public let product: Double
  /// E f′(x) f′(y), which is dE f(x)f(y)/d(cq) (Price's theorem).
  public let slopeProduct: Double

  /// Integrates for finite q ≥ 0 and −1 ≤ c ≤ 1.
  ///
  /// x, y = √q (√((1+c)/2) u ± √((1−c)/2) v) with u, v independent: the exchange of x and y is
  /// v → −v, so v ≥ 0 suffices. Smooth activations take a trapezoid rule of some ten microseconds, positively
  /// homogeneous ones and sinusoids closed forms. For others kinks of both lie at |k/√q − √((1+c)/2) u|/√((1−c)/2): the
  /// inner integral is split there, and the outer one is then smooth but for the kinks' own u. About 1 ms.
  public init(
    of activation: any Activation, variance: Double, correlation: Double
  ) throws(TheoryError) {
    try requireVariance(variance, "pre-activation variance")
    guard correlation >= -1, correlation <= 1 else { throw .badCorrelation(correlation) }
    self.variance = variance
    self.correlation = correlation
    let deviation = variance.squareRoot()
    let along = deviation * (0.5 * (1 + correlation)).squareRoot()
    let across = deviation * (0.5 * (1 - correlation)).squareRoot()
    if let slopes = activation.homogeneousSlopes {
      (product, slopeProduct) = PairHomogeneous.moments(
        slopes, variance: variance, correlation: correlation)
      return
    }
    if let sinusoid = activation.sinusoid {
      (product, slopeProduct) = SineMoments(sinusoid, variance: variance)
        .pair(correlation: correlation)
      return
    }
    if activation.kinks.isEmpty,
      let both = PairTrapezoid.moments(of: activation, along: along, across: across)
    {
      (product, slopeProduct) = both
      return
    }
    // Two nested quadratures of a function without averages would not end in a day.
    let reach = try NormalAverage.pairReach(of: activation, deviation: deviation)
    // Places where f bends: its kinks, and 0 for those that saturate. At large variances the bend is a
    // needle in the range, whose flanks a first panel from 2 on would step over.
    let bends = (activation.kinks + [0]).sorted()
    let flanks = { (scale: Double) in scale > 64 ? [0.0, 2, -2, 6, -6, 20, -20] : [0.0, 2, -2] }

    /// Both averages over v ≥ 0 at one u, times two.
    func inner(_ center: Double) -> SIMD8<Double> {
      if across == 0 {
        let (f, s) = (activation.value(at: center), activation.slope(at: center))
        return SIMD8(f * f, s * s, 0, 0, 0, 0, 0, 0)
      }
      var points = [0, 1.5, 3.5, reach]
      for bend in bends {
        for width in flanks(across) {
          let v = ((bend - center).magnitude + width) / across
          if v > 0 && v < reach { points.append(v) }
        }
      }
      points.sort()
      return PairPanels.integrate(
        of: activation, breakpoints: points, center: center, across: across)
    }

    if along == 0 {
      let value = inner(0)
      product = value[0]
      slopeProduct = value[1]
      return
    }
    var points = [-reach, -3.5, -1.5, 0, 1.5, 3.5, reach]
    for bend in bends {
      for width in flanks(along) {
        let u = (bend + width) / along
        if u.magnitude < reach { points.append(u) }
      }
    }
    points.sort()
    let result = AdaptiveQuadrature.integrate(breakpoints: points, tolerance: 1e-10) { u in
      let value = NormalDistribution.density(u) * inner(along * u)
      return (value, value.replacing(with: -value, where: value .< 0))
    }
    product = result.value[0]
    slopeProduct = result.value[1]
  }
}

/// The inner integral: all nodes of a panel go through the activation's buffer form at once, x and y together.
private enum PairPanels {
  /// 2 ∫ φ(v) f(x) f(y) dv and that of the slopes over v between breakpoints; x, y = center ± across v.
  static func integrate(
    of activation: any Activation, breakpoints: [Double], center: Double, across: Double
  ) -> SIMD8<Double> {
    let count = AdaptiveQuadrature.nodeCount
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: 7 * count) { memory in
      guard let weights = memory.baseAddress else { return .zero }
      let points = weights + count
      let (values, slopes) = (points + 2 * count, points + 4 * count)
      return AdaptiveQuadrature.integrate(breakpoints: breakpoints, tolerance: 1e-11) { panel in
        for i in 0..<count {
          let offset = across * panel.nodes[i]
          points[i] = center + offset
          points[count + i] = center - offset
        }
        NormalDistribution.densities(panel.nodes, into: weights, count: count)
        activation.apply(UnsafePointer(points), into: values, count: 2 * count)
        activation.slopes(UnsafePointer(points), into: slopes, count: 2 * count)
        for i in 0..<count {
          let f = values[i] * values[count + i]
          let s = slopes[i] * slopes[count + i]
          let value = (2 * weights[i]) * SIMD8(f, s, 0, 0, 0, 0, 0, 0)
          panel.values[i] = value
          panel.magnitudes[i] = value.replacing(with: -value, where: value .< 0)
        }
      }.value
    }
  }
}
