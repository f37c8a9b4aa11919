import Simulation

extension ClaimCatalog {
  /// Note 000, first part: gradients multiply from layer to layer.
  static let note000BackPropagation: [Claim] = [
    Claim(
      "S000-01",
      "δ^(l) = f_l'(z^(l)) ⊙ (W^(l+1))^T δ^(l+1)",
      gloss:
        "The error of a layer is the slope times the next layer's weights, transposed, times its error.",
      asserts: "backprop recursion"
    ) { seeds in
      let example = TinyNetwork(seeds)
      let recursion = example.recursiveErrors
      let differences = example.differentiatedErrors
      return .statement(
        recursion.indices.map { i in
          Comparison(
            "δ of unit \(i + 1)", .about(recursion[i], within: 1e-7), theory: differences[i])
        },
        "Differentiating the loss of a 3-4-3-2 network numerically gives the recursion's errors in "
          + "every unit of the first layer.")
    },

    Claim(
      "S000-02",
      "他们(sigmoid, tanh)的导数都小于1", gloss: "The derivatives of sigmoid and tanh are all less than 1.",
      asserts: "sup σ' < 1 and sup tanh' < 1"
    ) { _ in
      let grid = stride(from: -10.0, through: 10, by: 0.01)
      let peak = grid.map { Sigmoid().slope(at: $0) }.reduce(0, max)
      return .law(
        [
          Comparison("largest slope of sigmoid", .below(1), theory: peak),
          Comparison("slope of tanh at 0.1", .below(1), theory: Tanh().slope(at: 0.1)),
          Comparison("slope of tanh at 0", .below(1), theory: Tanh().slope(at: 0)),
        ],
        "Sigmoid's slope is at most \(decimal(peak, significant: 3)), but tanh's is exactly 1 at 0 "
          + "and less than 1 only elsewhere.")
    },

    Claim(
      "S000-03",
      "在饱和区（正负很大的区域）导数更是接近于0", gloss: "In the saturated region the derivative comes close to 0.",
      asserts: "derivative → 0"
    ) { _ in
      .statement(
        [-20.0, 20].flatMap { x in
          [
            Comparison(
              "slope of sigmoid at \(decimal(x, significant: 2))", .below(1e-8),
              theory: Sigmoid().slope(at: x)),
            Comparison(
              "slope of tanh at \(decimal(x, significant: 2))", .below(1e-8),
              theory: Tanh().slope(at: x)),
          ]
        }, "Both slopes fall like an exponential of |x|, on either side.")
    },

    Claim(
      "S000-04",
      "误差在不断地乘(导数)的时候就会衰减，如果层数过多甚至会消失",
      gloss:
        "Multiplying by the derivative again and again shrinks the error; with many layers it vanishes.",
      asserts: "sigmoid/tanh ⇒ gradient always shrinks with depth"
    ) { seeds in
      let settings: [(String, any Activation, any WeightInitializer)] = [
        ("sigmoid, Xavier start", Sigmoid(), XavierNormal()),
        ("tanh, Xavier start", Tanh(), XavierNormal()),
        ("tanh, nσ² = 6.25", Tanh(), Normal(standardDeviation: (6.25 / 128).squareRoot())),
      ]
      var comparisons: [Comparison] = []
      for (name, activation, start) in settings {
        comparisons.append(
          try await NetworkMeasurement(activation, start, depth: 20).gradientDecades(
            "log₁₀ of the gradient through 20 layers, \(name)", .below(0), seeds.child(name)))
      }
      return .law(
        comparisons,
        "The weights multiply too: the factor per layer is nσ²·E f′², and with nσ² = 6.25 the "
          + "gradient of a tanh network grows.")
    },

    Claim(
      "S000-05",
      "使用另外的激活函数或者模型…深度较深的情况下会出现梯度爆炸问题",
      gloss:
        "With another activation or another architecture the gradient explodes when the network is deep.",
      asserts: "explosion is a matter of another activation / architecture"
    ) { seeds in
      let wide = Normal(standardDeviation: (6.25 / 128).squareRoot())
      let relu = try await NetworkMeasurement(ReLU(), wide, depth: 20).gradientDecades(
        "log₁₀ of the gradient through 20 layers, ReLU, nσ² = 6.25", .above(0),
        seeds.child("relu"))
      let he = try await NetworkMeasurement(ReLU(), HeNormal(), depth: 20).gradientDecades(
        "log₁₀ of the gradient through 20 layers, ReLU, nσ² = 2", .above(1), seeds.child("he"))
      let tanh = try await NetworkMeasurement(Tanh(), wide, depth: 20).gradientDecades(
        "log₁₀ of the gradient through 20 layers, tanh, nσ² = 6.25", .atMost(0), seeds.child("tanh")
      )
      return .law(
        [relu, he, tanh],
        "Large weights are what explodes: a tanh perceptron does it too, and a ReLU network with "
          + "nσ² = 2 does not.")
    },
  ]
}
