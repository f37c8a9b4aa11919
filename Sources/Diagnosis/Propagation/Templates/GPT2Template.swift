import Engine

/// GPT-2 and those that share its names.
///
/// x += attention(LN x), then x += feed-forward(LN x) (Radford and others 2019).
enum GPT2Template: WeightTemplate {
  static func draft(
    _ shelf: WeightShelf, activation: String?
  ) throws(WeightChain.Absence) -> WeightNetwork? {
    guard let prefix = shelf.prefix(before: "h.0.attn.c_attn.weight"),
      let shape = shelf.shape("\(prefix)h.0.attn.c_attn.weight"), shape.count == 2
    else { return nil }
    // A Conv1D has its inputs first, a Linear of the same name its outputs.
    let outputsFirst = shape[0] > shape[1]
    let width = min(shape[0], shape[1])
    var plan = HeadPlan(WeightTemplates.heads(shelf), queries: width, keys: width)
    plan.isCausal = true
    let f = try WeightTemplates.activation(shelf, activation, else: "gelu-tanh")
    var writer = NetworkWriter(shelf)
    var stages = [try writer.embedding("\(prefix)wte", table: "\(prefix)wte.weight")]
    if shelf.has("\(prefix)wpe.weight") {
      stages.append(
        try writer.positions(
          "\(prefix)wpe", table: "\(prefix)wpe.weight", count: WeightTemplates.tokens))
    }
    writer.show(stages[stages.count - 1].name ?? "", as: "embeddings")
    for number in 0..<shelf.count("\(prefix)h.*.attn.c_attn.weight") {
      let block = "\(prefix)h.\(number)"
      stages.append(
        try writer.residual("\(block).attn") { writer throws(WeightChain.Absence) in
          [
            writer.norm("ln_1", .layer, stem: "\(block).ln_1"),
            try writer.attention(
              "heads", plan,
              [try writer.part("\(block).attn.c_attn.weight", outputsFirst: outputsFirst)],
              biases: ["\(block).attn.c_attn.bias"], output: "\(block).attn.c_proj",
              outputsFirst: outputsFirst),
          ]
        })
      stages.append(
        try writer.residual("\(block).mlp") { writer throws(WeightChain.Absence) in
          [
            writer.norm("ln_2", .layer, stem: "\(block).ln_2"),
            try writer.dense("c_fc", stem: "\(block).mlp.c_fc", outputsFirst: outputsFirst),
            NamedStage(ActivationStage(f.function), name: "activation"),
            try writer.dense("c_proj", stem: "\(block).mlp.c_proj", outputsFirst: outputsFirst),
          ]
        })
    }
    stages.append(writer.norm("\(prefix)ln_f", .layer, stem: "\(prefix)ln_f"))
    writer.show("\(prefix)ln_f", as: "last norm")
    stages.append(
      try writer.logits(
        ["\(prefix)lm_head.weight", "lm_head.weight"], table: "\(prefix)wte.weight"))
    return WeightNetwork(
      writer, name: "gpt2", input: try writer.tokens("\(prefix)wte.weight"), stages: stages,
      activation: f.function.name,
      source: "template GPT-2, \(f.words)\(WeightTemplates.words(plan))",
      certainty: .inferred, samples: WeightTemplates.sequences)
  }
}

extension NetworkWriter {
  /// Tokens of a table's vocabulary.
  func tokens(_ table: String) throws(WeightChain.Absence) -> NetworkInput {
    guard let vocabulary = shelf.shape(table)?.first else {
      throw WeightChain.Absence(reason: "'\(table)' is missing")
    }
    return NetworkInput(
      Shape(positions: [WeightTemplates.tokens], channels: 1), law: .tokens(vocabulary: vocabulary))
  }
}
