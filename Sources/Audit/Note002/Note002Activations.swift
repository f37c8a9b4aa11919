import Simulation

extension ClaimCatalog {
  /// Note 002, third part: which activations go with Xavier's start.
  static let note002Activations: [Claim] = [
    Claim(
      "S002-12",
      "在0点附近的时候tanh和relu基本满足f(x)=x", gloss: "Near 0, tanh and ReLU satisfy f(x) = x, roughly.",
      asserts: "tanh(x)≈x and relu(x)≈x near 0"
    ) { _ in
      .law(
        [
          ("tanh", Tanh() as any Activation, 0.1), ("tanh", Tanh(), -0.1),
          ("relu", ReLU(), 0.1), ("relu", ReLU(), -0.1),
        ].map { name, activation, x in
          Comparison(
            "\(name)(\(decimal(x, significant: 1)))", .about(x, within: 0.05),
            theory: activation.value(at: x))
        }, "ReLU does so only on the right of 0; on the left it is 0.")
    },

    Claim(
      "S002-13",
      "调整之后(4σ(x)-2)就能够解决sigmoid激活函数本身所存在的一些问题",
      gloss: "The adjusted 4σ(x) − 2 removes some of sigmoid's problems.",
      asserts: "fixed"
    ) { _ in
      let f = { (x: Double) in 4 * Sigmoid().value(at: x) - 2 }
      let slope = 4 * Sigmoid().slope(at: 8)
      return .law(
        [
          Comparison("value at 0", .formula(0), theory: f(0)),
          Comparison(
            "slope at 0", .about(1, within: 1e-9), theory: NumericalMethods.derivative(at: 0, f)),
          Comparison("slope at 8, for a unit that should not saturate", .above(0.1), theory: slope),
        ],
        "It is centred and has slope 1 at 0, but it still saturates: at 8 its slope is "
          + "\(decimal(slope, significant: 2)).")
    },

    Claim(
      "S002-14",
      "权重初始化可以使用Xavier，激活函数可以使用tanh和relu",
      gloss: "Use Xavier for the weights and tanh or ReLU as the activation.",
      asserts: "Xavier works with tanh and relu"
    ) { seeds in
      var comparisons: [Comparison] = []
      for activation in [Tanh(), ReLU()] as [any Activation] {
        comparisons.append(
          try await NetworkMeasurement(activation, XavierNormal(), depth: 20).gradientDecades(
            "log₁₀ of the gradient through 20 layers, \(activation.name)",
            .between(-2, 2, "within a factor of 100"), seeds.child(activation.name)))
      }
      return .law(
        comparisons,
        "Good for tanh; with ReLU the mean squares of signal and gradient halve in every layer, which "
          + "He's factor 2 repairs.")
    },

    Claim(
      "S002-15",
      "使得每一层的输出和每一层的梯度都是均值为0，方差为固定数",
      gloss: "Every layer's outputs and gradients have mean 0 and a fixed variance.",
      asserts: "outputs zero-mean, fixed variance"
    ) { seeds in
      let widening = NetworkMeasurement(Identity(), XavierNormal(), widths: [64, 256])
      let square = NetworkMeasurement(Identity(), XavierNormal(), widths: [128, 128])
      let relu = Sampling(seeds).values(20_000, "relu") { max(0, $0.normal()) }
      return .law(
        [
          Comparison(
            "variance factor of a linear layer 128 → 128, Xavier", .about(1, within: 1e-6),
            theory: square.forwardVariances()[0],
            measured: try await square.measure(trials: 1000, seeds.child("square")).layers[0]
              .activation.mean),
          Comparison(
            "mean output of a ReLU on N(0, 1)", .formula(0),
            theory: NumericalMethods.gaussianAverage { max(0, $0) }, measured: try .mean(of: relu)),
          Comparison(
            "variance factor of a linear layer 64 → 256, Xavier", .about(1, within: 1e-6),
            theory: widening.forwardVariances()[0],
            measured: try await widening.measure(trials: 1000, seeds.child("widening")).layers[0]
              .activation.mean),
        ],
        "It holds for linear layers of equal widths; ReLU's outputs have a positive mean, and Xavier's "
          + "variance is kept only where the widths agree.")
    },
  ]
}
