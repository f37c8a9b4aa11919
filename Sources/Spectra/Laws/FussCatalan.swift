import Kernels
import Numerics

/// The law of the squared singular values of a product of L large square Gaussian matrices, each with
/// entries of variance 1/n.
///
/// Its k-th moment is the Fuss–Catalan number C((L + 1)k, k)/(Lk + 1). With φ from 0 to π/(L + 1),
/// x(φ) = sin^(L+1)((L+1)φ)/(sin φ sin^L(Lφ)) falls from (L + 1)^(L+1)/L^L to 0, and the density there is
/// sin²φ sin^(L−1)(Lφ)/(π sin^L((L+1)φ)) (Biane 1998; Haagerup and Möller 2013). L = 1 is
/// Marchenko and Pastur's law of a square matrix.
public struct FussCatalan: Equatable, Sendable {
  /// L, the number of factors.
  public let factors: Int
  /// ln x on a grid of φ, falling.
  private let logValues: [Double]
  /// P(X > x) at the same places, rising from 0 to 1.
  private let survival: [Double]

  /// Tabulates the law for L ≥ 1.
  public init(factors: Int) throws(TheoryError) {
    guard factors >= 1, factors <= 1000 else {
      throw .outOfRange(
        name: "number of factors", value: Double(factors), allowed: "from 1 to 1000")
    }
    self.factors = factors
    let count = 8000
    let (l, end) = (Double(factors), Double.pi / Double(factors + 1))
    // Midpoints: the integrand P(x) |dx/dφ| is finite and smooth between the ends.
    var logValues: [Double] = []
    var mass: [Double] = []
    var total = 0.0
    for index in 0..<count {
      let phi = end * (Double(index) + 0.5) / Double(count)
      let (s1, c1) = Self.sineAndCosine(phi)
      let (sl, cl) = Self.sineAndCosine(l * phi)
      let (sm, cm) = Self.sineAndCosine((l + 1) * phi)
      let logX = (l + 1) * .log(sm) - .log(s1) - l * .log(sl)
      let slope = (l + 1) * (l + 1) * cm / sm - c1 / s1 - l * l * cl / sl
      let logDensity = 2 * .log(s1) + (l - 1) * .log(sl) - l * .log(sm) - .log(Double.pi)
      let cell = Double.exp(logDensity + logX) * -slope * end / Double(count)
      logValues.append(logX)
      mass.append(total + cell / 2)
      total += cell
    }
    self.logValues = logValues
    // The midpoint rule is off by less than 10⁻⁵; the tail beyond the last midpoint is as small.
    survival = mass.map { $0 / total }
  }

  /// The upper edge (L + 1)^(L+1)/L^L.
  public var upperEdge: Double {
    let l = Double(factors)
    return .exp((l + 1) * .log(l + 1) - l * .log(l))
  }

  /// ln of the p-quantile, by interpolation in the table.
  public func logQuantile(_ p: Double) -> Double {
    let target = 1 - min(max(p, 0), 1)
    var (low, high) = (0, survival.count - 1)
    if target <= survival[0] { return .log(upperEdge) }
    while high - low > 1 {
      let middle = (low + high) / 2
      if survival[middle] < target { low = middle } else { high = middle }
    }
    let share = (target - survival[low]) / (survival[high] - survival[low])
    return logValues[low] + min(max(share, 0), 1) * (logValues[high] - logValues[low])
  }

  /// sin x and cos x for 0 ≤ x ≤ π, by Taylor series of the quarter angle and two doublings.
  private static func sineAndCosine(_ x: Double) -> (Double, Double) {
    let y = x / 4
    var (sine, cosine, term) = (0.0, 0.0, 1.0)
    // y < 0.79: 20 terms reach 10⁻¹⁹.
    for k in 0..<20 {
      switch k % 4 {
      case 0: cosine += term
      case 1: sine += term
      case 2: cosine -= term
      default: sine -= term
      }
      term *= y / Double(k + 1)
    }
    for _ in 0..<2 { (sine, cosine) = (2 * sine * cosine, cosine * cosine - sine * sine) }
    return (sine, cosine)
  }
}
