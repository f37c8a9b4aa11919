import Kernels

/// How probable each family is once a sample is seen, with its scale left free.
///
/// By marginal likelihood, not by kurtosis or distance: the edge of a uniform law pins its scale to 1/N, which no
/// moment sees.
public struct FamilyPosterior: Sendable {
  /// A family with its probability and its best scale.
  public struct Candidate: Sendable {
    /// The family.
    public let family: any LawFamily
    /// Its probability among all families.
    public let probability: Double
    /// The scale of the largest likelihood.
    public let scale: Double
    /// The standard deviation at that scale.
    public var deviation: Double { scale * family.deviationOfUnitScale }
  }

  /// Most probable first.
  public let candidates: [Candidate]

  /// The families that are weighed.
  public static let families: [any LawFamily] = [
    NormalFamily.whole, UniformFamily(), NormalFamily.cutAtTwo, NormalFamily.cutAtThree,
  ]

  /// Weighs the families.
  public init(_ sample: ScaleStatistics) {
    let logs = Self.families.map { Double.log($0.prior) + $0.logEvidence(sample) }
    let top = logs.max() ?? 0
    let total = logs.reduce(0) { $0 + Double.exp($1 - top) }
    candidates = zip(Self.families, logs).map { family, log in
      Candidate(
        family: family, probability: Double.exp(log - top) / total,
        scale: family.likeliestScale(sample))
    }.sorted { $0.probability > $1.probability }
  }
}
