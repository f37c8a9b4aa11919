import Engine

/// Vision transformers as timm and transformers name them.
///
/// Patches, then blocks with norms before each branch (Dosovitskiy and others 2021). The class token is left out, and of the patches as many are sent as a sequence has tokens.
enum ViTTemplate: WeightTemplate {
  static func draft(
    _ shelf: WeightShelf, activation: String?
  ) throws(WeightChain.Absence) -> WeightNetwork? {
    if let prefix = shelf.prefix(before: "blocks.0.attn.qkv.weight"),
      shelf.has("\(prefix)patch_embed.proj.weight")
    {
      return try draft(
        shelf, activation,
        names: Names(
          patches: "\(prefix)patch_embed.proj", positions: "\(prefix)pos_embed",
          pattern: "\(prefix)blocks.*", marker: "attn.qkv", norms: ["norm1", "norm2"],
          output: "attn.proj", first: "mlp.fc1", second: "mlp.fc2", last: "\(prefix)norm",
          heads: ["\(prefix)head"]))
    }
    if let prefix = shelf.prefix(before: "encoder.layer.0.attention.attention.query.weight") {
      let own = "\(prefix)embeddings"
      return try draft(
        shelf, activation,
        names: Names(
          patches: "\(own).patch_embeddings.projection", positions: "\(own).position_embeddings",
          pattern: "\(prefix)encoder.layer.*", marker: nil,
          norms: ["layernorm_before", "layernorm_after"], output: "attention.output.dense",
          first: "intermediate.dense", second: "output.dense", last: "\(prefix)layernorm",
          heads: ["classifier"]))
    }
    return nil
  }

  /// What the tensors are called.
  private struct Names {
    var patches: String
    var positions: String
    var pattern: String
    /// The packed matrix of queries, keys and values; nil for three of their own.
    var marker: String?
    var norms: [String]
    var output: String
    var first: String
    var second: String
    var last: String
    /// Where the read-out may be.
    var heads: [String]
  }

  private static func draft(
    _ shelf: WeightShelf, _ activation: String?, names: Names
  ) throws(WeightChain.Absence) -> WeightNetwork? {
    guard let kernel = shelf.shape(names.patches + ".weight"), kernel.count == 4 else {
      throw WeightChain.Absence(reason: "'\(names.patches).weight' is no kernel of patches")
    }
    let f = try WeightTemplates.activation(shelf, activation, else: "gelu")
    var writer = NetworkWriter(shelf)
    let side = 4
    var stages = [
      try writer.convolution(
        names.patches, stem: names.patches, channels: kernel[1], stride: kernel[2],
        padding: .zeros([0]))
    ]
    writer.show(names.patches, as: "patches")
    if let table = shelf.shape(names.positions), table.count == 3, table[1] > side * side {
      stages.append(
        try writer.positions(names.positions, table: names.positions, count: side * side, skip: 1))
    }
    var plan: HeadPlan?
    for number
      in 0..<shelf.count(
        "\(names.pattern).\(names.marker ?? "attention.attention.query").weight")
    {
      let block = names.pattern.replacing("*", with: "\(number)")
      stages.append(
        try writer.residual("\(block).attention") { writer throws(WeightChain.Absence) in
          let norm = writer.norm(
            "norm", .layer, stem: "\(block).\(names.norms[0])", epsilon: 1e-6)
          guard let marker = names.marker else {
            let attention = try writer.separateAttention(
              "heads", "\(block).attention.attention", output: "\(block).\(names.output)")
            plan = attention.plan
            return [norm, attention.stage]
          }
          let packed = try writer.part("\(block).\(marker).weight", outputsFirst: true)
          let own = HeadPlan(
            WeightTemplates.heads(shelf), queries: packed.inputs, keys: packed.inputs)
          plan = own
          return [
            norm,
            try writer.attention(
              "heads", own, [packed], biases: ["\(block).\(marker).bias"],
              output: "\(block).\(names.output)", outputsFirst: true),
          ]
        })
      stages.append(
        try writer.residual("\(block).mlp") { writer throws(WeightChain.Absence) in
          [
            writer.norm("norm", .layer, stem: "\(block).\(names.norms[1])", epsilon: 1e-6),
            try writer.dense("first", stem: "\(block).\(names.first)", outputsFirst: true),
            NamedStage(ActivationStage(f.function), name: "activation"),
            try writer.dense("second", stem: "\(block).\(names.second)", outputsFirst: true),
          ]
        })
    }
    stages.append(writer.norm(names.last, .layer, stem: names.last, epsilon: 1e-6))
    writer.show(names.last, as: "last norm")
    if let head = names.heads.first(where: { shelf.shape($0 + ".weight")?.count == 2 }) {
      stages.append(NamedStage(Pooling(.average), name: "pool"))
      stages.append(try writer.dense(head, stem: head, outputsFirst: true))
      writer.show(head, as: "logits")
      writer.tail += 1
    }
    return WeightNetwork(
      writer, name: "vit",
      input: NetworkInput(
        Shape(positions: [side * kernel[2], side * kernel[3]], channels: kernel[1])),
      stages: stages, activation: f.function.name,
      source:
        "template ViT, \(f.words)\(plan.map(WeightTemplates.words) ?? ""), \(side) × \(side) patches, the mean of all in place of the class token",
      certainty: .inferred, samples: WeightTemplates.sequences)
  }
}
