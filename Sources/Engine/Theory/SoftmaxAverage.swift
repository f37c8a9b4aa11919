import Numerics

/// E Σ p² for the softmax p of independent normal logits.
enum SoftmaxAverage {
  /// The mean of Σ p² over `count` logits of a variance.
  ///
  /// 1/S² = ∫ λ e^(−λS) dλ for the sum S of exponentials, and these are independent:
  /// E Σ p² = n ∫ E[(λ eˢ)² exp(−λ eˢ)] (E exp(−λ eˢ))ⁿ⁻¹ d ln λ.
  static func squares(count: Int, variance: Double) -> Double {
    guard count > 1 else { return 1 }
    guard variance > 0 else { return 1 / Double(count) }
    let deviation = variance.squareRoot()
    /// E tᵏ e^(−t) for t = λ eˢ.
    func average(_ power: Double, _ logRate: Double) -> Double {
      // Where t passes one, for the standardised logit.
      let edge = -logRate / deviation
      let points = ([-9, -4, 0, 4, 9] + [-6, -2, 0, 1, 2].map { edge + $0 / deviation })
        .map { min(9, max(-9, $0)) }.sorted()
      return AdaptiveQuadrature.integrate(breakpoints: points, tolerance: 1e-11) { z in
        let t = logRate + deviation * z
        let value = SIMD8<Double>(
          NormalDistribution.density(z) * Double.exp(power * t - Double.exp(min(t, 700))), 0, 0, 0,
          0, 0, 0, 0)
        return (value, value)
      }.value[0]
    }
    // From all logits together, λ ~ 1/n, up to the smallest alone.
    let reach = 9 * deviation + 8
    let (low, high) = (-reach - Double.log(Double(count)), reach)
    let points = (0...16).map { low + (high - low) * Double($0) / 16 }
    let result = AdaptiveQuadrature.integrate(breakpoints: points, tolerance: 1e-9) { logRate in
      let others = Double.exp(Double(count - 1) * Double.log(average(0, logRate)))
      let value = SIMD8<Double>(average(2, logRate) * others, 0, 0, 0, 0, 0, 0, 0)
      return (value, value)
    }.value[0]
    return Double(count) * result
  }
}
