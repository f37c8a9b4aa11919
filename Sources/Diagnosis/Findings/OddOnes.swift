extension Finding {
  /// Weights that are no draws in a file that is a start otherwise: they were read, copied or made in another way.
  static func oddOnes(_ file: FileDiagnosis) -> [Finding] {
    guard file.start == .mixed, file.isMostlyFresh else { return [] }
    return file.tensors.filter {
      $0.isDraw == false && $0.outliers == 0 && ($0.role.multiplies || $0.role == .embedding)
    }.map { tensor in
      let structure = tensor.structure?.smallest
      let fit = tensor.fit?.pValue ?? 1
      let what =
        if let structure, structure.p < fit {
          "its \(structure.name) are not those of independent entries (p \(Digits.probability(structure.p)))"
        } else {
          "its numbers are those of no known law (p \(Digits.probability(fit)))"
        }
      return Finding(
        "no-draw", .warning, [tensor.name],
        "The other weights are fresh draws, but this is none: \(what).",
        change: "draw it anew; if it comes from elsewhere, --except leaves it out")
    }
  }

  /// Layers that follow a framework's default where the others of their name follow another rule: the start was never
  /// applied to them.
  static func defaultLeft(_ file: FileDiagnosis) -> [Finding] {
    var groups: [(pattern: String, tensors: [TensorDiagnosis])] = []
    for tensor in file.weightsInOrder where tensor.law.word == .is && !tensor.law.names.isEmpty {
      let pattern = TensorName(tensor.name).pattern
      if let place = groups.firstIndex(where: { $0.pattern == pattern }) {
        groups[place].tensors.append(tensor)
      } else {
        groups.append((pattern, [tensor]))
      }
    }
    let defaults: Set = ["torch-default"]
    return groups.compactMap { group in
      let (left, others) = (
        group.tensors.filter { !defaults.isDisjoint(with: $0.law.names) },
        group.tensors.filter { defaults.isDisjoint(with: $0.law.names) }
      )
      // Both ends of a stack are often drawn in their own way on purpose.
      let inner = left.filter {
        $0.name != group.tensors.first?.name && $0.name != group.tensors.last?.name
      }
      guard others.count >= 3, !inner.isEmpty, 2 * left.count < others.count,
        let rule = others[0].law.names.first,
        others.allSatisfy({ $0.law.names.contains(rule) })
      else { return nil }
      return Finding(
        "default-left", .warning, inner.map(\.name),
        "\(inner.count == 1 ? "It keeps" : "These \(inner.count) keep") PyTorch's default, while the other \(others.count) of the name are drawn by \(rule): the start was not applied here.",
        change: "draw \(inner.count == 1 ? "it" : "them") by \(rule), too")
    }
  }
}

extension FileDiagnosis {
  /// Whether fewer than half of the numbers of weights are rejected as draws.
  var isMostlyFresh: Bool {
    var (fresh, rejected) = (0, 0)
    for tensor in tensors where tensor.role.multiplies || tensor.role == .embedding {
      if tensor.isDraw == true { fresh += tensor.count }
      if tensor.isDraw == false { rejected += tensor.count }
    }
    return fresh > rejected
  }
}
