import Kernels
import TensorStatistics
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
        && $0.law.word == .is && $0.moved == nil
    }
    guard !unknown.isEmpty, file.start != .notDraws else { return [] }
    return [
      Finding(
        "no-known-rule", .note, unknown.map(\.name),
        "\(unknown.count) tensor\(unknown.count == 1 ? " fits" : "s fit") independent draws of a scale that no known rule gives."
          + (varianceRule(unknown).map {
            " σ is \($0)'s variance, as if that had been given in the place of its root."
          } ?? "")
      )
    ]
  }

  /// The rule whose variance the deviations of all these weights are, of two weights or more.
  private static func varianceRule(_ tensors: [TensorDiagnosis]) -> String? {
    guard tensors.count >= 2 else { return nil }
    return StartRule.all.first { rule in
      rule.usesFans && rule.family.name == "normal"
        && tensors.allSatisfy { tensor in
          guard tensor.law.family == "normal", let fans = tensor.fans, let own = tensor.deviation
          else { return false }
          let deviation = rule.deviation(fans)
          // 99 % of right ones lie in the interval; of many, some lie a little outside.
          let width = 0.75 * Double.log(own.high / own.low)
          return Double.log(deviation * deviation / own.value).magnitude <= width
        }
    }?.name
  }

  /// Small types that keep few digits of small numbers.
  static func subnormal(_ file: FileDiagnosis) -> [Finding] {
    func share(_ tensor: TensorDiagnosis) -> Double {
      guard let smallest = StorageGrid(tensor.type)?.smallestNormal else { return 0 }
      let sample = tensor.measurement.spread
      let small = sample.count { $0 != 0 && Double($0.magnitude) < smallest }
      return Double(small) / Double(max(1, sample.count))
    }
    let small = file.tensors.filter { $0.role.multiplies && share($0) > 0.1 }
    guard let first = small.first else { return [] }
    return [
      Finding(
        "subnormal", .note, small.map(\.name),
        "Up to \(Digits.percent(small.map(share).max() ?? 0)) of the numbers lie below the smallest normal number of \(first.type.name), and keep fewer digits the smaller they are.",
        change: "store them in bfloat16, or scale them up")
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
