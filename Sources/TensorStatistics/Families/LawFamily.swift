/// A family of laws of one number, centred at zero, that differ by their scale only.
///
/// What a family needs to know of a sample is in ``ScaleStatistics``; likelihoods are natural logarithms.
public protocol LawFamily: Sendable {
  /// The name, as "normal" or "truncated-normal-2".
  var name: String { get }

  /// How often weights of neural networks are drawn from it, before any number is seen.
  var prior: Double { get }

  /// The standard deviation of the law of scale 1.
  var deviationOfUnitScale: Double { get }

  /// E x⁴/(E x²)²: 3 for the normal law, 1.8 for the uniform one.
  var kurtosis: Double { get }

  /// ln of the sample's density at a scale; −∞ where the law cannot give its largest number.
  func logLikelihood(_ sample: ScaleStatistics, scale: Double) -> Double

  /// The scale of the largest likelihood.
  func likeliestScale(_ sample: ScaleStatistics) -> Double

  /// ln ∫ L(s) d ln s: the likelihood averaged over all scales, up to a constant that all families share.
  func logEvidence(_ sample: ScaleStatistics) -> Double

  /// P(X ≤ x) at a scale.
  func cumulative(_ x: Double, scale: Double) -> Double
}

/// What the families need to know of a sample.
public struct ScaleStatistics: Equatable, Sendable {
  /// How many numbers.
  public let count: Int
  /// Their mean square.
  public let meanSquare: Double
  /// The largest magnitude that the law must be able to give: of what is stored, less half a step of rounding.
  public let largestMagnitude: Double

  /// Facts of a sample of at least one number that is not zero.
  ///
  /// - Parameter rounding: the largest relative error of the type that the numbers are stored in.
  public init(count: Int, meanSquare: Double, largestMagnitude: Double, rounding: Double = 0) {
    precondition(count > 0 && meanSquare > 0, "a sample with a scale")
    self.count = count
    self.meanSquare = meanSquare
    self.largestMagnitude = largestMagnitude * (1 - rounding)
  }
}
