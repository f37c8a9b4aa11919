import Engine
import Networks

/// Cells of recurrent networks, and embeddings.
extension EngineCases {
  static func cell(
    _ cell: Recurrent.Cell, isFused: Bool = true, givesLast: Bool = false
  ) -> Recurrent {
    Recurrent(
      cell, units: 3, rule: XavierNormal(), recurrentRule: Orthogonal(), recurrentGain: 1.3,
      bias: BiasLaw(variance: 0.2), recurrentBias: BiasLaw(variance: 0.1), forgetBias: 1,
      isFused: isFused, givesLast: givesLast)
  }

  static let recurrent =
    [("plain", Recurrent.Cell.plain(Tanh())), ("LSTM", .lstm), ("GRU", .gru)].flatMap {
      name, kind in
      [
        EngineCase(
          "\(name) cell", Shape(positions: [4], channels: 2), samples: 2, [cell(kind), dense(2)]),
        EngineCase(
          "\(name) cell, last state", Shape(positions: [3], channels: 2), samples: 2,
          [cell(kind, isFused: false, givesLast: true)]),
        EngineCase("\(name) cell, one step", Shape(positions: [1], channels: 2), [cell(kind)]),
      ]
    }

  static let text = Shape(positions: [5], channels: 1)

  static let embeddings = [
    EngineCase(
      "embedding", text, samples: 2, vocabulary: 4,
      [
        Embedding(vocabulary: 4, width: 3, rule: Normal(standardDeviation: 1)),
        Positions(rule: Normal(standardDeviation: 0.5)), dense(3), ActivationStage(Tanh()),
        dense(2),
      ]),
    EngineCase(
      "tied embedding", text, samples: 2, vocabulary: 4,
      [
        Embedding(vocabulary: 4, width: 3, rule: Normal(standardDeviation: 1), isTied: true),
        dense(3), ActivationStage(Tanh()), TiedReadOut(vocabulary: 4), ReadOut(.crossEntropy),
      ]),
    EngineCase(
      "tied embedding without read-out", text, vocabulary: 4,
      [
        Embedding(vocabulary: 4, width: 3, rule: Normal(standardDeviation: 1), isTied: true),
        dense(2),
      ]),
    EngineCase(
      "positions", tokens, samples: 2,
      [Positions(rule: Normal(standardDeviation: 0.5)), dense(3)]),
    EngineCase(
      "positions beside large signals", tokens, exponent: 200,
      [Positions(rule: Normal(standardDeviation: 0.5)), dense(3)]),
  ]
}
