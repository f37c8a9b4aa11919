import Kernels
import Simulation

/// How improbable a matrix's rows, columns and neighbours are for independent entries of a law.
public struct StructureTests: Equatable, Sendable {
  /// A test with its probability.
  public struct Test: Equatable, Sendable, Codable {
    /// What was compared, in words.
    public let name: String
    /// The probability of a statistic as large, for independent entries.
    public let p: Double

    package init(name: String, p: Double) {
      self.name = name
      self.p = p
    }
  }

  /// The tests that apply.
  public let tests: [Test]

  /// The smallest probability; 1 where nothing was tested.
  public var smallest: Test? { tests.min { $0.p < $1.p } }

  /// Tests for entries of a kurtosis.
  ///
  /// Means: the sum of squares of m means over σ² is χ² for normal entries, and lighter-tailed with σ² estimated from
  /// the same numbers. Norms: mean and variance of the sum are matched by a gamma law, with the excess of squares of
  /// normal numbers, 12/n, which no narrower law has. The largest singular value: P(s > σ(√m + √n + t)) ≤ e^(−t²/2)
  /// (Davidson and Szarek 2001, Theorem II.13), from 32 rows and columns on also Tracy and Widom's law (Johnstone 2001).
  public init(_ statistics: StructureStatistics, kurtosis: Double) {
    let (m, n) = (Double(statistics.rows), Double(statistics.columns))
    func means(_ x: Double, _ lines: Double) -> Double {
      let upper = SpecialFunctions.regularizedGammaQ(lines / 2, x / 2)
      let lower = SpecialFunctions.regularizedGammaP(lines / 2, x / 2)
      return min(1, 2 * min(upper, lower))
    }
    func norms(_ x: Double, _ lines: Double, _ length: Double) -> Double {
      let mean = lines - 1
      let variance = mean * (2 + 12 / length)
      let shape = mean * mean / variance
      let rate = mean / variance
      return SpecialFunctions.regularizedGammaQ(shape, rate * x / (kurtosis - 1))
    }
    var tests = [
      Test(name: "row means", p: means(statistics.rowMeans, m)),
      Test(name: "column means", p: means(statistics.columnMeans, n)),
    ]
    if n >= 32 { tests.append(Test(name: "row norms", p: norms(statistics.rowNorms, m, n))) }
    if m >= 32 { tests.append(Test(name: "column norms", p: norms(statistics.columnNorms, n, m))) }
    if let s = statistics.largestSingularValue {
      let t = s - m.squareRoot() - n.squareRoot()
      let bound = t > 0 ? Double.exp(-t * t / 2) : 1
      // Tracy and Widom's law is a limit: its tail is trusted within a factor, and for matrices of some size.
      let (center, width) = TracyWidomEdge.johnstone(
        rows: statistics.rows, columns: statistics.columns)
      let limit =
        min(m, n) >= 32 ? min(1, 3 * TracyWidomEdge.upperTail((s * s - center) / width)) : 1
      tests.append(Test(name: "largest singular value", p: min(bound, limit)))
    }
    if let z = statistics.neighbours {
      tests.append(
        Test(name: "neighbours in the window", p: 2 * NormalDistribution.cumulative(-z.magnitude)))
    }
    self.tests = tests
  }
}
