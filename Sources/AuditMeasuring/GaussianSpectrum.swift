import Kernels
import Simulation

/// Singular values of random matrices, drawn and predicted.
package enum GaussianSpectrum {
  /// The eigenvalues of WWᵀ, in increasing order, for a random p × q matrix of N(0, σ²) entries, p ≤ q;
  /// exact in law without the matrix.
  package static func eigenvalues(
    _ p: Int, _ q: Int, variance: Double, _ random: inout RandomSource
  ) throws -> [Double] {
    let model = BidiagonalModel(
      rows: q, columns: p, entryDeviation: variance.squareRoot(), random: &random)
    return try model.singularValues().map { $0 * $0 }.reversed()
  }

  /// E λ_max of WWᵀ for large matrices, with an error below 1 % from p = 30.
  ///
  /// (√(q−1) + √p)² + E(TW₁)·(√(q−1) + √p)(1/√(q−1) + 1/√p)^⅓ in units of σ² (Johnstone 2001,
  /// *Ann. Statist.* 29:295).
  package static func expectedLargest(_ p: Int, _ q: Int, variance: Double) -> Double {
    let (a, b) = (Double(q - 1).squareRoot(), Double(p).squareRoot())
    let scale = (a + b) * Double.power(1 / a + 1 / b, 1.0 / 3)
    return variance * ((a + b) * (a + b) + tracyWidomMean * scale)
  }

  /// The mean of the Tracy–Widom law of real matrices.
  ///
  /// Bornemann 2010, *Math. Comp.* 79:871.
  private static let tracyWidomMean = -1.2065335745820
}

extension Sampling {
  /// Spectra of WWᵀ of independent random p × q matrices.
  package func spectra(
    _ trials: Int, _ p: Int, _ q: Int, variance: Double, _ stream: String
  ) throws -> [[Double]] {
    var random = seeds.child(stream).source()
    return try (0..<trials).map { _ in
      try GaussianSpectrum.eigenvalues(p, q, variance: variance, &random)
    }
  }

  /// Spectral norms of independent random p × q matrices.
  package func norms(_ trials: Int, _ p: Int, _ q: Int, variance: Double, _ stream: String)
    -> [Double]
  {
    values(trials, stream) { random in
      BidiagonalModel(
        rows: q, columns: p, entryDeviation: variance.squareRoot(), random: &random
      ).largestSingularValue()
    }
  }
}
