import Engine

/// BERT and its kin, with norms after each sum (Devlin and others 2019).
enum BERTTemplate: WeightTemplate {
  static func draft(
    _ shelf: WeightShelf, activation: String?
  ) throws(WeightChain.Absence) -> WeightNetwork? {
    guard let prefix = shelf.prefix(before: "encoder.layer.0.attention.self.query.weight"),
      shelf.has("\(prefix)embeddings.word_embeddings.weight")
    else { return nil }
    let f = try WeightTemplates.activation(shelf, activation, else: "gelu")
    var writer = NetworkWriter(shelf)
    let own = "\(prefix)embeddings"
    let table = "\(own).word_embeddings.weight"
    var stages = [try writer.embedding("words", table: table)]
    if shelf.has("\(own).position_embeddings.weight") {
      let types = "\(own).token_type_embeddings.weight"
      stages.append(
        try writer.positions(
          "positions", table: "\(own).position_embeddings.weight", count: WeightTemplates.tokens,
          adding: shelf.has(types) ? types : nil))
    }
    stages.append(writer.norm("embeddings", .layer, stem: "\(own).LayerNorm", epsilon: 1e-12))
    writer.show("embeddings")
    var plan: HeadPlan?
    for number in 0..<shelf.count("\(prefix)encoder.layer.*.attention.self.query.weight") {
      let block = "\(prefix)encoder.layer.\(number)"
      stages.append(
        try writer.residual("\(block).attention") { writer throws(WeightChain.Absence) in
          let attention = try writer.separateAttention(
            "heads", "\(block).attention.self", output: "\(block).attention.output.dense")
          plan = attention.plan
          return [attention.stage]
        })
      stages.append(
        writer.norm(
          "\(block).attention.norm", .layer, stem: "\(block).attention.output.LayerNorm",
          epsilon: 1e-12))
      stages.append(
        try writer.residual("\(block).output") { writer throws(WeightChain.Absence) in
          [
            try writer.dense(
              "intermediate", stem: "\(block).intermediate.dense", outputsFirst: true),
            NamedStage(ActivationStage(f.function), name: "activation"),
            try writer.dense("dense", stem: "\(block).output.dense", outputsFirst: true),
          ]
        })
      stages.append(
        writer.norm(
          "\(block).output.norm", .layer, stem: "\(block).output.LayerNorm", epsilon: 1e-12))
    }
    return WeightNetwork(
      writer, name: "bert", input: try writer.tokens(table), stages: stages,
      activation: f.function.name,
      source:
        "template BERT, \(f.words)\(plan.map(WeightTemplates.words) ?? ""), without its heads for tasks",
      certainty: .inferred, samples: WeightTemplates.sequences)
  }
}

extension NetworkWriter {
  /// Attention whose three matrices are `STEM.query`, `.key` and `.value`.
  mutating func separateAttention(
    _ name: String, _ stem: String, output: String
  ) throws(WeightChain.Absence) -> (stage: NamedStage, plan: HeadPlan) {
    let names = ["query", "key", "value"].map { "\(stem).\($0)" }
    var parts: [MatrixPart] = []
    for name in names { parts.append(try part(name + ".weight", outputsFirst: true)) }
    let plan = HeadPlan(
      WeightTemplates.heads(shelf), queries: parts[0].outputs, keys: parts[1].outputs)
    let stage = try attention(
      name, plan, parts, biases: names.map { $0 + ".bias" }, output: output, outputsFirst: true)
    return (stage, plan)
  }
}
