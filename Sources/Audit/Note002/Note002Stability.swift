import Kernels
import Simulation

extension ClaimCatalog {
  /// Note 002, first part: products of many matrices.
  static let note002Stability: [Claim] = [
    Claim("S002-01", "向量关于向量的导数是一个矩阵") { _ in
      .wording(.confirmed)
    },

    Claim("S002-02", "太多的矩阵乘法会导致梯度爆炸/消失") { seeds in
      let (size, factors) = (4, 100)
      // The growth of a vector under these factors: a product of independent lengths sχₙ.
      func growth(_ deviation: Double, _ assertion: Assertion) throws -> Comparison {
        let law = try LyapunovExponents(size: size, entryDeviation: deviation)
        let decades = try Sampling(seeds).mean(400, "deviation \(deviation)") { random in
          (0..<factors).reduce(0) { sum, _ in
            sum + 0.5 * Double.log10(deviation * deviation * random.chiSquared(Double(size)))
          }
        }
        return Comparison(
          "length", quoting: [.number("deviation", deviation, 2)],
          assertion, theory: Double(factors) * law.top * log10OfE, measured: decades)
      }
      let neutral = try LyapunovExponents(size: size).neutralEntryDeviation
      return .law(
        [
          try growth(1, .above(3)), try growth(0.1, .below(-3)),
          try growth(neutral, .above(3)),
        ],
        quoting: [
          .number("neutral", neutral, 3), .count("size", size), .count("factors", factors),
        ])
    },

    Claim("S002-03", "16位浮点数最大的问题是它的数值区间比较小") { _ in
      let single = decades(exponentBits: 8, fractionBits: 23)
      return .law(
        [
          Comparison(
            "binary16", .below(single / 2),
            theory: decades(exponentBits: 5, fractionBits: 10)),
          Comparison(
            "bfloat16", .below(single / 2),
            theory: decades(exponentBits: 8, fractionBits: 7)),
        ], quoting: [.number("single", single, 2)])
    },

    Claim("S002-04", "梯度消失对顶部的影响比较小，因为做矩阵乘法的次数比较少；仅仅顶部层训练得较好") { seeds in
      let small = Normal(standardDeviation: 0.01)
      let settings: [(String, String, NetworkMeasurement)] = [
        ("sigmoid", "sigmoid, Xavier", NetworkMeasurement(Sigmoid(), XavierNormal(), depth: 20)),
        ("relu", "ReLU, Xavier", NetworkMeasurement(ReLU(), XavierNormal(), depth: 20)),
        ("tanh", "tanh, N(0, 0.01²)", NetworkMeasurement(Tanh(), small, depth: 20)),
      ]
      var comparisons: [Comparison] = []
      for (key, stream, network) in settings {
        comparisons += try await network.weightGradients(
          key, last: .above(-2), first: .below(-2), seeds.child(stream))
      }
      return .law(comparisons, quoting: [.number("deviation", small.standardDeviation, 2)])
    },
  ]

  /// log₁₀ of the largest over the smallest positive number of a binary format with subnormals.
  private static func decades(exponentBits: Int, fractionBits: Int) -> Double {
    let bias = Double(1 << (exponentBits - 1) - 1)
    // Largest: (2 − 2^−f)·2^bias; smallest: 2^(1 − bias − f).
    let largest = Double.log10(2 - Double.power(2, Double(-fractionBits))) + bias * Double.log10(2)
    return largest - (1 - bias - Double(fractionBits)) * Double.log10(2)
  }
}
