import Simulation

extension ClaimCatalog {
  /// Note 004, second part: linear activations, and the Taylor series of the usual ones.
  static let note004Activations: [Claim] = [
    Claim("S004-09", "σ(x)=αx+β: E[h]=β ⇒ β=0; Var = α²Var[h'] ⇒ α=1") { _ in
      let (half, beta) = (0.5, 0.3)
      func departure(_ key: String, _ alpha: Double, _ asserted: Assertion) -> Comparison {
        Comparison(
          key, quoting: [.number("alpha", alpha, 2)], asserted,
          theory: abs(NumericalMethods.gaussianAverage { alpha * $0 * alpha * $0 } - 1))
      }
      return .law(
        [
          Comparison(
            "mean", quoting: [.number("alpha", half, 2), .number("beta", beta, 2)],
            .about(beta, within: 1e-9),
            theory: NumericalMethods.gaussianAverage { half * $0 + beta }),
          departure("alpha-1", 1, .between(0, 1e-9, "0")),
          departure("alpha-half", half, .above(1e-6)),
          departure("alpha-minus-1", -1, .above(1e-6)),
        ])
    },

    Claim("S004-10", "∂ℓ/∂h' = ∂ℓ/∂h^t (W^t)… and ∂ℓ/∂h^{t-1} = α ∂ℓ/∂h'") { _ in
      // One unit: h′ = w·x, h = αh′, ℓ with slope g at h.
      let (w, alpha, g, x) = (2.0, 0.5, 3.0, 0.7)
      let loss = { (h: Double) in g * h }
      let preactivation = NumericalMethods.derivative(at: w * x) { loss(alpha * $0) }
      let input = NumericalMethods.derivative(at: x) { loss(alpha * w * $0) }
      return .statement(
        [
          Comparison(
            "inner", .about(g * w, within: 1e-6),
            theory: preactivation),
          Comparison("input", .about(alpha * g * w, within: 1e-6), theory: input),
        ],
        quoting: [.number("w", w, 2), .number("alpha", alpha, 2), .number("slope", g, 2)])
    },

    Claim("S004-11", "Var[∂ℓ/∂h^{t-1}] = α² Var[∂ℓ/∂h'] ⇒ α=1") { seeds in
      // One layer h = α·Wᵀx with nγ = 1: the gradient at h, at h′ = Wᵀx, and at x.
      let (n, alpha, minus) = (64, 0.5, -1.0)
      var random = seeds.child("layers").source()
      var (whole, inner): ([Double], [Double]) = ([], [])
      for _ in 0..<300 {
        let layer = DenseLayer(fanIn: n, fanOut: n, variance: 1 / Double(n), random: &random)
        let output = normals(n, &random)
        let preactivation = output.map { alpha * $0 }
        let input = layer.backward(preactivation)
        whole.append(meanSquare(input) / meanSquare(output))
        inner.append(meanSquare(input) / meanSquare(preactivation))
      }
      func factor(_ alpha: Double) -> Double {
        NumericalMethods.gaussianAverage { alpha * $0 * alpha * $0 }
      }
      return .law(
        [
          Comparison(
            "whole", .formula(alpha * alpha),
            theory: factor(alpha), measured: try .mean(of: whole)),
          Comparison(
            "inner", .formula(alpha * alpha), theory: 1,
            measured: try .mean(of: inner)),
          Comparison(
            "minus", quoting: [.number("alpha", minus, 2)], .above(1e-6),
            theory: abs(factor(minus) - 1)),
        ], quoting: [.number("alpha", alpha, 2)])
    },

    Claim("S004-12", "sigmoid(x)=1/2+x/4−x³/48+O(x⁵)") { _ in
      let f = { (x: Double) in Sigmoid().value(at: x) }
      return taylor(
        cubic: -1.0 / 48, linear: { 0.5 + $0 / 4 }, of: f)
    },

    Claim("S004-13", "tanh(x)=0+x−x³/3+O(x⁵)") { _ in
      let f = { (x: Double) in Tanh().value(at: x) }
      return taylor(
        cubic: -1.0 / 3, linear: { $0 }, of: f)
    },

    Claim("S004-14", "relu(x)=0+x for x≥0") { _ in
      .statement(
        [0.0, 0.5, 3].map { x in
          Comparison(
            "value", quoting: [.number("x", x, 2)], .formula(x), theory: ReLU().value(at: x))
        })
    },

    Claim("S004-15", "调整 sigmoid: 4×sigmoid(x)−2") { _ in
      let near = 0.1
      let f = { (x: Double) in 4 * Sigmoid().value(at: x) - 2 }
      return .statement(
        [
          Comparison("value-0", .formula(0), theory: f(0)),
          Comparison(
            "slope-0", .about(1, within: 1e-9), theory: NumericalMethods.derivative(at: 0, f)),
          Comparison("value-near", .about(near, within: 1e-3), theory: f(near)),
        ], quoting: [.number("x", near, 2)])
    },
  ]

  /// The coefficient of x³, and that the remainder falls by 2⁵ when x is halved.
  private static func taylor(
    cubic: Double, linear: (Double) -> Double, of f: (Double) -> Double
  ) -> Finding {
    // (f − linear)/x³ is the coefficient plus terms in x², which Richardson's step removes.
    let x = 0.1
    func quotient(_ x: Double) -> Double { (f(x) - linear(x)) / (x * x * x) }
    func remainder(_ x: Double) -> Double { f(x) - linear(x) - cubic * x * x * x }
    return .statement(
      [
        Comparison(
          "cubic", .about(cubic, within: 1e-6),
          theory: (4 * quotient(0.01) - quotient(0.02)) / 3),
        Comparison(
          "remainder", .about(32, within: 0.01),
          theory: remainder(x) / remainder(x / 2)),
      ], quoting: [.number("x", x, 2), .number("half", x / 2, 2)])
  }
}
