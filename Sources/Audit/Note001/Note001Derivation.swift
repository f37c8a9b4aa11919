import Kernels
import Simulation

extension ClaimCatalog {
  /// Note 001, sections 1 to 3: one variance for the signal, another for the gradient.
  static let note001Derivation: [Claim] = [
    Claim(
      "S001-01",
      "n×n 方阵用均值0、方差1/n的独立同分布初始化，近似是一个正交矩阵",
      gloss: "An n × n matrix of i.i.d. entries with mean 0 and variance 1/n is nearly orthogonal.",
      asserts: "≈ orthogonal"
    ) { seeds in
      let n = 128
      let sampling = Sampling(seeds)
      let squares = try sampling.mean(2000, "length") { random in
        random.chiSquared(Double(n)) / Double(n)
      }
      let spectra = try sampling.spectra(40, n, n, variance: 1 / Double(n), "spectrum")
      let largest = GaussianSpectrum.expectedLargest(n, n, variance: 1 / Double(n)).squareRoot()
      return .law(
        [
          Comparison("E |Wx|²/|x|², n = 128", .formula(1), theory: 1, measured: squares),
          Comparison(
            "largest singular value", .about(1, within: 0.1), theory: largest,
            measured: try .mean(of: spectra.map { ($0.last ?? 0).squareRoot() }),
            theoryError: 0.01),
          Comparison(
            "smallest singular value", .about(1, within: 0.1),
            measured: try .mean(of: spectra.map { $0[0].squareRoot() })),
        ],
        "It keeps the length of a given vector on average, but its singular values fill the range "
          + "from 0 to 2, where an orthogonal matrix has all of them at 1.")
    },

    Claim(
      "S001-02",
      "E[y_j²] = m·E[x_i²]·E[w_ij²] (1)-(3)",
      gloss: "E y² = m E x² E w²: the forward second moment.",
      asserts: "m E[x²]E[w²] (=5.76 for m=64, sd_w 0.3)"
    ) { seeds in
      // An input that is not centred: the claim is about second moments.
      let (weights, inputs) = (EntryLaw.normal(0.3), EntryLaw.normal(0.8, mean: 0.6))
      let sums = Sampling(seeds).weightedSums(
        terms: 64, weights: weights, inputs: inputs, trials: 20_000, "sums")
      return .statement(
        [
          Comparison(
            "E y² for m = 64, w of deviation 0.3, E x² = 1", .printed("5.76"),
            theory: 64 * weights.secondMoment * inputs.secondMoment,
            measured: try .mean(of: sums.map { $0 * $0 }))
        ],
        "The weights are independent with mean 0, so the cross terms vanish, whatever the mean of "
          + "the inputs.")
    },

    Claim(
      "S001-03",
      "E[w²]=1/m (4)", gloss: "Keeping the forward second moment needs E w² = 1/m.",
      asserts: "forward condition 1/m"
    ) { _ in
      .statement(
        [2.0, 64, 1000].map { m in
          Comparison(
            "σ² for m = \(decimal(m, significant: 4))", .formula(1 / m),
            theory: NumericalMethods.root(in: 0...10) { m * $0 - 1 })
        }, "It is the root of m·σ² = 1.")
    },

    Claim(
      "S001-04",
      "E[(∂l/∂x_i)²] = n·E[(∂l/∂y_j)²]·E[w²] (5)-(6)",
      gloss: "E (∂ℓ/∂x)² = n E (∂ℓ/∂y)² E w²: the backward second moment.",
      asserts: "n E[g²]E[w²] (=2.56 for n=256, sd_w 0.1)"
    ) { seeds in
      try backwardMoment(
        "2.56", fanIn: 64, fanOut: 256, variance: 0.01, seeds,
        "Exact if ∂ℓ/∂y does not depend on the weights, which the note does not ask for")
    },

    Claim(
      "S001-05",
      "E[w²]=1/n (7)", gloss: "Keeping the backward second moment needs E w² = 1/n.",
      asserts: "backward condition 1/n"
    ) { _ in
      .statement(
        [2.0, 256, 1000].map { n in
          Comparison(
            "σ² for n = \(decimal(n, significant: 4))", .formula(1 / n),
            theory: NumericalMethods.root(in: 0...10) { n * $0 - 1 })
        }, "It is the root of n·σ² = 1.")
    },

    Claim(
      "S001-06",
      "Xavier Var=2/(m+n)，两个维度直接代数平均 (8)",
      gloss: "Xavier's 2/(m + n) takes the arithmetic mean of the two dimensions.",
      asserts: "arithmetic mean of the dimensions"
    ) { _ in
      .statement(
        [(64, 256), (2, 8), (300, 7)].map { m, n in
          Comparison(
            "1/σ² for m = \(m), n = \(n)",
            .formula(1 / XavierNormal().variance(fanIn: m, fanOut: n)),
            theory: 0.5 * (Double(m) + Double(n)))
        }, "1/σ² is the arithmetic mean (m + n)/2.")
    },

    Claim(
      "S001-07",
      "Var(z)=mσ²Var(x); Var(y)=mnσ⁴Var(x) (10),(11)",
      gloss: "Var z = mσ² Var x after one layer, Var y = mnσ⁴ Var x after two.",
      asserts: "mnσ⁴"
    ) { seeds in
      let network = NetworkMeasurement(Identity(), Geometric(), widths: [64, 256, 64])
      let result = try await network.measure(trials: 2000, seeds)
      let theory = network.forwardVariances()
      let variance = 1.0 / 128
      return .statement(
        [
          Comparison(
            "Var z for m = 64, n = 256, σ² = 1/128", .formula(64 * variance), theory: theory[0],
            measured: result.layers[0].activation.mean),
          Comparison(
            "Var y", .formula(64 * 256 * variance * variance), theory: theory[1],
            measured: result.layers[1].activation.mean),
        ], "Each layer multiplies the variance by its fan-in times σ².")
    },

    Claim(
      "S001-08",
      "mnσ⁴=1 ⇒ σ²=1/√(mn) (12)", gloss: "mnσ⁴ = 1 gives σ² = 1/√(mn).",
      asserts: "1/√(mn)"
    ) { _ in
      .statement(
        [(64.0, 256.0), (2, 8), (300, 7)].map { m, n in
          Comparison(
            "σ² for m = \(decimal(m, significant: 3)), n = \(decimal(n, significant: 3))",
            .formula(1 / (m * n).squareRoot()),
            theory: NumericalMethods.root(in: 0...10) { m * n * $0 * $0 - 1 })
        }, "It is the positive root of mnσ⁴ = 1.")
    },

    Claim(
      "S001-09",
      "log σ² = -½(log m+log n)", gloss: "In log space the geometric rule is an arithmetic mean.",
      asserts: "log-space arithmetic mean"
    ) { _ in
      .statement(
        [(64, 256), (2, 8), (300, 7)].map { m, n in
          Comparison(
            "ln σ² for m = \(m), n = \(n)",
            .formula(-0.5 * (Double.log(Double(m)) + Double.log(Double(n)))),
            theory: Double.log(Geometric().variance(fanIn: m, fanOut: n)))
        }, "The logarithm of 1/√(mn) is the mean of the logarithms of 1/m and 1/n.")
    },

    Claim(
      "S001-10",
      "½(1/m+1/n)=(m+n)/(2mn)，调整归一化…通常写作 σ²=2/(m+n)",
      gloss:
        "The plain mean ½(1/m + 1/n) = (m + n)/(2mn) is, up to normalisation, written 2/(m + n).",
      asserts: "(m+n)/(2mn) and 2/(m+n) differ only by normalisation"
    ) { _ in
      func ratio(_ m: Int, _ n: Int) -> Double {
        Harmonic().variance(fanIn: m, fanOut: n) / XavierNormal().variance(fanIn: m, fanOut: n)
      }
      return .statement(
        [(64, 256), (16, 256), (128, 128)].map { m, n in
          Comparison(
            "(m + n)/(2mn) over 2/(m + n), m = \(m), n = \(n)", .formula(ratio(1, 1)),
            theory: ratio(m, n))
        },
        "The ratio (m + n)²/(4mn) depends on the shape and is 1 only for m = n: the first is one over "
          + "the harmonic mean of m and n, the second one over the arithmetic mean.")
    },

    Claim(
      "S001-11",
      "当 m=n 时 σ²=1/n", gloss: "For m = n the rule becomes σ² = 1/n.",
      asserts: "1/n"
    ) { _ in
      .statement(
        [64, 1, 1000].map { n in
          Comparison(
            "2/(m + n) at m = n = \(n)", .formula(1 / Double(n)),
            theory: XavierNormal().variance(fanIn: n, fanOut: n))
        }, "2/(n + n) = 1/n.")
    },
  ]

  /// n E g² E w² with a gradient that does not depend on the weights, and with the gradient of the
  /// loss ½|y|², which does.
  static func backwardMoment(
    _ asserted: PrintedNumber, fanIn m: Int, fanOut n: Int, variance: Double, _ seeds: SeedTree,
    _ reason: String
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
          "E (∂ℓ/∂x)² for E (∂ℓ/∂y)² = 1, gradient independent of W", .printed(asserted),
          theory: Double(n) * variance, measured: try .mean(of: free.map { $0 * $0 })),
        Comparison(
          "E (∂ℓ/∂x)² for E (∂ℓ/∂y)² = 1, loss ½|y|², fan-in \(m)", .printed(asserted),
          theory: dependent,
          measured: bound),
      ],
      reason + "; for the loss ½|y|² the gradient is y itself and the factor is "
        + "\(decimal(dependent, significant: 4)) instead of \(asserted.text).")
  }
}
