import Simulation

/// Note 001's `compare_initializations` for one rule.
///
/// One x ~ N(0, I), then 1000 fresh matrices W; prints mean and standard deviation of
/// `np.var(W.T @ x)`.
///
/// Given x, the n entries of Wᵀx are independent N(0, σ²|x|²), and `np.var` subtracts their mean and
/// divides by n: its value is σ²|x|²/n times a χ² number with n − 1 degrees of freedom. The script's
/// output is drawn from that law, without the matrices.
package struct CompareScript {
  package let m: Int
  package let n: Int
  package let variance: Double

  /// Makes the measurement from its sizes.
  package init(m: Int, n: Int, variance: Double) {
    self.m = m
    self.n = n
    self.variance = variance
  }

  private static let trials = 1000

  /// What one run prints, before rounding.
  package struct Output {
    package let mean: Double
    package let deviation: Double
  }

  /// The output of a number of runs.
  package func run(_ runs: Int, _ seeds: SeedTree) -> [Output] {
    var random = seeds.child("script").source()
    return (0..<runs).map { _ in
      let scale = variance * random.chiSquared(Double(m)) / Double(n)
      var moments = StreamingMoments()
      for _ in 0..<Self.trials { moments.add(scale * random.chiSquared(Double(n - 1))) }
      // `np.std` divides by the number of values.
      return Output(
        mean: moments.mean,
        deviation: (moments.squaredDeviations / Double(Self.trials)).squareRoot())
    }
  }

  /// E of the printed mean: mσ²(n − 1)/n.
  package var expectedMean: Double { Double(m) * variance * Double(n - 1) / Double(n) }

  /// E of the printed standard deviation: mσ²√(2(n − 1))/n, to a relative error of 1/1000.
  package var expectedDeviation: Double {
    Double(m) * variance * Double(2 * (n - 1)).squareRoot() / Double(n)
  }

  /// The standard deviation of the printed mean over runs.
  ///
  /// From |x|²: relative variance 2/m; from the average of 1000 matrices, given x: 2/(n − 1)/1000.
  package var scatterOfMean: Double {
    let (a, b) = (2 / Double(m), 2 / Double(n - 1) / Double(Self.trials))
    return expectedMean * (a + b + a * b).squareRoot()
  }
}
