import Engine

/// The encoder of T5.
///
/// RMS norms, no biases, queries that are not divided by √d (Raffel and others 2020).
enum T5Template: WeightTemplate {
  static func draft(
    _ shelf: WeightShelf, activation: String?
  ) throws(WeightChain.Absence) -> WeightNetwork? {
    let marker = "layer.0.SelfAttention.q.weight"
    guard let prefix = shelf.prefix(before: "encoder.block.0.\(marker)") else { return nil }
    let table = ["\(prefix)shared.weight", "\(prefix)encoder.embed_tokens.weight"].first {
      shelf.has($0)
    }
    guard let table else {
      throw WeightChain.Absence(reason: "it has T5's names, but no table of tokens")
    }
    let f = try WeightTemplates.activation(
      shelf, activation,
      else: shelf.has("\(prefix)encoder.block.0.layer.1.DenseReluDense.wi_0.weight")
        ? "gelu-tanh" : "relu")
    var writer = NetworkWriter(shelf)
    var stages = [try writer.embedding("shared", table: table)]
    writer.show("shared", as: "embeddings")
    var plan: HeadPlan?
    for number in 0..<shelf.count("\(prefix)encoder.block.*.\(marker)") {
      let block = "\(prefix)encoder.block.\(number)"
      stages.append(
        try writer.residual("\(block).attention") { writer throws(WeightChain.Absence) in
          var parts: [MatrixPart] = []
          for name in ["q", "k", "v"] {
            parts.append(
              try writer.part("\(block).layer.0.SelfAttention.\(name).weight", outputsFirst: true))
          }
          let own = HeadPlan(
            WeightTemplates.heads(shelf), queries: parts[0].outputs, keys: parts[1].outputs)
          plan = own
          // The stage divides by √d, which T5 leaves to the start of its queries.
          parts[0].scale = Float(Double(own.width).squareRoot())
          return [
            writer.norm("norm", .rms, stem: "\(block).layer.0.layer_norm", epsilon: 1e-6),
            try writer.attention(
              "heads", own, parts, biases: [nil, nil, nil],
              output: "\(block).layer.0.SelfAttention.o", outputsFirst: true),
          ]
        })
      let feed = "\(block).layer.1.DenseReluDense"
      guard shelf.has("\(feed).wo.weight") else { continue }
      stages.append(
        try writer.residual("\(block).feed-forward") { writer throws(WeightChain.Absence) in
          let norm = writer.norm(
            "norm", .rms, stem: "\(block).layer.1.layer_norm", epsilon: 1e-6)
          let last = try writer.dense("wo", stem: "\(feed).wo", outputsFirst: true)
          guard shelf.has("\(feed).wi_0.weight") else {
            return [
              norm, try writer.dense("wi", stem: "\(feed).wi", outputsFirst: true),
              NamedStage(ActivationStage(f.function), name: "activation"), last,
            ]
          }
          return [
            norm,
            try writer.dense(
              "wi",
              [
                try writer.part("\(feed).wi_0.weight", outputsFirst: true),
                try writer.part("\(feed).wi_1.weight", outputsFirst: true),
              ], biases: [nil, nil]),
            NamedStage(GatedUnit(f.function), name: "gate"), last,
          ]
        })
    }
    stages.append(
      writer.norm("last", .rms, stem: "\(prefix)encoder.final_layer_norm", epsilon: 1e-6))
    writer.show("last", as: "last norm")
    return WeightNetwork(
      writer, name: "t5", input: try writer.tokens(table), stages: stages,
      activation: f.function.name,
      source:
        "template T5 (its encoder), \(f.words)\(plan.map(WeightTemplates.words) ?? ""), without relative positions",
      certainty: .inferred, samples: WeightTemplates.sequences)
  }
}
