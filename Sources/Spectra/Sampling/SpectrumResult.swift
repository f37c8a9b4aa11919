import Numerics

/// The singular values of layers at the start, pooled over independent matrices.
public struct SpectrumResult: Equatable, Sendable, Codable {
  /// What random-matrix theory says of matrices with independent entries of the same variance.
  public struct Theory: Equatable, Sendable, Codable {
    /// s|√m − √n|: the lower edge of Marchenko and Pastur, and Bai and Yin's limit of the smallest.
    public let lowerEdge: Double
    /// s(√m + √n): the upper edge, and Bai and Yin's limit of the largest.
    public let upperEdge: Double
    /// upperEdge/lowerEdge; `nil` for a square matrix, where it is infinite.
    public let conditionNumber: Double?
    /// The mean singular value by Marchenko and Pastur.
    public let mean: Double
    /// 2.5, 50 and 97.5 % points of the largest by Tracy and Widom.
    public let largest: [Double]
    /// Quantiles of the singular values at `SpectrumResult.levels` by Marchenko and Pastur.
    public let quantiles: [Double]
  }

  /// The levels of the quantiles.
  public static let levels = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99]
  /// The levels of `Theory.largest`.
  public static let largestLevels = [0.025, 0.5, 0.975]

  /// m.
  public let rows: Int
  /// n.
  public let columns: Int
  /// The rule's name.
  public let initializer: String
  /// s², the variance of one entry.
  public let entryVariance: Double
  /// How many matrices.
  public let trials: Int
  /// How they were made.
  public let sampler: SpectrumRequest.Sampler
  /// The mean of the largest singular value.
  public let largest: Estimate
  /// The mean of the smallest of the min(m, n) singular values.
  public let smallest: Estimate
  /// The median condition number (the mean does not exist for square matrices); below six matrices,
  /// where no two order statistics bound a median with 95 %, from 1 to infinity; `nil` if a singular
  /// value is 0.
  public let conditionNumber: Estimate?
  /// The mean singular value, averaged over matrices.
  public let mean: Estimate
  /// Quantiles of all singular values at `levels`.
  public let quantiles: [Double]
  /// The histogram of the eigenvalues σ².
  public let eigenvalueHistogram: Histogram
  /// The Kolmogorov distance of the eigenvalues σ² from Marchenko and Pastur; `nil` if s² is 0.
  public let marchenkoPasturDistance: Double?
  /// Theory; `nil` if s² is 0.
  public let theory: Theory?
}

extension SpectrumResult.Theory {
  /// Theory for a `rows` × `columns` matrix of entries of positive variance.
  public init(rows: Int, columns: Int, entryVariance: Double) throws {
    let extremes = try ExtremeSingularValues(
      rows: rows, columns: columns, entryVariance: entryVariance)
    let law = try MarchenkoPastur(
      rows: Swift.min(rows, columns), columns: Swift.max(rows, columns),
      entryVariance: entryVariance)
    self.init(
      lowerEdge: extremes.baiYinSmallest, upperEdge: extremes.baiYinLargest,
      conditionNumber: rows == columns ? nil : extremes.baiYinLargest / extremes.baiYinSmallest,
      mean: law.meanSingularValue,
      largest: SpectrumResult.largestLevels.map(extremes.largestQuantile),
      quantiles: SpectrumResult.levels.map { law.quantile($0).squareRoot() })
  }
}
