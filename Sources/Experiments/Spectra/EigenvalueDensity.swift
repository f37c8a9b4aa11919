import Simulation
import Study

/// How the eigenvalues of WWᵀ are distributed, by the aspect ratio of the layer.
///
/// Marchenko and Pastur's law over the exact spectra of Gaussian p × n matrices with weights of variance
/// 1/n. Target: 10,000 eigenvalues per row, so that a bar at the mode is within 5 %.
public struct EigenvalueDensity: Experiment {
  public let id = "eigenvalue-density"
  public let chartIDs = ["eigenvalue-density"]

  /// Makes the experiment.
  public init() {}

  /// What was measured.
  public struct Outcome: Codable, Equatable, Sendable {
    /// n, for all rows.
    public var columns: Int
    /// One for each aspect ratio, ascending.
    public var rows: [Row]
  }

  /// All matrices of one aspect ratio.
  public struct Row: Codable, Equatable, Sendable {
    /// γ = p/n, before p is rounded.
    public var ratio: Double
    /// p.
    public var rows: Int
    /// How many matrices were drawn.
    public var matrices: Int
    /// Bins of one width, which begin at the lower edge of the law.
    public var histogram: Histogram
    /// (1 − √(p/n))², the law's smallest eigenvalue.
    public var lowerEdge: Double
    /// (1 + √(p/n))², the law's largest eigenvalue.
    public var upperEdge: Double
    /// How many eigenvalues lie outside the edges.
    public var outside: Int
    /// The median of λ_max/λ_min over single matrices.
    public var condition: Estimate
    /// The mean singular value of a matrix.
    public var meanSingular: Estimate
    /// (Σλ)²/Σλ², the number of directions that share the energy.
    public var participation: Estimate
    /// The Kolmogorov distance of the eigenvalues from the law.
    public var distance: Double
  }

  static let ratios = [0.1, 0.25, 0.5, 1]
  /// The width of the bins of `Row.histogram`.
  public static let binWidth = 0.04

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    let n = study.units(400, atLeast: 10)
    let eigenvalues = study.count(quick: 2000, standard: 10_000, thorough: 100_000)
    var rows: [Row] = []
    for ratio in Self.ratios {
      let p = max(1, Int((ratio * Double(n)).rounded()))
      let matrices = max(6, eigenvalues / p)
      let seed = seed.child(p)
      let spectra = try await mapTrials(matrices, jobs: jobs) { trial in
        var random = seed.child(trial).source()
        let model = BidiagonalModel(
          rows: p, columns: n, entryDeviation: 1 / Double(n).squareRoot(), random: &random)
        return try model.singularValues().map { $0 * $0 }
      }
      let law = try MarchenkoPastur(rows: p, columns: n, entryVariance: 1 / Double(n))
      let all = spectra.flatMap { $0 }
      let start = law.lowerEdge - (law.lowerEdge / Self.binWidth).rounded(.down) * Self.binWidth
      let bins = Int(((4.4 - start) / Self.binWidth).rounded())
      rows.append(
        Row(
          ratio: ratio, rows: p, matrices: matrices,
          histogram: try Histogram(
            of: all, low: start, high: start + Double(bins) * Self.binWidth, bins: bins),
          lowerEdge: law.lowerEdge, upperEdge: law.upperEdge,
          outside: all.count { $0 < law.lowerEdge || $0 > law.upperEdge },
          condition: try .median(
            of: spectra.map { $0[0] / max($0[$0.count - 1], .leastNormalMagnitude) }),
          meanSingular: try .mean(
            of: spectra.map { values in
              values.reduce(0) { $0 + $1.squareRoot() } / Double(values.count)
            }),
          participation: try .mean(
            of: spectra.map { values in
              let sum = values.reduce(0, +)
              return sum * sum / values.reduce(0) { $0 + $1 * $1 }
            }),
          distance: try KolmogorovSmirnov(all, against: law.cumulative).distance))
    }
    return Outcome(columns: n, rows: rows)
  }

  /// p/(1 + γ) = pn/(p + n): half the harmonic mean of the widths.
  private static func effective(_ row: Row, _ outcome: Outcome) -> Double {
    let (p, n) = (Double(row.rows), Double(outcome.columns))
    return p * n / (p + n)
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    let quarter = outcome.rows[1]
    let edgeRatio = quarter.upperEdge / quarter.lowerEdge
    let square = outcome.rows[3].meanSingular
    let root3 = 3.0.squareRoot()
    return [
      // σ√n = 1 for Xavier's rule and 1/√3 for U(±1/√n); the quarter circle's mean is 8/(3π).
      Fact("mean-singular-xavier", square, .fixed(3)),
      Fact("mean-singular-older", square.map { $0 / root3 }, .fixed(3)),
      Fact("mean-singular-theory", 8 / (3 * Double.pi), .fixed(3)),
      Fact("effective-quarter", quarter.participation, .fixed(1)),
      Fact("effective-quarter-theory", Self.effective(quarter, outcome), .fixed(0)),
      Fact("effective-square", outcome.rows[3].participation, .fixed(1)),
      Fact("effective-square-theory", Self.effective(outcome.rows[3], outcome), .fixed(0)),
      Fact("density-columns", outcome.columns), Fact("density-rows-quarter", quarter.rows),
      Fact("density-quarter-low", quarter.lowerEdge, .fixed(2)),
      Fact("density-quarter-high", quarter.upperEdge, .fixed(2)),
      Fact("density-quarter-condition", quarter.condition, .fixed(2)),
      Fact("density-quarter-condition-theory", edgeRatio, .fixed(0)),
      Fact(
        "density-square-condition", outcome.rows[3].condition.map(Elementary.log10), .powerOfTen(1)),
      Fact("density-distance", outcome.rows.map(\.distance).max() ?? .nan, .significant(1)),
      Fact("density-outside", outcome.rows.map(\.outside).reduce(0, +)),
      Fact("density-all", outcome.rows.map(\.histogram.total).reduce(0, +)),
    ]
  }
}
