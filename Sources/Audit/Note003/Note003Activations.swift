import Simulation

extension ClaimCatalog {
  /// Note 003, section 1: the activations.
  static let note003Activations: [Claim] = [
    Claim("S003-01", "Logistic: 值域(0,1)；输入在0附近近似为线性") { _ in
      func value(_ key: String, at x: Double, _ asserted: (Double) -> Assertion) -> Comparison {
        Comparison(
          key, quoting: [.number("x", x, 2)], asserted(0.5 + x / 4),
          theory: Sigmoid().value(at: x))
      }
      return .statement(
        [
          value("left", at: -8) { _ in .above(0) },
          value("right", at: 8) { _ in .below(1) },
          value("near", at: 0.1) { .about($0, within: 1e-3) },
          value("half", at: -0.5) { .about($0, within: 1e-2) },
        ])
    },

    Claim("S003-02", "其输出直接可以看作概率分布") { _ in
      let outputs = NoteNetwork().forward.out
      let p = Sigmoid().value(at: 0.3)
      return .law(
        [
          Comparison(
            "one", .formula(1), theory: p + Sigmoid().value(at: -0.3)),
          Comparison(
            "two", .formula(1), theory: outputs[0] + outputs[1]),
        ])
    },

    Claim("S003-03", "tanh(x)=2σ(2x)−1") { _ in
      .statement(
        [-3.0, -0.4, 0.7, 2].map { x in
          Comparison(
            "value", quoting: [.number("x", x, 2)], .formula(2 * Sigmoid().value(at: 2 * x) - 1),
            theory: Tanh().value(at: x))
        })
    },

    Claim("S003-04", "tanh 值域(−1,1)，可以看作放大并平移的Logistic") { _ in
      .statement(
        [("left", -4.0, Assertion.above(-1)), ("right", 4, .below(1))].map { key, x, asserted in
          Comparison(
            key, quoting: [.number("x", x, 2)], asserted, theory: Tanh().value(at: x))
        })
    },

    Claim("S003-05", "Tanh 输出零中心化，Logistic 输出恒大于0") { seeds in
      let draws = Sampling(seeds).values(20_000, "tanh") { Tanh().value(at: $0.normal()) }
      let bound = 30.0
      let least = stride(from: -bound, through: bound, by: 0.1).map { Sigmoid().value(at: $0) }
        .min()
      return .statement(
        [
          Comparison(
            "tanh", .formula(0),
            theory: NumericalMethods.gaussianAverage { Tanh().value(at: $0) },
            measured: try .mean(of: draws)),
          Comparison("sigmoid", .above(0), theory: least ?? 0),
        ], quoting: [.number("bound", bound, 2)])
    },

    Claim("S003-06", "非零中心化的输出会使得其后一层的神经元的输入发生偏置偏移") { seeds in
      // The mean over inputs of a next-layer unit is Σ wⱼ E hⱼ; its square, averaged over units.
      func shift(_ activation: any Activation) throws -> (theory: Double, measured: Estimate) {
        let mean = NumericalMethods.gaussianAverage(activation.value(at:))
        let squares = Sampling(seeds).values(5000, activation.name) { random in
          var sum = 0.0
          for weight in normals(64, deviation: 1.0 / 8, &random) { sum += weight * mean }
          return sum * sum
        }
        return (mean * mean, try .mean(of: squares))
      }
      let (sigmoid, tanh) = (try shift(Sigmoid()), try shift(Tanh()))
      return .statement(
        [
          Comparison(
            "sigmoid", .above(0.1),
            theory: sigmoid.theory, measured: sigmoid.measured),
          Comparison(
            "tanh", .formula(0), theory: tanh.theory,
            measured: tanh.measured),
        ])
    },

    Claim("S003-07", "ReLU：大约50%的神经元会处于激活状态") { seeds in
      let shift = -1.0
      func active(_ bias: Double) throws -> Comparison {
        let draws = Sampling(seeds).values(10_000, "bias \(bias)") { $0.normal() + bias }
        return Comparison(
          "active", quoting: [.number("bias", bias, 2)],
          .about(0.5, within: 0.1), theory: NormalDistribution.cumulative(bias),
          measured: try .proportion(successes: draws.count { $0 > 0 }, trials: draws.count))
      }
      return .law(
        [try active(0), try active(shift)],
        quoting: [
          .number("bias", shift, 2),
          .number("share", 100 * NormalDistribution.cumulative(shift), 2),
        ])
    },

    Claim("S003-08", "Sigmoid型激活函数会导致一个非稀疏的神经网络") { seeds in
      let draws = Sampling(seeds).values(10_000, "sigmoid") { Sigmoid().value(at: $0.normal()) }
      return .statement(
        [
          Comparison(
            "zeros", .atMost(0.001), theory: 0,
            measured: try .proportion(successes: draws.count { $0 == 0 }, trials: draws.count))
        ])
    },

    Claim("S003-09", "ReLU 在 x>0 时导数为1，左饱和") { _ in
      .statement(
        [(-5.0, 0.0), (-0.1, 0), (0.1, 1), (50, 1)].map { x, slope in
          Comparison(
            "slope", quoting: [.number("x", x, 2)], .about(slope, within: 1e-9),
            theory: NumericalMethods.derivative(at: x) { max(0, $0) })
        })
    },

    Claim("S003-10", "ReLU 的输出是非零中心化的") { seeds in
      let draws = Sampling(seeds).values(20_000, "relu") { max(0, $0.normal()) }
      return .statement(
        [
          Comparison(
            "mean", .above(0),
            theory: NumericalMethods.gaussianAverage { max(0, $0) },
            measured: try .mean(of: draws))
        ])
    },

    Claim("S003-11", "ReLU 只需要进行加、乘和比较的操作，计算上更加高效") { _ in
      .wording(.confirmed)
    },

    Claim("S003-12", "死亡ReLU：第一个隐藏层某神经元在所有训练数据上都不能被激活 → 自身参数梯度永远是0") { _ in
      let (steps, decay) = (200, 0.02)
      let plain = DeadUnit(weightDecay: 0).largestGradient(steps: steps)
      let decayed = DeadUnit(weightDecay: decay).largestGradient(steps: steps)
      return .law(
        [
          Comparison(
            "plain", .formula(0), theory: plain),
          Comparison(
            "decayed", .formula(0), theory: decayed),
        ], quoting: [.count("steps", steps), .number("decay", decay, 2)])
    },
  ]

  /// One ReLU unit with weight −2 and bias ½ on inputs 1, 1.5, 2, all of which it answers with 0, trained
  /// towards the target 1 by squared loss; the decay acts on the weight, as is usual, not on the bias.
  private struct DeadUnit {
    let weightDecay: Double

    /// The largest |∂loss/∂w| on the way.
    func largestGradient(steps: Int) -> Double {
      var (w, b, largest) = (-2.0, 0.5, 0.0)
      for _ in 0..<steps {
        var (gradientW, gradientB) = (0.0, 0.0)
        for x in [1.0, 1.5, 2] where w * x + b > 0 {
          gradientW += (w * x + b - 1) * x
          gradientB += w * x + b - 1
        }
        largest = max(largest, abs(gradientW))
        w -= 0.1 * gradientW + weightDecay * w
        b -= 0.1 * gradientB
      }
      return largest
    }
  }
}
