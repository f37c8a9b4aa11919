import Numerics

/// What a sample of Gaussian products shows; all logarithms are natural.
public struct GaussianProductResult: Equatable, Sendable, Codable {
  /// Quantiles of one quantity over the tracked runs, at `GaussianProductResult.levels`.
  public typealias Band = [Double]

  /// The state after a number of factors.
  public struct Step: Equatable, Sendable, Codable {
    /// How many factors have been multiplied.
    public let step: Int
    /// Quantiles of ln ‖·‖₂.
    public let norm: Band
    /// Quantiles of ln max |entry|.
    public let largestEntry: Band
  }

  /// One followed product: element t − 1 belongs to t factors.
  public struct Run: Equatable, Sendable, Codable {
    /// ln ‖·‖₂ after each factor.
    public let norm: [Double]
    /// ln max |entry| after each factor.
    public let largestEntry: [Double]
  }

  /// What theory says of ln ‖·‖₂ after the last factor; see `LyapunovExponents`.
  public struct Theory: Equatable, Sendable, Codable {
    /// λ₁ per factor.
    public let topExponent: Double
    /// ψ′(n/2)/4 per factor.
    public let variancePerStep: Double
    /// λ₁ t + ½(ψ(n/2) − ψ(½)); `nil` for products too short for it.
    public let mean: Double?
    /// The square root of ¼[(t + 1) ψ′(n/2) − ψ′(½)]; `nil` for products too short for it.
    public let standardDeviation: Double?

    /// What has no value is null, not absent.
    public func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(topExponent, forKey: .topExponent)
      try container.encode(variancePerStep, forKey: .variancePerStep)
      try container.encode(mean, forKey: .mean)
      try container.encode(standardDeviation, forKey: .standardDeviation)
    }
  }

  /// The levels of every band: 5, 25, 50, 75, 95 %.
  public static let levels = [0.05, 0.25, 0.5, 0.75, 0.95]

  /// n.
  public let size: Int
  /// The number of factors.
  public let stepCount: Int
  /// The number of products.
  public let trials: Int
  /// The standard deviation of one entry.
  public let entryDeviation: Double
  /// The mean of ln ‖·‖₂ after the last factor.
  public let logNorm: Estimate
  /// The variance of ln ‖·‖₂ after the last factor.
  public let logNormVariance: Estimate
  /// The median of ln ‖·‖₂; `nil` below six trials.
  public let logNormMedian: Estimate?
  /// Quantiles of ln ‖·‖₂ at `levels`, over all trials.
  public let logNormQuantiles: Band
  /// The histogram of ln ‖·‖₂ over all trials.
  public let histogram: Histogram
  /// ln max |entry| after the last factor: its mean over all trials.
  public let logLargestEntry: Estimate
  /// The tracked runs' quantiles after each factor; empty if none were tracked.
  public let steps: [Step]
  /// Some single runs.
  public let runs: [Run]
  /// What theory says.
  public let theory: Theory
}
