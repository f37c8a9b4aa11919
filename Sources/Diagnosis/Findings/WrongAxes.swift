extension Finding {
  /// A law that fits only if a mistake was made with the axes.
  static func wrongAxes(_ file: FileDiagnosis) -> [Finding] {
    grouped(file) { $0.layout?.packed ?? 1 == 1 }.map { tensors, mistake in
      let first = tensors[0]
      let (right, factor) = (first.fans, first.forwardFactor ?? 0)
      let fans = right.map { "\($0.input) in, \($0.output) out" } ?? ""
      // Where the axes are a guess, so is the mistake: a bilinear form has two inputs and no window.
      let isAssumed = first.layout?.certainty == .assumed && first.shape.count == 3
      return Finding(
        "wrong-axes", isAssumed ? .note : .warning, tensors.map(\.name),
        "\(first.law.phrase) fits with one mistake\(isAssumed ? ", if the axes are as assumed" : ""): \(mistake). As the axes are (\(fans)), σ√in is \(Digits.significant(factor, 3)) forward and σ√out \(Digits.significant(first.backwardFactor ?? 0, 3)) backward.",
        change: "draw with the fans of the axes as they are", measured: first.deviation?.value)
    }
  }

  /// Laws that a common rule gives by a mistake with the axes, and another without one.
  static func equalByMistake(_ file: FileDiagnosis) -> [Finding] {
    var groups: [(words: String, tensors: [String])] = []
    for tensor in file.tensors {
      guard let best = tensor.law.best, let alias = best.alias, let name = best.names.first,
        tensor.law.word != .noLaw, tensor.law.word != .tooFew, !alias.hasPrefix(name + " ")
      else { continue }
      let words = "\(name) is the same law as \(alias): the numbers cannot tell which was meant."
      if let place = groups.firstIndex(where: { $0.words == words }) {
        groups[place].tensors.append(tensor.name)
      } else {
        groups.append((words, [tensor.name]))
      }
    }
    return groups.map { Finding("equal-laws", .note, $0.tensors, $0.words) }
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
      guard let mistake = tensor.law.best?.mistake,
        tensor.law.word == .is || tensor.law.word == .fits
      else { continue }
      let place = groups.firstIndex {
        $0.mistake == mistake && $0.tensors[0].law.phrase == tensor.law.phrase
          && $0.tensors[0].shape == tensor.shape
      }
      if let place {
        groups[place].tensors.append(tensor)
      } else {
        groups.append(([tensor], mistake))
      }
    }
    return groups
  }
}
