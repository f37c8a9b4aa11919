import Simulation

extension ClaimCatalog {
  /// Note 003, section 1: the activations.
  static let note003Activations: [Claim] = [
    Claim(
      "S003-01",
      "Logistic: 值域(0,1)；输入在0附近近似为线性",
      gloss: "The logistic function has values in (0, 1) and is nearly linear near 0.",
      asserts: "σ(x)≈½+x/4 near 0"
    ) { _ in
      let f = { (x: Double) in Sigmoid().value(at: x) }
      return .statement(
        [
          Comparison("σ(−8)", .above(0), theory: f(-8)),
          Comparison("σ(8)", .below(1), theory: f(8)),
          Comparison("σ(0.1)", .about(0.5 + 0.1 / 4, within: 1e-3), theory: f(0.1)),
          Comparison("σ(−0.5)", .about(0.5 - 0.5 / 4, within: 1e-2), theory: f(-0.5)),
        ], "Near 0 it departs from ½ + x/4 by x³/48 only.")
    },

    Claim(
      "S003-02",
      "其输出直接可以看作概率分布", gloss: "Its output can be read directly as a probability distribution.",
      asserts: "outputs form a probability distribution"
    ) { _ in
      let outputs = NoteNetwork().forward.out
      let p = Sigmoid().value(at: 0.3)
      return .law(
        [
          Comparison(
            "p + (1 − p) of one unit", .formula(1), theory: p + Sigmoid().value(at: -0.3)),
          Comparison(
            "sum of the note's own two outputs", .formula(1), theory: outputs[0] + outputs[1]),
        ],
        "One unit gives the probability of one of two classes; several units need not sum to 1, as the "
          + "note's own example does not.")
    },

    Claim(
      "S003-03",
      "tanh(x)=2σ(2x)−1", gloss: "tanh(x) = 2σ(2x) − 1.",
      asserts: "identity"
    ) { _ in
      .statement(
        [-3.0, -0.4, 0.7, 2].map { x in
          Comparison(
            "tanh(\(decimal(x, significant: 2)))", .formula(2 * Sigmoid().value(at: 2 * x) - 1),
            theory: Tanh().value(at: x))
        }, "Multiply numerator and denominator of tanh by e^x.")
    },

    Claim(
      "S003-04",
      "tanh 值域(−1,1)，可以看作放大并平移的Logistic",
      gloss: "tanh has values in (−1, 1): an enlarged and shifted logistic function.",
      asserts: "range (−1,1)"
    ) { _ in
      .statement(
        [
          Comparison("tanh(−4)", .above(-1), theory: Tanh().value(at: -4)),
          Comparison("tanh(4)", .below(1), theory: Tanh().value(at: 4)),
        ], "It follows from tanh x = 2σ(2x) − 1.")
    },

    Claim(
      "S003-05",
      "Tanh 输出零中心化，Logistic 输出恒大于0",
      gloss: "tanh is zero-centred; the logistic function is always positive.",
      asserts: "E[tanh]=0, σ>0"
    ) { seeds in
      let draws = Sampling(seeds).values(20_000, "tanh") { Tanh().value(at: $0.normal()) }
      let least = stride(from: -30.0, through: 30, by: 0.1).map { Sigmoid().value(at: $0) }.min()
      return .statement(
        [
          Comparison(
            "E tanh(z), z ~ N(0, 1)", .formula(0),
            theory: NumericalMethods.gaussianAverage { Tanh().value(at: $0) },
            measured: try .mean(of: draws)),
          Comparison("least σ on [−30, 30]", .above(0), theory: least ?? 0),
        ], "tanh is odd, so its mean over any symmetric input is 0.")
    },

    Claim(
      "S003-06",
      "非零中心化的输出会使得其后一层的神经元的输入发生偏置偏移",
      gloss: "Outputs that are not zero-centred shift the inputs of the next layer (bias shift).",
      asserts: "bias shift"
    ) { seeds in
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
            "mean square shift of a unit after sigmoid, weights N(0, 1/m)", .above(0.1),
            theory: sigmoid.theory, measured: sigmoid.measured),
          Comparison(
            "mean square shift of a unit after tanh", .formula(0), theory: tanh.theory,
            measured: tanh.measured),
        ],
        "A mean of ½ per input gives each unit of the next layer an offset of its own, as large as half "
          + "a standard deviation of its weights' sum.")
    },

    Claim(
      "S003-07",
      "ReLU：大约50%的神经元会处于激活状态", gloss: "About 50 % of the neurons of a ReLU layer are active.",
      asserts: "~50 %"
    ) { seeds in
      func active(_ bias: Double) throws -> Comparison {
        let draws = Sampling(seeds).values(10_000, "bias \(bias)") { $0.normal() + bias }
        return Comparison(
          "share active, bias \(decimal(bias, significant: 2)) standard deviations",
          .about(0.5, within: 0.1), theory: NormalDistribution.cumulative(bias),
          measured: try .proportion(successes: draws.count { $0 > 0 }, trials: draws.count))
      }
      return .law(
        [try active(0), try active(-1)],
        "At the start, with symmetric weights and no biases; a bias of −1 standard deviation leaves "
          + "\(decimal(100 * NormalDistribution.cumulative(-1), significant: 2)) %, and training moves "
          + "the biases.")
    },

    Claim(
      "S003-08",
      "Sigmoid型激活函数会导致一个非稀疏的神经网络",
      gloss: "Sigmoid-like activations give a network that is not sparse.",
      asserts: "never exactly 0"
    ) { seeds in
      let draws = Sampling(seeds).values(10_000, "sigmoid") { Sigmoid().value(at: $0.normal()) }
      return .statement(
        [
          Comparison(
            "share of outputs that are exactly 0", .atMost(0.001), theory: 0,
            measured: try .proportion(successes: draws.count { $0 == 0 }, trials: draws.count))
        ], "A logistic unit is never exactly 0.")
    },

    Claim(
      "S003-09",
      "ReLU 在 x>0 时导数为1，左饱和", gloss: "ReLU has slope 1 for x > 0 and saturates on the left.",
      asserts: "φ'=1 for x>0, 0 for x<0"
    ) { _ in
      .statement(
        [(-5.0, 0.0), (-0.1, 0), (0.1, 1), (50, 1)].map { x, slope in
          Comparison(
            "slope at \(decimal(x, significant: 2))", .about(slope, within: 1e-9),
            theory: NumericalMethods.derivative(at: x) { max(0, $0) })
        }, "Differentiated numerically on both sides.")
    },

    Claim(
      "S003-10",
      "ReLU 的输出是非零中心化的", gloss: "ReLU's output is not zero-centred.",
      asserts: "mean ≠ 0"
    ) { seeds in
      let draws = Sampling(seeds).values(20_000, "relu") { max(0, $0.normal()) }
      return .statement(
        [
          Comparison(
            "E relu(z), z ~ N(0, 1)", .above(0),
            theory: NumericalMethods.gaussianAverage { max(0, $0) },
            measured: try .mean(of: draws))
        ], "Its mean is 1/√(2π) of the input's standard deviation.")
    },

    Claim(
      "S003-11",
      "ReLU 只需要进行加、乘和比较的操作，计算上更加高效",
      gloss: "ReLU needs only addition, multiplication and comparison, which is cheaper.",
      asserts: "ReLU cheaper than sigmoid/tanh"
    ) { _ in
      .wording(
        .confirmed,
        "One comparison per unit against an exponential and a division, though both are small beside "
          + "the matrix product that feeds the unit.")
    },

    Claim(
      "S003-12",
      "死亡ReLU：第一个隐藏层某神经元在所有训练数据上都不能被激活 → 自身参数梯度永远是0",
      gloss:
        "A ReLU unit of the first layer that no training input activates has gradient 0 for ever and never recovers.",
      asserts: "gradient 0 for ever"
    ) { _ in
      let plain = DeadUnit(weightDecay: 0).largestGradient(steps: 200)
      let decayed = DeadUnit(weightDecay: 0.02).largestGradient(steps: 200)
      return .law(
        [
          Comparison(
            "largest gradient in 200 steps of gradient descent", .formula(0), theory: plain),
          Comparison(
            "largest gradient in 200 steps with weight decay 0.02", .formula(0), theory: decayed),
        ],
        "True of plain gradient descent on fixed data; weight decay (momentum and new data too) moves "
          + "the weights without a gradient and can revive the unit.")
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
