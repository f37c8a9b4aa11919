extension Finding {
  /// A law that fits only if a mistake was made with the axes.
  static func wrongAxes(_ file: FileDiagnosis) -> [Finding] {
    grouped(file) { $0.layout?.packed ?? 1 == 1 }.map { tensors, mistake in
      let first = tensors[0]
      let (right, factor) = (first.fans, first.forwardFactor ?? 0)
      let fans = right.map { "\($0.input) in, \($0.output) out" } ?? ""
      return Finding(
        "wrong-axes", .warning, tensors.map(\.name),
        "\(first.law.phrase) fits with one mistake: \(mistake). As the axes are (\(fans)), σ√in is \(Digits.significant(factor, 3)) forward and σ√out \(Digits.significant(first.backwardFactor ?? 0, 3)) backward.",
        change: "draw with the fans of the axes as they are", measured: first.deviation?.value)
    }
  }

  /// Packed matrices whose scale was computed for the pack.
  static func packedScale(_ file: FileDiagnosis) -> [Finding] {
    grouped(file) { $0.layout?.packed ?? 1 > 1 }.map { tensors, mistake in
      let first = tensors[0]
      let packed = first.layout?.packed ?? 1
      return Finding(
        "packed-scale", .warning, tensors.map(\.name),
        "\(first.law.phrase) fits with \(mistake): σ is smaller than that of \(packed) matrices drawn apart.",
        change: "draw each of the \(packed) parts by itself", measured: first.deviation?.value)
    }
  }

  /// Tensors whose law takes a mistake, by mistake and law.
  private static func grouped(
    _ file: FileDiagnosis, _ isIncluded: (TensorDiagnosis) -> Bool
  ) -> [(tensors: [TensorDiagnosis], mistake: String)] {
    var groups: [(tensors: [TensorDiagnosis], mistake: String)] = []
    for tensor in file.tensors where isIncluded(tensor) {
      guard let mistake = tensor.law.best?.mistake, tensor.law.word == .is || tensor.law.word == .fits
      else { continue }
      let place = groups.firstIndex {
        $0.mistake == mistake && $0.tensors[0].law.phrase == tensor.law.phrase
          && $0.tensors[0].shape == tensor.shape
      }
      if let place { groups[place].tensors.append(tensor) } else { groups.append(([tensor], mistake)) }
    }
    return groups
  }
}
