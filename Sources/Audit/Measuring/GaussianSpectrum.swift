import Kernels
import Simulation

/// Singular values of random matrices, drawn and predicted.
enum GaussianSpectrum {
  /// The eigenvalues of WWᵀ, in increasing order, for a random p × q matrix of N(0, σ²) entries, p ≤ q.
  ///
  /// Exact in law without the matrix: rotations turn W into a bidiagonal matrix whose diagonal is
  /// χ with q, q−1, …, q−p+1 degrees of freedom and whose subdiagonal is χ with p−1, …, 1, all
  /// independent (Dumitriu and Edelman 2002, *J. Math. Phys.* 43:5830). O(p) draws, O(p²) work.
  static func eigenvalues(
    _ p: Int, _ q: Int, variance: Double, _ random: inout RandomSource
  ) throws -> [Double] {
    precondition(p >= 1 && p <= q)
    let diagonal = (0..<p).map { random.chiSquared(q - $0) }
    let below = (1..<max(p, 2)).map { p > 1 ? random.chiSquared(p - $0) : 0 }
    // LLᵀ of a lower bidiagonal L is tridiagonal.
    var main = (0..<p).map { i in variance * (diagonal[i] + (i > 0 ? below[i - 1] : 0)) }
    var off = (0..<(p - 1)).map { variance * (diagonal[$0] * below[$0]).squareRoot() }
    try SymmetricEigenvalues.ofTridiagonal(&main, &off)
    return main
  }

  /// E λ_max of WWᵀ for large matrices: (√(q−1) + √p)² + E(TW₁)·(√(q−1) + √p)(1/√(q−1) + 1/√p)^⅓
  /// in units of σ² (Johnstone 2001, *Ann. Statist.* 29:295); below 1 % of error from p = 30.
  static func expectedLargest(_ p: Int, _ q: Int, variance: Double) -> Double {
    let (a, b) = (Double(q - 1).squareRoot(), Double(p).squareRoot())
    let scale = (a + b) * Double.power(1 / a + 1 / b, 1.0 / 3)
    return variance * ((a + b) * (a + b) + tracyWidomMean * scale)
  }

  /// The mean of the Tracy–Widom law of real matrices (Bornemann 2010, *Math. Comp.* 79:871).
  private static let tracyWidomMean = -1.2065335745820
}

extension RandomSource {
  /// A χ² number with k ≥ 1 degrees of freedom.
  ///
  /// A gamma number of shape a = k/2 by Marsaglia and Tsang's method (2000, *ACM Trans. Math. Softw.*
  /// 26:363), which needs a ≥ 1: below that two normal squares are cheaper anyway.
  mutating func chiSquared(_ k: Int) -> Double {
    if k <= 2 {
      return (0..<k).reduce(0) { sum, _ in
        let z = normal()
        return sum + z * z
      }
    }
    let d = Double(k) / 2 - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    while true {
      let x = normal()
      let root = 1 + c * x
      if root <= 0 { continue }
      let v = root * root * root
      if Double.log(uniform()) < 0.5 * x * x + d - d * v + d * Double.log(v) { return 2 * d * v }
    }
  }
}
