extension Finding {
  /// A fresh adapter must change nothing: one of its two factors is zero.
  static func loraIsNotIdentity(_ file: FileDiagnosis) -> [Finding] {
    let pairs: [(a: TensorDiagnosis, b: TensorDiagnosis)] = file.tensors.compactMap { a in
      guard a.name.contains("lora_A"),
        let b = file.tensors.first(where: {
          $0.name == a.name.replacing("lora_A", with: "lora_B")
        })
      else { return nil }
      return (a, b)
    }
    // Two fresh factors are a start; two that are no draws were trained.
    let wrong = pairs.filter { pair in
      pair.b.moments.largestMagnitude > 0 && pair.a.moments.largestMagnitude > 0
        && pair.a.isDraw != false && pair.b.isDraw != false && !pair.a.law.names.isEmpty
        && !pair.b.law.names.isEmpty
    }
    guard !wrong.isEmpty else { return [] }
    return [
      Finding(
        "lora-not-identity", .error, wrong.map(\.b.name),
        "\(wrong.count) fresh LoRA adapter\(wrong.count == 1 ? "" : "s") with both factors drawn (\(wrong[0].b.law.phrase)): the product is not zero, so that the adapted model differs from its base before the first step.",
        change: "torch.nn.init.zeros_(lora_B.weight)",
        reference: "https://arxiv.org/abs/2106.09685")
    ]
  }
}
