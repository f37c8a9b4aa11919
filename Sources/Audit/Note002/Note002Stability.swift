import Kernels
import Simulation

extension ClaimCatalog {
  /// Note 002, first part: products of many matrices.
  static let note002Stability: [Claim] = [
    Claim(
      "S002-01",
      "向量关于向量的导数是一个矩阵", gloss: "The derivative of a vector with respect to a vector is a matrix.",
      asserts: "Jacobian"
    ) { _ in
      .wording(
        .confirmed,
        "By definition: the Jacobian has a row for each output and a column for each input.")
    },

    Claim(
      "S002-02",
      "太多的矩阵乘法会导致梯度爆炸/消失", gloss: "Too many matrix products make the gradient explode or vanish.",
      asserts: "products explode or vanish"
    ) { seeds in
      // The growth of a vector under 100 factors: a product of independent lengths sχₙ.
      func growth(_ deviation: Double, _ assertion: Assertion) throws -> Comparison {
        let law = try LyapunovExponents(size: 4, entryDeviation: deviation)
        let decades = try Sampling(seeds).mean(400, "deviation \(deviation)") { random in
          (0..<100).reduce(0) { sum, _ in
            sum + 0.5 * Double.log10(deviation * deviation * random.chiSquared(4))
          }
        }
        return Comparison(
          "log₁₀ of a vector's length after 100 4 × 4 matrices of N(0, "
            + "\(decimal(deviation, significant: 2))²)",
          assertion, theory: 100 * law.top * log10OfE, measured: decades)
      }
      let neutral = try LyapunovExponents(size: 4).neutralEntryDeviation
      return .law(
        [
          try growth(1, .above(3)), try growth(0.1, .below(-3)),
          try growth(neutral, .above(3)),
        ],
        "They do unless the factors neither stretch nor shrink on average: normal entries of "
          + "deviation \(decimal(neutral, significant: 3)), or orthogonal matrices.")
    },

    Claim(
      "S002-03",
      "16位浮点数最大的问题是它的数值区间比较小",
      gloss: "The main problem of 16-bit floating point is its narrow range.",
      asserts: "narrow range"
    ) { _ in
      let single = decades(exponentBits: 8, fractionBits: 23)
      return .law(
        [
          Comparison(
            "decades that binary16 covers", .below(single / 2),
            theory: decades(exponentBits: 5, fractionBits: 10)),
          Comparison(
            "decades that bfloat16 covers", .below(single / 2),
            theory: decades(exponentBits: 8, fractionBits: 7)),
        ],
        "True of IEEE half precision; bfloat16, also 16 bits, has nearly the range of single precision "
          + "(\(decimal(single, significant: 2)) decades) and lacks digits instead.")
    },

    Claim(
      "S002-04",
      "梯度消失对顶部的影响比较小，因为做矩阵乘法的次数比较少；仅仅顶部层训练得较好",
      gloss:
        "Vanishing hits the top layers least, since their gradient passes few matrices; only they train well.",
      asserts: "top layers keep gradient, bottom layers lose it"
    ) { seeds in
      let settings: [(String, NetworkMeasurement)] = [
        ("sigmoid, Xavier", NetworkMeasurement(Sigmoid(), XavierNormal(), depth: 20)),
        ("ReLU, Xavier", NetworkMeasurement(ReLU(), XavierNormal(), depth: 20)),
        (
          "tanh, N(0, 0.01²)",
          NetworkMeasurement(Tanh(), Normal(standardDeviation: 0.01), depth: 20)
        ),
      ]
      var comparisons: [Comparison] = []
      for (name, network) in settings {
        comparisons += try await network.weightGradients(
          name, last: .above(-2), first: .below(-2), seeds.child(name))
      }
      return .law(
        comparisons,
        "True of the sigmoid, whose output stays near ½ in every layer; with tanh and ReLU the signal h fades "
          + "on the way up as δ does on the way down, so that the weights' gradient δhᵀ is the same in every "
          + "layer and the top ones starve too.")
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
