import Kernels
import Simulation

extension ClaimCatalog {
  /// Note 001, sections 1 to 3: one variance for the signal, another for the gradient.
  static let note001Derivation: [Claim] = [
    Claim("S001-01", "n×n 方阵用均值0、方差1/n的独立同分布初始化，近似是一个正交矩阵") { seeds in
      let n = 128
      let sampling = Sampling(seeds)
      let squares = try sampling.mean(2000, "length") { random in
        random.chiSquared(Double(n)) / Double(n)
      }
      let spectra = try sampling.spectra(40, n, n, variance: 1 / Double(n), "spectrum")
      let largest = GaussianSpectrum.expectedLargest(n, n, variance: 1 / Double(n)).squareRoot()
      return .law(
        [
          Comparison("length", .formula(1), theory: 1, measured: squares),
          Comparison(
            "largest", .about(1, within: 0.1), theory: largest,
            measured: try .mean(of: spectra.map { ($0.last ?? 0).squareRoot() }),
            theoryError: 0.01),
          Comparison(
            "smallest", .about(1, within: 0.1),
            measured: try .mean(of: spectra.map { $0[0].squareRoot() })),
        ], quoting: [.count("n", n)])
    },

    Claim("S001-02", "E[y_j²] = m·E[x_i²]·E[w_ij²] (1)-(3)") { seeds in
      // An input that is not centred: the claim is about second moments.
      let (m, weights) = (64, EntryLaw.normal(0.3))
      let inputs = EntryLaw.normal(0.8, mean: 0.6)
      let sums = Sampling(seeds).weightedSums(
        terms: m, weights: weights, inputs: inputs, trials: 20_000, "sums")
      return .statement(
        [
          Comparison(
            "second-moment", .printed("5.76"),
            theory: Double(m) * weights.secondMoment * inputs.secondMoment,
            measured: try .mean(of: sums.map { $0 * $0 }))
        ],
        quoting: [
          .count("m", m), .number("deviation", weights.deviation, 2),
          .number("input", inputs.secondMoment, 3),
        ])
    },

    Claim("S001-03", "E[w²]=1/m (4)") { _ in
      .statement(
        [2.0, 64, 1000].map { m in
          Comparison(
            "variance", quoting: [.number("m", m, 4)], .formula(1 / m),
            theory: NumericalMethods.root(in: 0...10) { m * $0 - 1 })
        })
    },

    Claim("S001-04", "E[(∂l/∂x_i)²] = n·E[(∂l/∂y_j)²]·E[w²] (5)-(6)") { seeds in
      try backwardMoment(
        "2.56", fanIn: 64, fanOut: 256, variance: 0.01, seeds)
    },

    Claim("S001-05", "E[w²]=1/n (7)") { _ in
      .statement(
        [2.0, 256, 1000].map { n in
          Comparison(
            "variance", quoting: [.number("n", n, 4)], .formula(1 / n),
            theory: NumericalMethods.root(in: 0...10) { n * $0 - 1 })
        })
    },

    Claim("S001-06", "Xavier Var=2/(m+n)，两个维度直接代数平均 (8)") { _ in
      .statement(
        [(64, 256), (2, 8), (300, 7)].map { m, n in
          Comparison(
            "inverse", quoting: [.count("m", m), .count("n", n)],
            .formula(1 / XavierNormal().variance(fanIn: m, fanOut: n)),
            theory: 0.5 * (Double(m) + Double(n)))
        })
    },

    Claim("S001-07", "Var(z)=mσ²Var(x); Var(y)=mnσ⁴Var(x) (10),(11)") { seeds in
      let (m, n) = (64, 256)
      let network = NetworkMeasurement(Identity(), Geometric(), widths: [m, n, m])
      let result = try await network.measure(trials: 2000, seeds)
      let theory = network.forwardVariances()
      let variance = network.weightVariances[0]
      return .statement(
        [
          Comparison(
            "first", .formula(Double(m) * variance), theory: theory[0],
            measured: result.layers[0].activation.mean),
          Comparison(
            "second", .formula(Double(m) * Double(n) * variance * variance), theory: theory[1],
            measured: result.layers[1].activation.mean),
        ], quoting: [.count("m", m), .count("n", n), .number("inverse", 1 / variance, 4)])
    },

    Claim("S001-08", "mnσ⁴=1 ⇒ σ²=1/√(mn) (12)") { _ in
      .statement(
        [(64.0, 256.0), (2, 8), (300, 7)].map { m, n in
          Comparison(
            "variance", quoting: [.number("m", m, 3), .number("n", n, 3)],
            .formula(1 / (m * n).squareRoot()),
            theory: NumericalMethods.root(in: 0...10) { m * n * $0 * $0 - 1 })
        })
    },

    Claim("S001-09", "log σ² = -½(log m+log n)") { _ in
      .statement(
        [(64, 256), (2, 8), (300, 7)].map { m, n in
          Comparison(
            "logarithm", quoting: [.count("m", m), .count("n", n)],
            .formula(-0.5 * (Double.log(Double(m)) + Double.log(Double(n)))),
            theory: Double.log(Geometric().variance(fanIn: m, fanOut: n)))
        })
    },

    Claim("S001-10", "½(1/m+1/n)=(m+n)/(2mn)，调整归一化…通常写作 σ²=2/(m+n)") { _ in
      func ratio(_ m: Int, _ n: Int) -> Double {
        Harmonic().variance(fanIn: m, fanOut: n) / XavierNormal().variance(fanIn: m, fanOut: n)
      }
      return .statement(
        [(64, 256), (16, 256), (128, 128)].map { m, n in
          Comparison(
            "ratio", quoting: [.count("m", m), .count("n", n)], .formula(ratio(1, 1)),
            theory: ratio(m, n))
        })
    },

    Claim("S001-11", "当 m=n 时 σ²=1/n") { _ in
      .statement(
        [64, 1, 1000].map { n in
          Comparison(
            "variance", quoting: [.count("n", n)], .formula(1 / Double(n)),
            theory: XavierNormal().variance(fanIn: n, fanOut: n))
        })
    },
  ]

  /// n E g² E w² with a gradient that does not depend on the weights, and with the gradient of the
  /// loss ½|y|², which does.
  static func backwardMoment(
    _ asserted: PrintedNumber, fanIn m: Int, fanOut n: Int, variance: Double, _ seeds: SeedTree
  ) throws -> Finding {
    let sampling = Sampling(seeds)
    let free = sampling.weightedSums(
      terms: n, weights: .normal(variance.squareRoot()), inputs: .normal(1), trials: 20_000,
      "independent")
    // E y² = mσ² for a standard normal input; the second moment is quoted relative to it.
    let bound = try sampling.mean(300, "quadratic loss") { random in
      let layer = DenseLayer(fanIn: m, fanOut: n, variance: variance, random: &random)
      let gradient = layer.backward(layer.forward(normals(m, &random)))
      return meanSquare(gradient) / (Double(m) * variance)
    }
    // E |WWᵀx|² = σ⁴|x|² n(n + m + 1), by Isserlis' theorem.
    let dependent = variance * Double(n) * Double(n + m + 1) / Double(m)
    return .law(
      [
        Comparison(
          "independent", .printed(asserted),
          theory: Double(n) * variance, measured: try .mean(of: free.map { $0 * $0 })),
        Comparison(
          "dependent", quoting: [.count("fan-in", m)], .printed(asserted),
          theory: dependent,
          measured: bound),
      ],
      quoting: [
        .number("factor", dependent, 4), .name("asserted", asserted.text), .count("n", n),
        .number("deviation", variance.squareRoot(), 2),
      ])
  }
}
