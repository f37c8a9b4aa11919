extension Finding {
  /// Tensors of the same numbers: tied by their place in the file, or copies of one seed.
  static func equalTensors(_ file: FileDiagnosis) -> [Finding] {
    file.equal.map { group in
      let names = group.tensors.map { file.tensors[$0].name }
      if group.isTied {
        return Finding(
          "tied", .note, names, "\(names.count) names lead to one tensor: tied weights.")
      }
      return Finding(
        "equal-tensors", .warning, names,
        "\(names.count) tensors hold the same numbers, and are not tied in the file: drawn with one seed, or copied.",
        change: "draw each from its own stream; seed once, not before every layer")
    }
  }
}
