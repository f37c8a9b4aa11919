import Kernels
import Numerics

/// The law of ln(|h_L|²/|h₀|²) of a finite linear or ReLU network without biases.
///
/// Layer l multiplies |h|² by sₗ² χ²ₖ, independently: k = nₗ for a linear layer, k ~ Binomial(nₗ, ½)
/// for a ReLU layer, because each pre-activation is positive with probability ½ whatever the input.
/// So the logarithm is a sum of independent terms, nearly normal for deep networks, with exact mean and
/// variance at every width; the gradient's squared norm has the same law. For wide layers with
/// He weights this is the N(−β/2, β) of Hanin and Nica (2019), β = 5 Σ 1/nₗ (linear: 2 Σ 1/nₗ).
public struct FiniteWidthLaw: Equatable, Sendable, Codable {
  /// Which networks the law knows.
  public enum Nonlinearity: String, Sendable, Codable, CaseIterable {
    case linear, relu
  }

  /// E ln, given that the signal is not dead.
  public let logMean: Double
  /// Var ln, given that the signal is not dead.
  public let logVariance: Double
  /// ln E of the ratio itself, dead networks included.
  public let meanLogarithm: Double
  /// E(ratio²)/(E ratio)², which grows exponentially in Σ 1/nₗ and makes plain averages useless.
  public let momentRatio: Double
  /// The probability that a layer of ReLUs has no active unit; 0 for linear networks.
  public let deadProbability: Double
  /// β, the variance in the limit of wide layers.
  public let asymptoticVariance: Double

  /// Sums over layers.
  ///
  /// - Parameters:
  ///   - widths: the widths n₁ … n_L of the layers, without the input's.
  ///   - weightVariances: Var w in each layer, so that sₗ² is that of a pre-activation for |h| = 1.
  public init(
    _ nonlinearity: Nonlinearity, widths: [Int], weightVariances: [Double]
  ) throws(TheoryError) {
    guard !widths.isEmpty, widths.allSatisfy({ (1...100_000_000).contains($0) }) else {
      throw .badWidths(widths)
    }
    guard widths.count == weightVariances.count else {
      throw .mismatchedLayers(widths: widths.count + 1, variances: weightVariances.count)
    }
    var (mean, variance, logOfMean, logMomentRatio, logAlive, beta) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    // Layers of one width in a row share their sum over the binomial law.
    var known: (width: Int, layer: (mean: Double, variance: Double))?
    for (width, weightVariance) in zip(widths, weightVariances) {
      guard weightVariance > 0, weightVariance.isFinite else {
        throw .badVariance(name: "weight variance", value: weightVariance)
      }
      let n = Double(width)
      let logScale = Double.log(weightVariance)
      switch nonlinearity {
      case .linear:
        let law = ChiSquared(degreesOfFreedom: n)
        mean += logScale + law.logMean
        variance += law.logVariance
        logOfMean += logScale + .log(n)
        logMomentRatio += .logOnePlus(2 / n)
        beta += 2 / n
      case .relu:
        let layer: (mean: Double, variance: Double)
        if let known, known.width == width {
          layer = known.layer
        } else {
          layer = Self.halfActive(width)
          known = (width, layer)
        }
        mean += logScale + layer.mean
        variance += layer.variance
        logOfMean += logScale + .log(n / 2)
        logMomentRatio += .logOnePlus(5 / n)
        logAlive +=
          width < 1075 ? .logOnePlus(-Double(sign: .plus, exponent: -width, significand: 1)) : 0
        beta += 5 / n
      }
    }
    logMean = mean
    logVariance = variance
    meanLogarithm = logOfMean
    momentRatio = .exp(logMomentRatio)
    deadProbability = -.expMinusOne(logAlive)
    asymptoticVariance = beta
  }

  /// Mean and variance of ln χ²_K for K ~ Binomial(n, ½) given K ≥ 1.
  ///
  /// Var = E ψ′(K/2) + Var ψ(K/2). Terms farther than 12 standard deviations from n/2 are below 10⁻³⁰.
  static func halfActive(_ n: Int) -> (mean: Double, variance: Double) {
    let law = Binomial(trials: n, probability: 0.5)
    let reach = Int(6 * Double(n).squareRoot()) + 2
    let range = Swift.max(1, n / 2 - reach)...Swift.min(n, n / 2 + reach)
    var (total, mean, square, spread) = (0.0, 0.0, 0.0, 0.0)
    // Shifted by the value at n/2, so that the variance does not cancel.
    let shift = ChiSquared(degreesOfFreedom: Swift.max(1, Double(n) / 2)).logMean
    for k in range {
      let p = law.probability(of: k)
      let chi = ChiSquared(degreesOfFreedom: Double(k))
      let d = chi.logMean - shift
      total += p
      mean += p * d
      square += p * d * d
      spread += p * chi.logVariance
    }
    mean /= total
    return (shift + mean, square / total - mean * mean + spread / total)
  }
}
