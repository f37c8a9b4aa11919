import WeightFiles

extension Finding {
  /// A law cut at two deviations whose loss was not put back.
  static func cutUncorrected(_ file: FileDiagnosis) -> [Finding] {
    let cut = file.tensors.filter {
      $0.law.names.first?.contains("truncated-uncorrected") == true
        && ($0.law.word == .is || $0.law.word == .fits)
    }
    guard !cut.isEmpty else { return [] }
    return [
      Finding(
        "cut-uncorrected", .note, cut.map(\.name),
        "Cut at two standard deviations without making it good: σ is 0.88 of the rule's.",
        change: "divide the scale by 0.8796 before the cut")
    ]
  }

  /// Draws of a scale that no rule gives.
  static func noKnownRule(_ file: FileDiagnosis) -> [Finding] {
    let unknown = file.tensors.filter {
      $0.role.multiplies && $0.isDraw == true && $0.law.best != nil && $0.law.names.isEmpty
        && $0.law.word != .tooFew && $0.moved == nil
    }
    guard !unknown.isEmpty else { return [] }
    return [
      Finding(
        "no-known-rule", .note, unknown.map(\.name),
        "\(unknown.count) tensor\(unknown.count == 1 ? " is a draw" : "s are draws") of independent entries whose scale no known rule gives.")
    ]
  }

  /// What the reader of the file passed over.
  static func skipped(_ file: FileDiagnosis) -> [Finding] {
    let parts = file.notes.compactMap { note -> String? in
      guard case .skipped(let name, let reason) = note else { return nil }
      return "'\(name)': \(reason)"
    }
    let types = file.tensors.filter { $0.type.width == nil }
    var found: [Finding] = []
    if !parts.isEmpty {
      let more = parts.count > 5 ? ", and \(parts.count - 5) more" : ""
      found.append(
        Finding(
          "skipped", .note, [], "Not read: \(parts.prefix(5).joined(separator: "; "))\(more)."))
    }
    if !types.isEmpty {
      found.append(
        Finding(
          "skipped", .note, types.map(\.name),
          "\(types.count) tensor\(types.count == 1 ? "" : "s") of types that are listed, not judged (\(types[0].type.name))."
        ))
    }
    return found
  }

  /// Layouts that nothing in the file tells.
  static func assumedLayout(_ file: FileDiagnosis) -> [Finding] {
    let assumed = file.tensors.filter {
      $0.layout?.certainty == .assumed && $0.shape.count >= 2 && $0.shape[0] != $0.shape[1]
    }
    guard !assumed.isEmpty else { return [] }
    return [
      Finding(
        "assumed-layout", .note, assumed.map(\.name),
        "Which axis of \(assumed.count == 1 ? "it" : "these \(assumed.count) tensors") is the input is not told by the file; \(assumed[0].layout?.axes ?? "") is assumed (\(assumed[0].layout?.why ?? "")).",
        change: "--layout in-out if the first axis is the input")
    ]
  }
}
