import Kernels
import Numerics

/// The exact density of ln(|h_L|²/|h₀|²) of a finite linear or ReLU network without biases, given that
/// the signal is alive.
///
/// A layer of n units adds ln s² + ln χ²ₖ, k = n or Binomial(n, ½) given k ≥ 1 (see `FiniteWidthLaw`),
/// so the density is a convolution of known ones. It is computed on an even grid, where the trapezoid
/// rule converges faster than any power of the step: the characteristic function of ln χ²ₖ,
/// |Γ(k/2 + it)/Γ(k/2)|, is below 10⁻¹⁷ beyond t = B = √(39k) + 26, and a step of π/B aliases nothing else.
public struct FiniteWidthDensity: Equatable, Sendable {
  /// Where the grid begins.
  public let low: Double
  /// The distance of its points.
  public let step: Double
  /// The density at the points.
  public let densities: [Double]
  /// P(X ≤ x) at the points.
  private let cumulative: [Double]

  /// The most layers of one network.
  static let mostLayers = 10_000

  /// Convolves the layers.
  ///
  /// - Parameters:
  ///   - nonlinearity: linear or ReLU.
  ///   - widths: n₁ … n_L, without the input's.
  ///   - weightVariances: Var w in each layer.
  /// - Throws: `TheoryError` for lists that do not fit together.
  public init(
    _ nonlinearity: FiniteWidthLaw.Nonlinearity, widths: [Int], weightVariances: [Double]
  ) throws(TheoryError) {
    guard !widths.isEmpty, widths.allSatisfy({ (1...100_000_000).contains($0) }) else {
      throw .badWidths(widths)
    }
    guard widths.count == weightVariances.count else {
      throw .mismatchedLayers(widths: widths.count + 1, variances: weightVariances.count)
    }
    if let bad = weightVariances.first(where: { !($0 > 0 && $0.isFinite) }) {
      throw .badVariance(name: "weight variance", value: bad)
    }
    guard widths.count <= Self.mostLayers else {
      throw .outOfRange(
        name: "number of layers", value: Double(widths.count),
        allowed: "at most \(Self.mostLayers)")
    }
    let widest = Double(widths.max() ?? 1)
    // The most active units that have any weight.
    let active =
      nonlinearity == .linear
      ? widest : Swift.min(widest, widest / 2 + 6 * widest.squareRoot() + 2)
    let step = Double.pi / ((39 * active).squareRoot() + 26)
    var counts: [Int: Int] = [:]
    for width in widths { counts[width, default: 0] += 1 }
    var total: Grid?
    for width in counts.keys.sorted() {
      let power = Grid(nonlinearity, width: width, step: step).power(counts[width] ?? 1, step)
      total = total.map { $0.convolved(with: power, step) } ?? power
    }
    let grid = total ?? Grid(start: 0, values: [1])
    self.step = step
    var shift = 0.0
    for variance in weightVariances { shift += Double.log(variance) }
    low = Double(grid.start) * step + shift
    densities = grid.values
    cumulative = Self.integral(grid.values, step)
  }

  /// The density at x, by interpolation of degree seven in the grid.
  public func density(at x: Double) -> Double {
    Swift.max(0, Self.interpolate(densities, (x - low) / step, outside: (0, 0)))
  }

  /// P(X ≤ x).
  public func cumulative(at x: Double) -> Double {
    Swift.min(1, Swift.max(0, Self.interpolate(cumulative, (x - low) / step, outside: (0, 1))))
  }

  /// The p-quantile, for p in (0, 1).
  public func quantile(_ p: Double) -> Double {
    var (a, b) = (0, cumulative.count - 1)
    while b - a > 1 {
      let middle = (a + b) / 2
      if cumulative[middle] < p { a = middle } else { b = middle }
    }
    var (near, far) = (low + Double(a) * step, low + Double(b) * step)
    for _ in 0..<60 {
      let middle = 0.5 * (near + far)
      if cumulative(at: middle) < p { near = middle } else { far = middle }
    }
    return 0.5 * (near + far)
  }

  /// ∫ up to each point: the trapezoid sum with the central differences of its end (Gauss's formula of
  /// summation, −1/12, 11/720, −191/60480, 2497/3628800).
  private static func integral(_ values: [Double], _ step: Double) -> [Double] {
    func value(_ index: Int) -> Double { values.indices.contains(index) ? values[index] : 0 }
    var sum = 0.0
    return values.indices.map { k in
      sum += values[k]
      func odd(_ weights: [Double]) -> Double {
        // μδ^(2m+1): ½ Σ w (f₊ⱼ − f₋ⱼ).
        weights.enumerated().reduce(0) {
          $0 + 0.5 * $1.element * (value(k + $1.offset + 1) - value(k - $1.offset - 1))
        }
      }
      let correction =
        -odd([1]) / 12 + 11 * odd([-2, 1]) / 720 - 191 * odd([5, -4, 1]) / 60_480
        + 2497 * odd([-14, 14, -6, 1]) / 3_628_800
      return step * (sum - 0.5 * values[k] + correction)
    }
  }

  /// Lagrange interpolation through the eight nearest points.
  private static func interpolate(
    _ values: [Double], _ position: Double, outside: (below: Double, above: Double)
  ) -> Double {
    guard position >= 0 else { return outside.below }
    guard position <= Double(values.count - 1) else { return outside.above }
    let first = Int(position.rounded(.down)) - 3
    var result = 0.0
    for i in 0..<8 {
      let index = first + i
      let value =
        index < 0 ? outside.below : index >= values.count ? outside.above : values[index]
      var weight = 1.0
      for j in 0..<8 where j != i {
        weight *= (position - Double(first + j)) / Double(i - j)
      }
      result += weight * value
    }
    return result
  }
}

/// A density at multiples of a step.
private struct Grid {
  /// The first point, in steps.
  var start: Int
  var values: [Double]

  init(start: Int, values: [Double]) {
    self.start = start
    self.values = values
  }

  /// The density of ln χ²ₖ of one layer, as far as it is above 10⁻²⁰ of its peak.
  init(_ nonlinearity: FiniteWidthLaw.Nonlinearity, width: Int, step: Double) {
    var parts: [(half: Double, logScale: Double)] = []
    switch nonlinearity {
    case .linear: parts = [Self.part(Double(width), weight: 1)]
    case .relu:
      let law = Binomial(trials: width, probability: 0.5)
      let reach = Int(6 * Double(width).squareRoot()) + 2
      let range = Swift.max(1, width / 2 - reach)...Swift.min(width, width / 2 + reach)
      let alive = range.reduce(0.0) { $0 + law.probability(of: $1) }
      for k in range {
        let weight = law.probability(of: k) / alive
        if weight > 0 { parts.append(Self.part(Double(k), weight: weight)) }
      }
    }
    func density(_ index: Int) -> Double {
      let x = Double(index) * step
      let half = 0.5 * Double.exp(x)
      var sum = 0.0
      for part in parts { sum += Double.exp(part.half * x - half + part.logScale) }
      return sum
    }
    let center = Int(
      (Double.log(nonlinearity == .linear ? Double(width) : Double(width) / 2) / step).rounded())
    let floor = 1e-20 * density(center)
    var (below, above): ([Double], [Double]) = ([], [density(center)])
    var index = center + 1
    while let last = above.last, last > floor, above.count < 100_000 {
      above.append(density(index))
      index += 1
    }
    index = center - 1
    var last = Double.infinity
    while last > floor, below.count < 100_000 {
      last = density(index)
      below.append(last)
      index -= 1
    }
    start = index + 1
    values = below.reversed() + above
  }

  /// e^(kx/2 − e^x/2 + logScale) is the weighted density of ln χ²ₖ at x.
  private static func part(_ k: Double, weight: Double) -> (half: Double, logScale: Double) {
    (
      k / 2,
      Double.log(weight) - k / 2 * Double.log(2) - SpecialFunctions.logGamma(k / 2)
    )
  }

  /// The density of the sum of two independent numbers.
  func convolved(with other: Grid, _ step: Double) -> Grid {
    var result = [Double](repeating: 0, count: values.count + other.values.count - 1)
    for (i, a) in values.enumerated() {
      let scaled = step * a
      for (j, b) in other.values.enumerated() { result[i + j] += scaled * b }
    }
    return Grid(start: start + other.start, values: result).trimmed
  }

  /// The sum of so many of them, by repeated squaring.
  func power(_ count: Int, _ step: Double) -> Grid {
    var result: Grid?
    var (square, left) = (self, count)
    while true {
      if left % 2 == 1 { result = result.map { $0.convolved(with: square, step) } ?? square }
      left /= 2
      if left == 0 { break }
      square = square.convolved(with: square, step)
    }
    return result ?? self
  }

  /// Without the ends below 10⁻²⁰ of the peak, which grow with every convolution.
  private var trimmed: Grid {
    let floor = 1e-20 * (values.max() ?? 0)
    guard let first = values.firstIndex(where: { $0 > floor }),
      let last = values.lastIndex(where: { $0 > floor })
    else { return self }
    return Grid(start: start + first, values: Array(values[first...last]))
  }
}
