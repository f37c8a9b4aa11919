extension Finding {
  /// Tensors of the same numbers: tied by their place in the file, or copies of one seed.
  static func equalTensors(_ file: FileDiagnosis) -> [Finding] {
    let groups = file.equal.map { group in
      (tensors: group.tensors.map { file.tensors[$0] }, isTied: group.isTied)
    }
    let tied = groups.filter(\.isTied).map { group in
      Finding(
        "tied", .note, group.tensors.map(\.name),
        "\(group.tensors.count) names lead to one tensor: tied weights.")
    }
    let copied = groups.filter { !$0.isTied }
    let weights = copied.filter { $0.tensors.contains { $0.role != .bias && $0.role != .scale } }
    let vectors = copied.filter { $0.tensors.allSatisfy { $0.role == .bias || $0.role == .scale } }
    var found = weights.map { group in
      Finding(
        "equal-tensors", .warning, group.tensors.map(\.name),
        "\(group.tensors.count) tensors hold the same numbers, and are not tied in the file: drawn with one seed, or copied.",
        change: "draw each from its own stream; seed once, not before every layer")
    }
    if !vectors.isEmpty {
      found.append(
        Finding(
          "equal-tensors", .note, vectors.flatMap { $0.tensors.map(\.name) },
          "\(vectors.count == 1 ? "These vectors hold" : "In each of \(vectors.count) groups these vectors hold") the same numbers: layers that were copied, as torch.nn.TransformerEncoder does, with their matrices drawn anew and their biases not."
        ))
    }
    return found + tied
  }
}
