import Simulation

extension ClaimCatalog {
  /// Note 004, second part: linear activations, and the Taylor series of the usual ones.
  static let note004Activations: [Claim] = [
    Claim(
      "S004-09",
      "σ(x)=αx+β: E[h]=β ⇒ β=0; Var = α²Var[h'] ⇒ α=1",
      gloss: "For σ(x) = αx + β the forward conditions give β = 0 and α = 1.",
      asserts: "α=1"
    ) { _ in
      func departure(_ alpha: Double) -> Double {
        abs(NumericalMethods.gaussianAverage { alpha * $0 * alpha * $0 } - 1)
      }
      return .law(
        [
          Comparison(
            "mean for α = 0.5, β = 0.3", .about(0.3, within: 1e-9),
            theory: NumericalMethods.gaussianAverage { 0.5 * $0 + 0.3 }),
          Comparison(
            "|Var h/Var h′ − 1| for α = 1", .between(0, 1e-9, "0"), theory: departure(1)),
          Comparison("|Var h/Var h′ − 1| for α = 0.5", .above(1e-6), theory: departure(0.5)),
          Comparison("|Var h/Var h′ − 1| for α = −1", .above(1e-6), theory: departure(-1)),
        ], "α² = 1 has a second solution, α = −1, which keeps mean and variance as well.")
    },

    Claim(
      "S004-10",
      "∂ℓ/∂h' = ∂ℓ/∂h^t (W^t)… and ∂ℓ/∂h^{t-1} = α ∂ℓ/∂h'",
      gloss: "∂ℓ/∂h′ = ∂ℓ/∂hᵗ Wᵗ, and ∂ℓ/∂hᵗ⁻¹ = α ∂ℓ/∂h′.",
      asserts: "order of factors"
    ) { _ in
      // One unit: h′ = w·x, h = αh′, ℓ with slope g at h.
      let (w, alpha, g, x) = (2.0, 0.5, 3.0, 0.7)
      let loss = { (h: Double) in g * h }
      let preactivation = NumericalMethods.derivative(at: w * x) { loss(alpha * $0) }
      let input = NumericalMethods.derivative(at: x) { loss(alpha * w * $0) }
      return .statement(
        [
          Comparison(
            "∂ℓ/∂h′ of one unit, w = 2, α = 0.5, ∂ℓ/∂h = 3", .about(g * w, within: 1e-6),
            theory: preactivation),
          Comparison("∂ℓ/∂x", .about(alpha * g * w, within: 1e-6), theory: input),
        ],
        "The factors are swapped: with h′ = Wh and h = σ(h′), ∂ℓ/∂h′ is α ∂ℓ/∂h and the matrix comes "
          + "after it; only the product of both steps is right.")
    },

    Claim(
      "S004-11",
      "Var[∂ℓ/∂h^{t-1}] = α² Var[∂ℓ/∂h'] ⇒ α=1",
      gloss: "The gradient's variance gains α², so α = 1.",
      asserts: "α²"
    ) { seeds in
      // One layer h = α·Wᵀx with nγ = 1: the gradient at h, at h′ = Wᵀx, and at x.
      let (n, alpha) = (64, 0.5)
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
            "Var ∂ℓ/∂hᵗ⁻¹ over Var ∂ℓ/∂hᵗ, nγ = 1, α = 0.5", .formula(alpha * alpha),
            theory: factor(alpha), measured: try .mean(of: whole)),
          Comparison(
            "Var ∂ℓ/∂hᵗ⁻¹ over Var ∂ℓ/∂h′, h′ = W hᵗ⁻¹", .formula(alpha * alpha), theory: 1,
            measured: try .mean(of: inner)),
          Comparison(
            "|factor of the whole layer − 1| for α = −1", .above(1e-6),
            theory: abs(factor(-1) - 1)),
        ],
        "α² is the factor of the whole layer, not of the step from h′ to hᵗ⁻¹ (which is nγ), and "
          + "α = −1 satisfies it as well.")
    },

    Claim(
      "S004-12",
      "sigmoid(x)=1/2+x/4−x³/48+O(x⁵)", gloss: "sigmoid(x) = ½ + x/4 − x³/48 + O(x⁵).",
      asserts: "Taylor"
    ) { _ in
      let f = { (x: Double) in Sigmoid().value(at: x) }
      return taylor(
        cubic: -1.0 / 48, linear: { 0.5 + $0 / 4 }, of: f)
    },

    Claim(
      "S004-13",
      "tanh(x)=0+x−x³/3+O(x⁵)", gloss: "tanh(x) = x − x³/3 + O(x⁵).",
      asserts: "Taylor"
    ) { _ in
      let f = { (x: Double) in Tanh().value(at: x) }
      return taylor(
        cubic: -1.0 / 3, linear: { $0 }, of: f)
    },

    Claim(
      "S004-14",
      "relu(x)=0+x for x≥0", gloss: "relu(x) = x for x ≥ 0.",
      asserts: "relu"
    ) { _ in
      .statement(
        [0.0, 0.5, 3].map { x in
          Comparison(
            "relu(\(decimal(x, significant: 2)))", .formula(x), theory: ReLU().value(at: x))
        }, "By definition; it has no Taylor series at 0, where it has a kink.")
    },

    Claim(
      "S004-15",
      "调整 sigmoid: 4×sigmoid(x)−2", gloss: "Adjusted, 4·sigmoid(x) − 2 behaves like x at 0.",
      asserts: "behaves like x at 0"
    ) { _ in
      let f = { (x: Double) in 4 * Sigmoid().value(at: x) - 2 }
      return .statement(
        [
          Comparison("value at 0", .formula(0), theory: f(0)),
          Comparison(
            "slope at 0", .about(1, within: 1e-9), theory: NumericalMethods.derivative(at: 0, f)),
          Comparison("value at 0.1", .about(0.1, within: 1e-3), theory: f(0.1)),
        ], "It is x − x³/12 + …, the only aσ(x) + b that agrees with x to first order.")
    },
  ]

  /// The coefficient of x³, and that the remainder falls by 2⁵ when x is halved.
  private static func taylor(
    cubic: Double, linear: (Double) -> Double, of f: (Double) -> Double
  ) -> Finding {
    // (f − linear)/x³ is the coefficient plus terms in x², which Richardson's step removes.
    func quotient(_ x: Double) -> Double { (f(x) - linear(x)) / (x * x * x) }
    func remainder(_ x: Double) -> Double { f(x) - linear(x) - cubic * x * x * x }
    return .statement(
      [
        Comparison(
          "coefficient of x³", .about(cubic, within: 1e-6),
          theory: (4 * quotient(0.01) - quotient(0.02)) / 3),
        Comparison(
          "remainder at 0.1 over remainder at 0.05", .about(32, within: 0.01),
          theory: remainder(0.1) / remainder(0.05)),
      ], "Halving x divides what is left by 2⁵, so the next term is of order x⁵.")
  }
}
