import Simulation

extension ClaimCatalog {
  /// Note 000, first part: gradients multiply from layer to layer.
  static let note000BackPropagation: [Claim] = [
    Claim("S000-01", "δ^(l) = f_l'(z^(l)) ⊙ (W^(l+1))^T δ^(l+1)") { seeds in
      let example = TinyNetwork(seeds)
      let recursion = example.recursiveErrors
      let differences = example.differentiatedErrors
      return .statement(
        recursion.indices.map { i in
          Comparison(
            "error", quoting: [.count("unit", i + 1)], .about(recursion[i], within: 1e-7),
            theory: differences[i])
        }, quoting: [.widths("widths", TinyNetwork.widths)])
    },

    Claim("S000-02", "他们(sigmoid, tanh)的导数都小于1") { _ in
      let grid = stride(from: -10.0, through: 10, by: 0.01)
      let peak = grid.map { Sigmoid().slope(at: $0) }.reduce(0, max)
      return .law(
        [
          Comparison("sigmoid", .below(1), theory: peak)
        ]
          + [("tanh-near", 0.1), ("tanh-0", 0)].map { key, x in
            Comparison(
              key, quoting: [.number("x", x, 2)], .below(1), theory: Tanh().slope(at: x))
          }, quoting: [.number("peak", peak, 3)])
    },

    Claim("S000-03", "在饱和区（正负很大的区域）导数更是接近于0") { _ in
      .statement(
        [-20.0, 20].flatMap { x in
          [
            Comparison(
              "sigmoid", quoting: [.number("x", x, 2)], .below(1e-8),
              theory: Sigmoid().slope(at: x)),
            Comparison(
              "tanh", quoting: [.number("x", x, 2)], .below(1e-8),
              theory: Tanh().slope(at: x)),
          ]
        })
    },

    Claim("S000-04", "误差在不断地乘(导数)的时候就会衰减，如果层数过多甚至会消失") { seeds in
      let gain = NetworkMeasurement.largeGain
      let large = NetworkMeasurement.normal(gain: gain)
      let settings: [(String, String, any Activation, any WeightInitializer)] = [
        ("sigmoid", "sigmoid, Xavier start", Sigmoid(), XavierNormal()),
        ("tanh", "tanh, Xavier start", Tanh(), XavierNormal()),
        ("tanh-large", "tanh, nσ² = 6.25", Tanh(), large),
      ]
      var comparisons: [Comparison] = []
      for (key, stream, activation, start) in settings {
        comparisons.append(
          try await NetworkMeasurement(activation, start, depth: 20).gradientDecades(
            key, .below(0), seeds.child(stream)))
      }
      return .law(comparisons, quoting: [.number("gain", gain, 3)])
    },

    Claim("S000-05", "使用另外的激活函数或者模型…深度较深的情况下会出现梯度爆炸问题") { seeds in
      let wide = NetworkMeasurement.normal(gain: NetworkMeasurement.largeGain)
      let heStart = NetworkMeasurement(ReLU(), HeNormal(), depth: 20)
      let relu = try await NetworkMeasurement(ReLU(), wide, depth: 20).gradientDecades(
        "relu-large", .above(0),
        seeds.child("relu"))
      let he = try await heStart.gradientDecades(
        "relu-he", .above(1), seeds.child("he"))
      let tanh = try await NetworkMeasurement(Tanh(), wide, depth: 20).gradientDecades(
        "tanh-large", .atMost(0), seeds.child("tanh")
      )
      return .law([relu, he, tanh], quoting: [.number("gain", heStart.gain, 3)])
    },
  ]
}
