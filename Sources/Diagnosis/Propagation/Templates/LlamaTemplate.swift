import Engine

/// Llama, Mistral, Qwen and others of their names.
///
/// RMS norms, rotated queries and keys that groups share, gated feed-forward (Touvron and others 2023).
enum LlamaTemplate: WeightTemplate {
  static func draft(
    _ shelf: WeightShelf, activation: String?
  ) throws(WeightChain.Absence) -> WeightNetwork? {
    guard let prefix = shelf.prefix(before: "layers.0.self_attn.q_proj.weight"),
      shelf.has("\(prefix)layers.0.mlp.gate_proj.weight"),
      shelf.has("\(prefix)embed_tokens.weight")
    else { return nil }
    let f = try WeightTemplates.activation(shelf, activation, else: "silu")
    var writer = NetworkWriter(shelf)
    let table = "\(prefix)embed_tokens.weight"
    var stages = [try writer.embedding("\(prefix)embed_tokens", table: table)]
    writer.show("\(prefix)embed_tokens", as: "embeddings")
    var plan: HeadPlan?
    for number in 0..<shelf.count("\(prefix)layers.*.self_attn.q_proj.weight") {
      let block = "\(prefix)layers.\(number)"
      stages.append(
        try writer.residual("\(block).self_attn") { writer throws(WeightChain.Absence) in
          let names = ["q_proj", "k_proj", "v_proj"].map { "\(block).self_attn.\($0)" }
          var parts: [MatrixPart] = []
          for name in names {
            parts.append(try writer.part(name + ".weight", outputsFirst: true))
          }
          var own = HeadPlan(
            WeightTemplates.heads(shelf), queries: parts[0].outputs, keys: parts[1].outputs)
          (own.isCausal, own.isRotary) = (true, own.width % 2 == 0)
          plan = own
          return [
            writer.norm("norm", .rms, stem: "\(block).input_layernorm"),
            try writer.attention(
              "heads", own, parts, biases: names.map { $0 + ".bias" },
              output: "\(block).self_attn.o_proj", outputsFirst: true),
          ]
        })
      stages.append(
        try writer.residual("\(block).mlp") { writer throws(WeightChain.Absence) in
          let names = ["gate_proj", "up_proj"].map { "\(block).mlp.\($0)" }
          return [
            writer.norm("norm", .rms, stem: "\(block).post_attention_layernorm"),
            try writer.dense(
              "gate-up",
              [
                try writer.part(names[0] + ".weight", outputsFirst: true),
                try writer.part(names[1] + ".weight", outputsFirst: true),
              ], biases: names.map { $0 + ".bias" }),
            NamedStage(GatedUnit(f.function), name: "gate"),
            try writer.dense("down", stem: "\(block).mlp.down_proj", outputsFirst: true),
          ]
        })
    }
    stages.append(writer.norm("\(prefix)norm", .rms, stem: "\(prefix)norm"))
    writer.show("\(prefix)norm", as: "last norm")
    stages.append(try writer.logits(["lm_head.weight", "\(prefix)lm_head.weight"], table: table))
    return WeightNetwork(
      writer, name: "llama", input: try writer.tokens(table), stages: stages,
      activation: f.function.name,
      source:
        "template Llama, gated by \(f.words)\(plan.map(WeightTemplates.words) ?? "")",
      certainty: .inferred, samples: WeightTemplates.sequences)
  }
}
