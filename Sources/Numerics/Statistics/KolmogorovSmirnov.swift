import Kernels

/// The Kolmogorov–Smirnov distance and its significance.
public struct KolmogorovSmirnov: Equatable, Sendable, Codable {
  /// The largest distance between the two distribution functions.
  public let distance: Double
  /// The probability of a distance at least as large if the laws are the same (asymptotic).
  public let pValue: Double

  /// Compares two samples; throws if one is empty or holds a value that is not finite.
  ///
  /// Both functions are advanced together past ties, so discrete samples are handled; their p-value
  /// is then conservative.
  public init(_ first: [Double], _ second: [Double]) throws(StatisticsError) {
    let a = try Quantiles(of: first).sorted
    let b = try Quantiles(of: second).sorted
    let (n, m) = (Double(a.count), Double(b.count))
    var (i, j, distance) = (0, 0, 0.0)
    while i < a.count && j < b.count {
      let x = Swift.min(a[i], b[j])
      while i < a.count && a[i] == x { i += 1 }
      while j < b.count && b[j] == x { j += 1 }
      distance = Swift.max(distance, (Double(i) / n - Double(j) / m).magnitude)
    }
    self.distance = distance
    pValue = Self.significance(distance, effectiveSamples: n * m / (n + m))
  }

  /// Compares a sample with a distribution function, which must be continuous for the p-value.
  public init(
    _ sample: [Double], against cumulative: (Double) -> Double
  ) throws(StatisticsError) {
    let sorted = try Quantiles(of: sample).sorted
    let n = Double(sorted.count)
    var distance = 0.0
    for (i, x) in sorted.enumerated() {
      let f = cumulative(x)
      distance = Swift.max(distance, f - Double(i) / n, Double(i + 1) / n - f)
    }
    self.distance = distance
    pValue = Self.significance(distance, effectiveSamples: n)
  }

  /// P(D ≥ d) through Kolmogorov's limit law at λ = (√n + 0.12 + 0.11/√n) d, Stephens' (1970)
  /// correction for small samples.
  static func significance(_ distance: Double, effectiveSamples: Double) -> Double {
    let root = effectiveSamples.squareRoot()
    return kolmogorovTail((root + 0.12 + 0.11 / root) * distance)
  }

  /// Q(λ) = 2 Σ (−1)^(k−1) e^(−2k²λ²); for small λ the theta-function transform
  /// 1 − (√(2π)/λ) Σ e^(−(2k−1)²π²/(8λ²)), which converges there.
  static func kolmogorovTail(_ lambda: Double) -> Double {
    if lambda < 0.04 { return 1 }
    var sum = 0.0
    if lambda < 1.18 {
      for k in 1...20 {
        let odd = Double(2 * k - 1)
        sum += Double.exp(-odd * odd * 1.2337005501361697 / (lambda * lambda))
      }
      return Swift.max(0, 1 - 2.5066282746310002 / lambda * sum)
    }
    for k in 1...20 {
      let term = Double.exp(-2 * Double(k * k) * lambda * lambda)
      sum += k % 2 == 1 ? term : -term
    }
    return Swift.min(1, Swift.max(0, 2 * sum))
  }
}
