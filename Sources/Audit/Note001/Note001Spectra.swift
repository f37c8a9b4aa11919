import Kernels
import Simulation

extension ClaimCatalog {
  /// Note 001, section 5: rank, spectral norms and the Marchenko–Pastur law.
  static let note001Spectra: [Claim] = [
    Claim("S001-24", "m×n 矩阵最多传递 min(m,n) 个独立信号通道") { seeds in
      var random = seeds.source()
      let comparisons = try [(16, 64), (64, 16)].map { m, n in
        let w = DenseLayer(fanIn: m, fanOut: n, variance: 1, random: &random).matrix
        // The larger Gram matrix has 64 eigenvalues, of which only the rank is not 0.
        let gram = m > n ? w * w.transpose : w.transpose * w
        let values = try SymmetricEigenvalues.of(gram)
        let rank = values.count { $0 > 1e-9 * (values.last ?? 0) }
        return Comparison(
          "rank", quoting: [.count("m", m), .count("n", n)], .atMost(Double(min(m, n))),
          theory: Double(rank))
      }
      return .statement(comparisons)
    },

    Claim("S001-25", "‖∂L/∂x⁽⁰⁾‖ ≈ ∏‖W⁽ˡ⁾‖·‖∂L/∂x⁽ᴸ⁾‖ (18)") { seeds in
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
            "ratio",
            .between(-0.3, 0.3, words: "about-0"), theory: theory,
            measured: try .mean(of: ratios), theoryError: 0.02)
        ], quoting: [.count("depth", depth), .number("norm", norm.squareRoot(), 1)])
    },

    Claim("S001-26", "E‖W‖ ≈ σ(√m+√n) (19), Bai-Yin") { seeds in
      let (variance, tolerance) = (1.0, 0.02)
      let shapes = [(64, 256, 24.0), (256, 256, 32)]
      let comparisons = try shapes.map { p, q, asserted in
        let norms = Sampling(seeds).norms(200, p, q, variance: variance, "\(p) × \(q)")
        return Comparison(
          "norm", quoting: [.count("rows", p), .count("columns", q)],
          .about(asserted, within: tolerance),
          theory: GaussianSpectrum.expectedLargest(p, q, variance: variance).squareRoot(),
          measured: try .mean(of: norms), theoryError: 0.005)
      }
      return .statement(
        comparisons,
        quoting: [
          .number("sigma", variance.squareRoot(), 2), .number("tolerance", 100 * tolerance, 2),
        ]
          + shapes.indices.flatMap { i in
            [
              Quoted.number("norm-\(i + 1)", shapes[i].2, 3),
              .count("rows-\(i + 1)", shapes[i].0), .count("columns-\(i + 1)", shapes[i].1),
            ]
          })
    },

    Claim("S001-27", "几何：‖W‖≈(√m+√n)/(mn)^¼；代数：√(2(√m+√n)²/(m+n))") { _ in
      .statement(
        [(64.0, 256.0), (128, 128)].flatMap { m, n in
          let edge = m.squareRoot() + n.squareRoot()
          let (p, q) = (Int(m), Int(n))
          return [
            Comparison(
              "geometric", quoting: [.count("rows", p), .count("columns", q)],
              .formula(edge / (m * n).squareRoot().squareRoot()),
              theory: Geometric().variance(fanIn: p, fanOut: q).squareRoot() * edge),
            Comparison(
              "arithmetic", quoting: [.count("rows", p), .count("columns", q)],
              .formula((2 * edge * edge / (m + n)).squareRoot()),
              theory: XavierNormal().variance(fanIn: p, fanOut: q).squareRoot() * edge),
          ]
        })
    },

    Claim("S001-28", "为避免梯度爆炸/消失需 ∏‖W‖≈O(1)…当维度变化平缓时，几何平均最有利于梯度稳定") { seeds in
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
            "norm", .about(1, within: 0.1),
            theory: norm(Geometric()),
            measured: try .mean(of: norms), theoryError: 0.01),
          Comparison(
            "less-arithmetic", .atMost(0),
            theory: norm(Geometric()) - norm(XavierNormal())),
          Comparison(
            "less-quadratic", .atMost(0),
            theory: norm(Geometric()) - norm(Quadratic())),
        ],
        quoting: [
          .count("rows", p), .count("columns", q), .number("norm", norm(Geometric()), 1),
        ])
    },

    Claim("S001-29", "ρ(λ)=√((λ₊-λ)(λ-λ₋))/(2πσ²λ) (20)") { _ in
      .statement(
        [0.25, 0.5, 0.9].map { gamma in
          Comparison(
            "mass", quoting: [.number("gamma", gamma, 2)],
            .formula(1), theory: marchenkoPasturMass(gamma: gamma, variance: 1.0 / 128))
        })
    },

    Claim("S001-30", "WWᵀ 的支撑 λ±=σ²(1±√γ)² (21)") { seeds in
      let (p, q, variance) = (64, 256, 1.0 / 128)
      let spectra = try Sampling(seeds).spectra(60, p, q, variance: variance, "spectrum")
      let root = (Double(p) / Double(q)).squareRoot()
      let scale = Double(q) * variance
      return .statement(
        [
          Comparison(
            "smallest",
            .formula(variance * (1 - root) * (1 - root)),
            theory: scale * (1 - root) * (1 - root),
            measured: try .mean(of: spectra.map { $0[0] }), theoryError: 0.15),
          Comparison(
            "largest", .formula(variance * (1 + root) * (1 + root)),
            theory: scale * (1 + root) * (1 + root),
            measured: try .mean(of: spectra.map { $0.last ?? 0 }), theoryError: 0.05),
        ],
        quoting: [
          .count("rows", p), .count("columns", q), .number("inverse", 1 / variance, 4),
          .number("low", scale * (1 - root) * (1 - root), 3),
          .number("high", scale * (1 + root) * (1 + root), 3),
        ])
    },

    Claim("S001-31", "λ₊/λ₋ 表：几何 (1+√(m/n))²/(1-√(m/n))²，代数略大，二次最大") { _ in
      let (p, q) = (64, 256)
      let root = (Double(p) / Double(q)).squareRoot()
      func edges(_ rule: any WeightInitializer) -> Double {
        let variance = Double(q) * rule.variance(fanIn: p, fanOut: q)
        return (variance * (1 + root) * (1 + root)) / (variance * (1 - root) * (1 - root))
      }
      return .statement(
        [
          Comparison(
            "arithmetic", .above(1 + 1e-9),
            theory: edges(XavierNormal()) / edges(Geometric())),
          Comparison(
            "quadratic", .above(1 + 1e-9),
            theory: edges(Quadratic()) / edges(Geometric())),
        ],
        quoting: [
          .count("rows", p), .count("columns", q), .number("ratio", edges(Geometric()), 3),
        ])
    },

    Claim("S001-32", "几何平均产生最低的条件数") { seeds in
      let (p, q) = (64, 256)
      func conditions(_ rule: any WeightInitializer) throws -> [Double] {
        // The same draws for both rules: only σ² differs.
        try Sampling(seeds).spectra(
          60, p, q, variance: rule.variance(fanIn: p, fanOut: q), "spectrum"
        ).map { (($0.last ?? 0) / $0[0]).squareRoot() }
      }
      let geometric = try conditions(Geometric())
      let comparisons = try [XavierNormal(), Quadratic()].map { (rule: any WeightInitializer) in
        let ratios = zip(try conditions(rule), geometric).map { $0 / $1 }
        return Comparison(
          "ratio", quoting: [.name("rule", rule.name)], .above(1 + 1e-9), theory: 1,
          measured: try .mean(of: ratios))
      }
      return .statement(
        comparisons,
        quoting: [.count("rows", p), .count("columns", q), .name("base", Geometric().name)])
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
