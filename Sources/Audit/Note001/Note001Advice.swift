import Kernels
import Simulation

extension ClaimCatalog {
  /// Note 001, sections 4.2, 6.3 and 8: which start for which network.
  static let note001Advice: [Claim] = [
    Claim(
      "S001-59",
      "正交初始化：正交矩阵 × scale，适用 RNN, Transformer",
      gloss: "Orthogonal weights suit recurrent networks and transformers.",
      asserts: "suits RNN and Transformer"
    ) { seeds in
      var request = PropagationRequest(
        width: 64, depth: 100, activation: Identity(), initializer: Orthogonal(), sampler: .dense,
        trials: 4, seed: seeds, jobs: 1)
      request.tiesWeights = true
      let kept = try await propagate(request).inputGradient.log10.mean
      let last = Normal(standardDeviation: 1 / 64.0.squareRoot())
      var normal = request
      normal.initializer = last
      normal.trials = 40
      let lost = try await propagate(normal).inputGradient.log10.standardDeviation
      return .wording(
        .imprecise,
        "Recurrent networks, yes: one matrix acts at every step, and a rotation keeps every length, where normal "
          + "entries scatter by \(decimal(lost, significant: 2)) decades. Transformers are started with normal weights.",
        [
          Comparison(
            "log₁₀ of the gradient's mean square through 100 steps with one orthogonal matrix",
            .between(-0.5, 0.5, "within a factor of 3"), theory: 0, measured: kept, slack: 0.2)
        ])
    },

    Claim(
      "S001-60",
      "几何平均：深层网络、残差网络；代数平均：通用；二次平均：浅层网络",
      gloss:
        "The geometric mean is for deep and residual networks, the arithmetic for all, the quadratic for shallow ones.",
      asserts: "geometric best for deep and residual networks"
    ) { _ in
      /// How far the variance ends from where it began, geometric less arithmetic, in natural logarithms.
      func difference(_ name: String, _ widths: [Int]) -> Comparison {
        func error(_ rule: any WeightInitializer) -> Double {
          let network = NetworkMeasurement(Identity(), rule, widths: widths)
          return Double.log(network.forwardVariances().last ?? 1).magnitude
        }
        return Comparison(
          "|ln variance at the end|, geometric less arithmetic, \(name)", .below(0),
          theory: error(Geometric()) - error(XavierNormal()))
      }
      return .law(
        [
          difference("64-256-64-256-64", [64, 256, 64, 256, 64]),
          difference("256-128-64-32-16", [256, 128, 64, 32, 16]),
          // A sum x + F(x) needs equal widths, where all means are one rule.
          difference("eight equal layers, as in residual networks", Array(repeating: 64, count: 9)),
        ],
        "It keeps the variance where the widths return; in a pyramid the arithmetic mean ends nearer to 1, and "
          + "residual networks have equal widths, where all means are the same.")
    },
  ]
}
