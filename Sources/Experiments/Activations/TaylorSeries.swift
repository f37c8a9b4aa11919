import Study

/// A Taylor polynomial at 0: coefficients c₀, c₁, … of 1, x, x², ….
package struct TaylorSeries: Equatable, Sendable {
  var coefficients: [Double]

  /// tanh, from t′ = 1 − t²: (k + 1) cₖ₊₁ = [k = 0] − Σ cᵢ cₖ₋ᵢ.
  static func tanh(order: Int) -> TaylorSeries {
    var c = [0.0]
    for k in 0..<max(order, 0) {
      let square = (0...k).reduce(0) { $0 + c[$1] * c[k - $1] }
      c.append(((k == 0 ? 1 : 0) - square) / Double(k + 1))
    }
    return TaylorSeries(coefficients: c)
  }

  /// a f(bx) + d.
  func scaled(by a: Double, argument b: Double, shift d: Double = 0) -> TaylorSeries {
    var power = 1.0
    var result = coefficients.map { coefficient in
      defer { power *= b }
      return a * coefficient * power
    }
    result[0] += d
    return TaylorSeries(coefficients: result)
  }

  /// σ(x) = ½ + ½ tanh(x/2).
  static func sigmoid(order: Int) -> TaylorSeries {
    tanh(order: order).scaled(by: 0.5, argument: 0.5, shift: 0.5)
  }

  /// 4σ(x) − 2 = 2 tanh(x/2).
  static func scaledSigmoid(order: Int) -> TaylorSeries {
    tanh(order: order).scaled(by: 2, argument: 0.5)
  }

  /// The value of the polynomial, by Horner's rule.
  package func value(at x: Double) -> Double { coefficients.reversed().reduce(0) { $0 * x + $1 } }
}
