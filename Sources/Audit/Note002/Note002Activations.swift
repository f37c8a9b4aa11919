import Simulation

extension ClaimCatalog {
  /// Note 002, third part: which activations go with Xavier's start.
  static let note002Activations: [Claim] = [
    Claim("S002-12", "在0点附近的时候tanh和relu基本满足f(x)=x") { _ in
      .law(
        [
          ("tanh", Tanh() as any Activation, 0.1), ("tanh", Tanh(), -0.1),
          ("relu", ReLU(), 0.1), ("relu", ReLU(), -0.1),
        ].map { name, activation, x in
          Comparison(
            "value", quoting: [.name("function", name), .number("x", x, 1)],
            .about(x, within: 0.05),
            theory: activation.value(at: x))
        })
    },

    Claim("S002-13", "调整之后(4σ(x)-2)就能够解决sigmoid激活函数本身所存在的一些问题") { _ in
      let f = { (x: Double) in 4 * Sigmoid().value(at: x) - 2 }
      let far = 8.0
      let slope = 4 * Sigmoid().slope(at: far)
      return .law(
        [
          Comparison("value-0", .formula(0), theory: f(0)),
          Comparison(
            "slope-0", .about(1, within: 1e-9), theory: NumericalMethods.derivative(at: 0, f)),
          Comparison("slope-8", .above(0.1), theory: slope),
        ], quoting: [.number("x", far, 2), .number("slope", slope, 2)])
    },

    Claim("S002-14", "权重初始化可以使用Xavier，激活函数可以使用tanh和relu") { seeds in
      var comparisons: [Comparison] = []
      for activation in [Tanh(), ReLU()] as [any Activation] {
        comparisons.append(
          try await NetworkMeasurement(activation, XavierNormal(), depth: 20).gradientDecades(
            "gradient", quoting: [.name("activation", activation.name)],
            .between(-2, 2, words: "within-100"), seeds.child(activation.name)))
      }
      return .law(comparisons)
    },

    Claim("S002-15", "使得每一层的输出和每一层的梯度都是均值为0，方差为固定数") { seeds in
      func factor(_ key: String, _ m: Int, _ n: Int) async throws -> Comparison {
        let network = NetworkMeasurement(Identity(), XavierNormal(), widths: [m, n])
        return Comparison(
          key, quoting: [.count("m", m), .count("n", n)], .about(1, within: 1e-6),
          theory: network.forwardVariances()[0],
          measured: try await network.measure(trials: 1000, seeds.child(key)).layers[0]
            .activation.mean)
      }
      let relu = Sampling(seeds).values(20_000, "relu") { max(0, $0.normal()) }
      return .law(
        [
          try await factor("square", 128, 128),
          Comparison(
            "relu", .formula(0),
            theory: NumericalMethods.gaussianAverage { max(0, $0) }, measured: try .mean(of: relu)),
          try await factor("widening", 64, 256),
        ])
    },
  ]
}
