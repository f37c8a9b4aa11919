/// The binomial distribution: successes in n independent trials of probability p.
public struct Binomial: Sendable {
  /// n ≥ 0.
  public let trials: Int
  /// p in [0, 1].
  public let probability: Double

  /// Makes the distribution of n ≥ 0 trials with success probability p in [0, 1].
  public init(trials: Int, probability: Double) {
    precondition(trials >= 0 && probability >= 0 && probability <= 1, "not a binomial law")
    self.trials = trials
    self.probability = probability
  }

  /// P(X = k).
  public func probability(of k: Int) -> Double {
    guard k >= 0, k <= trials else { return 0 }
    if probability == 0 { return k == 0 ? 1 : 0 }
    if probability == 1 { return k == trials ? 1 : 0 }
    // (n choose k) pᵏ qⁿ⁻ᵏ through the beta prefactor, which keeps its digits for large n.
    let density = SpecialFunctions.betaPrefactor(
      probability, Double(k + 1), Double(trials - k + 1))
    return density / (Double(trials + 1) * probability * (1 - probability))
  }

  /// P(X ≤ k) = I_{1−p}(n − k, k + 1).
  public func cumulative(_ k: Int) -> Double {
    if k < 0 { return 0 }
    if k >= trials { return 1 }
    return SpecialFunctions.regularizedBeta(1 - probability, Double(trials - k), Double(k + 1))
  }
}
