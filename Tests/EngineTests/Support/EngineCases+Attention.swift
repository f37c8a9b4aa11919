import Engine
import Networks

/// Attention in every way that it can be set.
extension EngineCases {
  static func attends(
    heads: Int, groups: Int? = nil, headWidth: Int? = nil, isCausal: Bool = false,
    isRotary: Bool = false, isFused: Bool = false, bias: BiasLaw? = nil
  ) -> Attention {
    Attention(
      heads: heads, groups: groups, headWidth: headWidth, isCausal: isCausal, isRotary: isRotary,
      isFused: isFused, rule: XavierNormal(), gain: 2, bias: bias)
  }

  static let attention = [
    EngineCase("attention", tokens, samples: 2, [attends(heads: 2)]),
    EngineCase("attention, causal", tokens, [attends(heads: 1, isCausal: true)]),
    EngineCase(
      "attention, fused, biases", tokens,
      [attends(heads: 2, isFused: true, bias: BiasLaw(variance: 0.2))]),
    EngineCase(
      "attention, groups of queries", tokens, samples: 2,
      [attends(heads: 4, groups: 2, headWidth: 3, isCausal: true)]),
    EngineCase(
      "attention, rotary", Shape(positions: [4], channels: 4),
      [attends(heads: 2, groups: 1, headWidth: 4, isRotary: true)]),
    EngineCase(
      "attention over an image", Shape(positions: [2, 2], channels: 3), [attends(heads: 3)]),
    EngineCase("attention of one token", Shape(positions: [1], channels: 4), [attends(heads: 2)]),
    EngineCase("attention, small signals", tokens, exponent: -6, [attends(heads: 2)]),
    EngineCase(
      "transformer block", tokens, samples: 2,
      [
        ResidualStage(named(Normalize(.layer), attends(heads: 2, isCausal: true))),
        ResidualStage(named(Normalize(.layer), dense(12), GatedUnit(SiLU()), dense(4))),
        Normalize(.rms), dense(5), ReadOut(.crossEntropy),
      ]),
  ]
}
