import Kernels
import Simulation

/// Note 001's `run_experiment` for one rule, run again with all its matrices: one W (m × n), one x
/// (m × 1000) and one gradient (n × 1000); prints mean and standard deviation of 1000 repetitions of
/// `np.var(W.T @ x)` and of `np.var(W @ grad_y)`.
///
/// The loop of the note changes nothing from one repetition to the next, so all 1000 values are the
/// same number.
package struct ExperimentScript {
  package let m: Int
  package let n: Int
  package let variance: Double

  /// Makes the measurement from its sizes.
  package init(m: Int, n: Int, variance: Double) {
    self.m = m
    self.n = n
    self.variance = variance
  }

  package static let trials = 1000

  /// What one run prints, before rounding.
  package struct Output {
    package struct Line {
      package let mean: Double
      package let deviation: Double
    }
    package let forward: Line
    package let backward: Line
  }

  /// The output of a number of runs, each with fresh matrices.
  package func run(_ runs: Int, _ seeds: SeedTree) -> [Output] {
    (0..<runs).map { run in
      var random = seeds.child("script").child(run).source()
      let w = floats(m * n, deviation: Float(variance.squareRoot()), &random)
      let x = floats(Self.trials * m, deviation: 1, &random)
      let g = floats(Self.trials * n, deviation: 1, &random)
      // Row t of X holds the column t of the note's x, so Wᵀx is XW and W·grad_y is GWᵀ.
      return Output(
        forward: line(varianceOfProduct(x, w, inner: m, columns: n, transposed: false)),
        backward: line(varianceOfProduct(g, w, inner: n, columns: m, transposed: true)))
    }
  }

  /// Mean and `np.std` of 1000 times the same value.
  private func line(_ value: Double) -> Output.Line {
    var moments = StreamingMoments()
    for _ in 0..<Self.trials { moments.add(value) }
    return Output.Line(
      mean: moments.mean,
      deviation: (moments.squaredDeviations / Double(Self.trials)).squareRoot())
  }

  /// `np.var` of all entries of a product: their mean is subtracted, the sum divided by their number.
  private func varianceOfProduct(
    _ a: [Float], _ w: [Float], inner: Int, columns: Int, transposed: Bool
  ) -> Double {
    var product = [Float](repeating: 0, count: Self.trials * columns)
    product.withUnsafeMutableBufferPointer { c in
      a.withUnsafeBufferPointer { a in
        w.withUnsafeBufferPointer { w in
          guard let c = c.baseAddress, let a = a.baseAddress, let w = w.baseAddress else { return }
          Float.matrixProduct(
            a, w, into: c, rows: Self.trials, inner: inner, columns: columns,
            transposed: transposed)
        }
      }
    }
    var (sum, squares) = (0.0, 0.0)
    for value in product {
      sum += Double(value)
      squares += Double(value) * Double(value)
    }
    let count = Double(product.count)
    return squares / count - (sum / count) * (sum / count)
  }

  private func floats(_ count: Int, deviation: Float, _ random: inout RandomSource) -> [Float] {
    [Float](unsafeUninitializedCapacity: count) { buffer, filled in
      if let base = buffer.baseAddress {
        random.fillNormals(base, count: count, standardDeviation: deviation)
      }
      filled = count
    }
  }

  /// E of the printed forward value: mσ², less the square of the mean of the n·1000 entries.
  package var expectedForward: Double {
    Double(m) * variance * (1 - 1 / (Double(n) * Double(Self.trials)))
  }

  /// E of the printed backward value.
  package var expectedBackward: Double {
    Double(n) * variance * (1 - 1 / (Double(m) * Double(Self.trials)))
  }

  /// The standard deviation of the printed forward value over runs.
  ///
  /// The value is tr(S XᵀX)/(nT) with S = WWᵀ. Its mean given W is tr S/n, of variance 2mσ⁴/n; its
  /// variance given W is 2 tr S²/(n²T), with E tr S² = σ⁴mn(m + n + 1).
  package var scatterOfMean: Double {
    let (m, n, t) = (Double(m), Double(n), Double(Self.trials))
    let square = variance * variance
    return (2 * m * square / n + 2 * square * m * (m + n + 1) / (n * t)).squareRoot()
  }
}
