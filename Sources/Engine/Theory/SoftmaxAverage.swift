import Numerics

/// E Σ p² for the softmax p of independent normal logits.
enum SoftmaxAverage {
  /// The mean of Σ p² over `count` logits of a variance.
  ///
  /// 1/S² = ∫ λ e^(−λS) dλ for the sum S of exponentials, and these are independent:
  /// E Σ p² = n ∫ λ φ₂(λ) φ₀(λ)ⁿ⁻¹ dλ with φ_k(λ) = E e^(ks) exp(−λ eˢ), over ln λ. φ₂ is φ₀ of logits with the
  /// mean 2 σ², times e^(2σ²).
  static func squares(count: Int, variance: Double) -> Double {
    guard count > 1 else { return 1 }
    guard variance > 0 else { return 1 / Double(count) }
    let deviation = variance.squareRoot()
    func exponential(_ logRate: Double) -> Double {
      // Where exp(−λ eˢ) falls from 1 to 0, for the standardised logit.
      let edge = -logRate / deviation
      let width = 1 / deviation
      let points = ([-9, -4, 0, 4, 9] + [-3, -1, 0, 1, 2].map { edge + $0 * width })
        .map { min(9, max(-9, $0)) }.sorted()
      return AdaptiveQuadrature.integrate(breakpoints: points, tolerance: 1e-10) { z in
        let value = SIMD8<Double>(
          NormalDistribution.density(z) * Double.exp(-Double.exp(logRate + deviation * z)), 0, 0, 0,
          0, 0, 0, 0)
        return (value, value)
      }.value[0]
    }
    // λ eˢ is of order one where it matters: from all logits together up to the largest alone.
    let reach = 9 * deviation + 2 * variance + 6
    let middle = -Double.log(Double(count))
    let points = (-8...8).map { middle + reach * Double($0) / 8 }
    let result = AdaptiveQuadrature.integrate(breakpoints: points, tolerance: 1e-8) { logRate in
      let power = Double.exp(Double(count - 1) * Double.log(exponential(logRate)))
      let value = SIMD8<Double>(
        Double.exp(2 * logRate + 2 * variance) * exponential(logRate + 2 * variance) * power, 0, 0,
        0, 0, 0, 0, 0)
      return (value, value)
    }.value[0]
    return Double(count) * result
  }
}
