import Kernels
import Simulation

extension ClaimCatalog {
  /// Note 001, section 5: rank, spectral norms and the Marchenko–Pastur law.
  static let note001Spectra: [Claim] = [
    Claim(
      "S001-24",
      "m×n 矩阵最多传递 min(m,n) 个独立信号通道",
      gloss: "An m × n matrix carries at most min(m, n) independent channels.",
      asserts: "rank ≤ min(m,n)"
    ) { seeds in
      var random = seeds.source()
      let comparisons = try [(16, 64), (64, 16)].map { m, n in
        let w = DenseLayer(fanIn: m, fanOut: n, variance: 1, random: &random).matrix
        // The larger Gram matrix has 64 eigenvalues, of which only the rank is not 0.
        let gram = m > n ? w * w.transpose : w.transpose * w
        let values = try SymmetricEigenvalues.of(gram)
        let rank = values.count { $0 > 1e-9 * (values.last ?? 0) }
        return Comparison(
          "rank of a random \(m) × \(n) matrix", .atMost(Double(min(m, n))), theory: Double(rank))
      }
      return .statement(comparisons, "The rank of a matrix is at most its smaller dimension.")
    },

    Claim(
      "S001-25",
      "‖∂L/∂x⁽⁰⁾‖ ≈ ∏‖W⁽ˡ⁾‖·‖∂L/∂x⁽ᴸ⁾‖ (18)",
      gloss:
        "The gradient at the input is about the product of the spectral norms times the gradient at the output.",
      asserts: "equality up to ≈"
    ) { seeds in
      let (n, depth) = (32, 10)
      let variance = 1 / Double(n)
      let ratios = try Sampling(seeds).values(60, "products") { random in
        var gradient = normals(n, &random)
        var logRatio = -0.5 * Double.log(meanSquare(gradient))
        for _ in 0..<depth {
          let layer = DenseLayer(fanIn: n, fanOut: n, variance: variance, random: &random)
          gradient = layer.backward(gradient)
          logRatio -= Double.log(try layer.matrix.spectralNorm())
        }
        return (logRatio + 0.5 * Double.log(meanSquare(gradient))) * log10OfE
      }
      let law = try LyapunovExponents(size: n, entryDeviation: variance.squareRoot())
      let norm = GaussianSpectrum.expectedLargest(n, n, variance: variance)
      let theory = Double(depth) * (law.top - 0.5 * Double.log(norm)) * log10OfE
      return .statement(
        [
          Comparison(
            "log₁₀ of gradient over product of norms, 10 square layers",
            .between(-0.3, 0.3, "≈ 0 (within a factor of 2)"), theory: theory,
            measured: try .mean(of: ratios), theoryError: 0.02)
        ],
        "The product of norms is only an upper bound; each norm is near 2 while the gradient keeps "
          + "its length, so the bound is too large by almost 2 per layer.")
    },

    Claim(
      "S001-26",
      "E‖W‖ ≈ σ(√m+√n) (19), Bai-Yin", gloss: "E‖W‖ ≈ σ(√m + √n), by Bai and Yin.",
      asserts: "σ(√m+√n): 24 for 64×256, 32 for 256×256 (σ=1)"
    ) { seeds in
      let comparisons = try [(64, 256, 24.0), (256, 256, 32)].map {
        p, q, asserted in
        let norms = Sampling(seeds).norms(200, p, q, variance: 1, "\(p) × \(q)")
        return Comparison(
          "E‖W‖ for \(p) × \(q), σ = 1", .about(asserted, within: 0.02),
          theory: GaussianSpectrum.expectedLargest(p, q, variance: 1).squareRoot(),
          measured: try .mean(of: norms), theoryError: 0.005)
      }
      return .statement(
        comparisons,
        "Within 2 %: at these sizes Johnstone's law for the largest eigenvalue puts the mean slightly "
          + "below the limit.")
    },

    Claim(
      "S001-27",
      "几何：‖W‖≈(√m+√n)/(mn)^¼；代数：√(2(√m+√n)²/(m+n))",
      gloss: "The spectral norms of the geometric and the arithmetic rule.",
      asserts: "formulae"
    ) { _ in
      .statement(
        [(64.0, 256.0), (128, 128)].flatMap { m, n in
          let edge = m.squareRoot() + n.squareRoot()
          let (p, q) = (Int(m), Int(n))
          return [
            Comparison(
              "geometric, \(p) × \(q)", .formula(edge / (m * n).squareRoot().squareRoot()),
              theory: Geometric().variance(fanIn: p, fanOut: q).squareRoot() * edge),
            Comparison(
              "arithmetic, \(p) × \(q)", .formula((2 * edge * edge / (m + n)).squareRoot()),
              theory: XavierNormal().variance(fanIn: p, fanOut: q).squareRoot() * edge),
          ]
        }, "They are the Bai–Yin norm with the two rules' σ.")
    },

    Claim(
      "S001-28",
      "为避免梯度爆炸/消失需 ∏‖W‖≈O(1)…当维度变化平缓时，几何平均最有利于梯度稳定",
      gloss:
        "Stability needs ∏‖W‖ ≈ O(1); where the widths change gently the geometric rule is best for it.",
      asserts: "geometric best by the ∏‖W‖ criterion"
    ) { seeds in
      let (p, q) = (100, 125)
      func norm(_ rule: any WeightInitializer) -> Double {
        GaussianSpectrum.expectedLargest(p, q, variance: rule.variance(fanIn: p, fanOut: q))
          .squareRoot()
      }
      let variance = Geometric().variance(fanIn: p, fanOut: q)
      let norms = Sampling(seeds).norms(200, p, q, variance: variance, "spectrum")
      return .statement(
        [
          Comparison(
            "‖W‖ of a 100 × 125 layer, geometric", .about(1, within: 0.1),
            theory: norm(Geometric()),
            measured: try .mean(of: norms), theoryError: 0.01),
          Comparison(
            "|‖W‖ − 1|, geometric less arithmetic", .atMost(0),
            theory: norm(Geometric()) - norm(XavierNormal())),
          Comparison(
            "|‖W‖ − 1|, geometric less quadratic", .atMost(0),
            theory: norm(Geometric()) - norm(Quadratic())),
        ],
        "Its norm is near 2 per layer, so the product is not O(1), and since its σ² is the largest of "
          + "the three it is the worst by this criterion; the criterion itself is only a bound.")
    },

    Claim(
      "S001-29",
      "ρ(λ)=√((λ₊-λ)(λ-λ₋))/(2πσ²λ) (20)",
      gloss: "The spectral density √((λ₊ − λ)(λ − λ₋))/(2πσ²λ) of Marchenko and Pastur.",
      asserts: "probability density"
    ) { _ in
      .statement(
        [0.25, 0.5, 0.9].map { gamma in
          Comparison(
            "integral of the density for γ = \(decimal(gamma, significant: 2))",
            .formula(1), theory: marchenkoPasturMass(gamma: gamma, variance: 1.0 / 128))
        },
        "It integrates to γ, not to 1: the denominator lacks a factor γ = m/n.")
    },

    Claim(
      "S001-30",
      "WWᵀ 的支撑 λ±=σ²(1±√γ)² (21)", gloss: "The support of the spectrum of WWᵀ is σ²(1 ± √γ)².",
      asserts: "[σ²(1-√γ)², σ²(1+√γ)²] = [0.001953,0.017578] (64×256, σ²=1/128)"
    ) { seeds in
      let (p, q, variance) = (64, 256, 1.0 / 128)
      let spectra = try Sampling(seeds).spectra(60, p, q, variance: variance, "spectrum")
      let root = (Double(p) / Double(q)).squareRoot()
      let scale = Double(q) * variance
      return .statement(
        [
          Comparison(
            "smallest eigenvalue, 64 × 256, σ² = 1/128",
            .formula(variance * (1 - root) * (1 - root)),
            theory: scale * (1 - root) * (1 - root),
            measured: try .mean(of: spectra.map { $0[0] }), theoryError: 0.15),
          Comparison(
            "largest eigenvalue", .formula(variance * (1 + root) * (1 + root)),
            theory: scale * (1 + root) * (1 + root),
            measured: try .mean(of: spectra.map { $0.last ?? 0 }), theoryError: 0.05),
        ],
        "That is the support for WWᵀ/n; WWᵀ itself has nσ²(1 ± √γ)², here "
          + "\(decimal(scale * (1 - root) * (1 - root), significant: 3)) to "
          + "\(decimal(scale * (1 + root) * (1 + root), significant: 3)).")
    },

    Claim(
      "S001-31",
      "λ₊/λ₋ 表：几何 (1+√(m/n))²/(1-√(m/n))²，代数略大，二次最大",
      gloss:
        "λ₊/λ₋ is least for the geometric rule, slightly larger for the arithmetic, largest for the quadratic.",
      asserts: "ratio depends on σ²"
    ) { _ in
      func edges(_ rule: any WeightInitializer) -> Double {
        let variance = 256 * rule.variance(fanIn: 64, fanOut: 256)
        return (variance * 1.5 * 1.5) / (variance * 0.5 * 0.5)
      }
      return .statement(
        [
          Comparison(
            "λ₊/λ₋ arithmetic over geometric, 64 × 256", .above(1 + 1e-9),
            theory: edges(XavierNormal()) / edges(Geometric())),
          Comparison(
            "λ₊/λ₋ quadratic over geometric", .above(1 + 1e-9),
            theory: edges(Quadratic()) / edges(Geometric())),
        ],
        "σ² cancels: the ratio is \(decimal(edges(Geometric()), significant: 3)) for all three.")
    },

    Claim(
      "S001-32",
      "几何平均产生最低的条件数", gloss: "The geometric rule gives the lowest condition number.",
      asserts: "lowest condition number"
    ) { seeds in
      func conditions(_ rule: any WeightInitializer) throws -> [Double] {
        // The same draws for both rules: only σ² differs.
        try Sampling(seeds).spectra(
          60, 64, 256, variance: rule.variance(fanIn: 64, fanOut: 256), "spectrum"
        ).map { (($0.last ?? 0) / $0[0]).squareRoot() }
      }
      let geometric = try conditions(Geometric())
      let comparisons = try [XavierNormal(), Quadratic()].map { (rule: any WeightInitializer) in
        let ratios = zip(try conditions(rule), geometric).map { $0 / $1 }
        return Comparison(
          "condition number \(rule.name) over geometric, 64 × 256", .above(1 + 1e-9), theory: 1,
          measured: try .mean(of: ratios))
      }
      return .statement(
        comparisons,
        "The condition number does not change when a matrix is multiplied by a number, so every "
          + "rule gives the same one.")
    },
  ]

  /// The integral of the note's density over its support.
  ///
  /// With λ = c + r sin θ and sin θ = 2t/(1 + t²) the integrand is smooth at the ends:
  /// √((λ₊ − λ)(λ − λ₋)) = r cos θ, cos θ = (1 − t²)/(1 + t²), dλ = r cos θ · 2dt/(1 + t²).
  static func marchenkoPasturMass(gamma: Double, variance: Double) -> Double {
    let root = gamma.squareRoot()
    let (low, high) = (variance * (1 - root) * (1 - root), variance * (1 + root) * (1 + root))
    let (center, radius) = (0.5 * (low + high), 0.5 * (high - low))
    return NumericalMethods.integral(over: -1...1) { t in
      let cosine = (1 - t * t) / (1 + t * t)
      let lambda = center + radius * 2 * t / (1 + t * t)
      let density = radius * cosine / (2 * Double.pi * variance * lambda)
      return density * radius * cosine * 2 / (1 + t * t)
    }
  }
}
