import Kernels
import Simulation

extension ClaimCatalog {
  /// Note 001, sections 4.2, 6.3 and 8: which start for which network.
  static let note001Advice: [Claim] = [
    Claim("S001-59", "正交初始化：正交矩阵 × scale，适用 RNN, Transformer") { seeds in
      let (width, steps) = (64, 100)
      var request = PropagationRequest(
        width: width, depth: steps, activation: Identity(), initializer: Orthogonal(),
        sampler: .dense,
        trials: 4, seed: seeds, jobs: 1)
      request.tiesWeights = true
      let kept = try await propagate(request).inputGradient.log10.mean
      let last = Normal(standardDeviation: 1 / Double(width).squareRoot())
      var normal = request
      normal.initializer = last
      normal.trials = 40
      let lost = try await propagate(normal).inputGradient.log10.standardDeviation
      return .wording(
        .imprecise, quoting: [.number("scatter", lost, 2), .count("steps", steps)],
        [
          Comparison(
            "gradient",
            .between(-0.5, 0.5, words: "within-3"), theory: 0, measured: kept, slack: 0.2)
        ])
    },

    Claim("S001-60", "几何平均：深层网络、残差网络；代数平均：通用；二次平均：浅层网络") { _ in
      /// How far the variance ends from where it began, geometric less arithmetic, in natural logarithms.
      func difference(_ name: String, _ widths: [Int]) -> Comparison {
        func error(_ rule: any WeightInitializer) -> Double {
          let network = NetworkMeasurement(Identity(), rule, widths: widths)
          return Double.log(network.forwardVariances().last ?? 1).magnitude
        }
        return Comparison(
          name, quoting: [.widths("widths", widths), .count("layers", widths.count - 1)], .below(0),
          theory: error(Geometric()) - error(XavierNormal()))
      }
      return .law(
        [
          difference("returning", [64, 256, 64, 256, 64]),
          difference("pyramid", [256, 128, 64, 32, 16]),
          // A sum x + F(x) needs equal widths, where all means are one rule.
          difference("equal", Array(repeating: 64, count: 9)),
        ])
    },
  ]
}
