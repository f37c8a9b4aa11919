import Simulation

extension ClaimCatalog {
  /// Note 002, second part: independence, and Xavier's two conditions.
  static let note002Variance: [Claim] = [
    Claim("S002-05", "前一层的输出和当前层的权重是相互独立的") { seeds in
      let (m, n) = (64, 64)
      func ratio(_ stream: String, step: Double) throws -> Estimate {
        try Sampling(seeds).mean(200, stream) { random in
          let x = normals(m, &random)
          var layer = DenseLayer(fanIn: m, fanOut: n, variance: 1 / Double(m), random: &random)
          layer.descend(input: x, rate: step / (meanSquare(x) * Double(m)))
          return meanSquare(layer.forward(x))
            / (Double(m) * meanSquare(layer.matrix.elements) * meanSquare(x))
        }
      }
      // A step of length ½ along x halves y = Wᵀx; a row of W loses ¾ of its part along x.
      let after = 0.25 * Double(m) / (Double(m) - 0.75)
      return .law(
        [
          Comparison(
            "start", .about(1, within: 0.01), theory: 1,
            measured: try ratio("start", step: 0), theoryError: 0.001),
          Comparison(
            "step", .about(1, within: 0.01),
            theory: after,
            measured: try ratio("step", step: 0.5), theoryError: 0.001),
        ])
    },

    Claim("S002-06", "当X和Y相互独立时，E(XY)=E(X)E(Y)") { _ in
      let x = [(1.0, 0.2), (2, 0.5), (5, 0.3)]
      let y = [(-1.0, 0.4), (3, 0.6)]
      let means = [x, y].map { $0.reduce(0) { $0 + $1.0 * $1.1 } }
      let joint = x.flatMap { a in y.map { b in a.0 * b.0 * a.1 * b.1 } }.reduce(0, +)
      return .statement(
        [
          Comparison(
            "product", .formula(means[0] * means[1]), theory: joint)
        ])
    },

    Claim("S002-07", "第二个条件是使得梯度是一样的") { seeds in
      let n = 128
      var random = seeds.child("layers").source()
      var (ratios, cosines): ([Double], [Double]) = ([], [])
      for _ in 0..<200 {
        let layer = DenseLayer(fanIn: n, fanOut: n, variance: 1 / Double(n), random: &random)
        let gradient = normals(n, &random)
        let below = layer.backward(gradient)
        let product = zip(gradient, below).reduce(0) { $0 + $1.0 * $1.1 }
        ratios.append(meanSquare(below) / meanSquare(gradient))
        cosines.append(
          product / (Double(n) * (meanSquare(below) * meanSquare(gradient)).squareRoot()))
      }
      return .law(
        [
          Comparison(
            "variance", .formula(1), theory: 1,
            measured: try .mean(of: ratios)),
          Comparison(
            "cosine", .about(1, within: 0.1), theory: 0,
            measured: try .mean(of: cosines)),
        ])
    },

    Claim("S002-08", "除非输入等于输出，否则无法同时满足这两个条件") { _ in bothConditions() },

    Claim("S002-09", "给定输入和输出的大小，就能确定权重方差") { _ in xavierCondition() },

    Claim("S002-10", "激活函数放大a倍，方差被放大a²倍") { seeds in
      let a = 3.0
      let draws = Sampling(seeds).values(20_000, "scaled") { a * $0.normal() }
      return .statement(
        [
          Comparison(
            "variance", .formula(a * a),
            theory: NumericalMethods.gaussianAverage { a * $0 * a * $0 },
            measured: try .variance(of: draws))
        ], quoting: [.number("a", a, 2)])
    },

    Claim("S002-11", "激活函数只能是β=0，a=1，即激活函数必须是等于本身") { _ in
      let (factor, shift) = (2.0, 1.0)
      func departure(_ f: (Double) -> Double) -> Double {
        abs(NumericalMethods.gaussianAverage(f))
          + abs(NumericalMethods.gaussianAverage { f($0) * f($0) } - 1)
      }
      return .law(
        [
          Comparison("doubled", .above(1e-6), theory: departure { factor * $0 }),
          Comparison("shifted", .above(1e-6), theory: departure { $0 + shift }),
          Comparison("reflected", .above(1e-6), theory: departure { -$0 }),
          Comparison("selu", .above(1e-6), theory: departure(selu)),
        ], quoting: [.number("factor", factor, 2), .number("shift", shift, 2)])
    },
  ]

  /// How far one variance can come towards m·γ = 1 and n·γ = 1 at once.
  static func bothConditions() -> Finding {
    func leastError(_ key: String, _ m: Double, _ n: Double, _ asserted: Assertion) -> Comparison {
      let least = (1...4000).map { Double($0) / 40_000 }.map { t in
        (m * t - 1) * (m * t - 1) + (n * t - 1) * (n * t - 1)
      }.min()
      return Comparison(
        key, quoting: [.number("m", m, 3), .number("n", n, 3)], asserted, theory: least ?? 0)
    }
    return .statement(
      [
        leastError("widening", 64, 256, .above(0.01)),
        leastError("narrowing", 300, 200, .above(0.01)),
        leastError("square", 125, 125, .formula(0)),
      ])
  }

  /// The root of γ(m + n)/2 = 1 against Xavier's formula.
  static func xavierCondition() -> Finding {
    .statement(
      [(64.0, 256.0), (128, 128), (300, 7)].map { m, n in
        Comparison(
          "variance", quoting: [.number("m", m, 3), .number("n", n, 3)],
          .formula(2 / (m + n)), theory: NumericalMethods.root(in: 0...10) { $0 * (m + n) / 2 - 1 })
      })
  }
}
