import Engine
import Networks

/// Losses, and units that multiply signals by signals.
extension EngineCases {
  static let losses = ReadOut.Loss.allCases.flatMap { loss in
    [
      EngineCase("loss \(loss.rawValue)", vector, samples: 3, [dense(4), ReadOut(loss)]),
      EngineCase(
        "loss \(loss.rawValue) over positions", tokens, samples: 2,
        [dense(5, gain: 3), ReadOut(loss)]),
      EngineCase(
        "loss \(loss.rawValue), small signals", vector, exponent: -10, [dense(4), ReadOut(loss)]),
    ]
  }

  static let gates =
    [Sigmoid(), SiLU(), GELU(), Identity()].map { (activation: any Activation) in
      EngineCase(
        "gated unit, \(activation.name)", tokens, samples: 2,
        [dense(6, gain: 1.5), GatedUnit(activation), dense(2)])
    } + [
      EngineCase(
        "gated unit, large", vector, exponent: 200, [dense(6), GatedUnit(SiLU()), dense(2)]),
      EngineCase(
        "gated unit, small", vector, exponent: -200, [dense(6), GatedUnit(SiLU()), dense(2)]),
      EngineCase(
        "gated unit, half open, small", vector, exponent: -200,
        [dense(6), GatedUnit(Sigmoid()), dense(2)]),
      EngineCase(
        "squeeze-and-excitation", tokens, samples: 2,
        [
          dense(4),
          Excitation(
            named(
              Pooling(.average), dense(2), ActivationStage(ReLU()), dense(4),
              ActivationStage(Sigmoid()))), dense(3),
        ]),
      EngineCase(
        "excitation position by position, from afar", tokens, samples: 2, exponent: 90,
        [Excitation(named(dense(4))), dense(3)]),
      EngineCase("maxout", tokens, samples: 2, [dense(6), Maxout(pieces: 3), dense(2)]),
      EngineCase("maxout of one", vector, [Maxout(pieces: 1), dense(2)]),
      EngineCase("softmax", tokens, samples: 2, [dense(5, gain: 2), Softmax(), dense(2)]),
      EngineCase("softmax, small", vector, exponent: -12, [dense(5), Softmax(), dense(2)]),
    ]
}
