extension Finding {
  /// Modules that still are at their start in a file that is not: each the largest of which that holds.
  static func untouched(_ file: FileDiagnosis) -> [Finding] {
    guard file.start == .mixed && !file.isMostlyFresh || file.start == .notDraws else { return [] }
    let weights = file.tensors.filter { $0.type.isFloatingPoint && $0.role != .statistic }
    guard weights.contains(where: { $0.isDraw == false }) else { return [] }
    var modules: [String] = []
    for tensor in weights where tensor.count >= 1_000 {
      guard let module = largestModule(of: tensor, in: weights) else { continue }
      if !modules.contains(module) { modules.append(module) }
    }
    let total = weights.reduce(0) { $0 + $1.count }
    if modules.count > 3 { return [together(modules, weights, total)] }
    return modules.map { module in
      let own = members(of: module, in: weights)
      let count = own.reduce(0) { $0 + $1.count }
      var laws: [String] = []
      for tensor in own.sorted(by: { $0.count > $1.count }) {
        if !laws.contains(tensor.law.phrase) { laws.append(tensor.law.phrase) }
      }
      let share = Digits.percent(Double(count) / Double(max(1, total)))
      return Finding(
        "untouched", .warning, own.map(\.name),
        "\(module.isEmpty ? "the tensors without a module" : module) (\(own.count) tensor\(own.count == 1 ? "" : "s"), \(Digits.grouped(count)) numbers, \(share) of the weights) still fits its start, \(laws.prefix(3).joined(separator: ", ")), while others are no draws any more: no gradient reached it, or it was added after training.",
        change: "find why its output is not used, or remove it")
    }
  }

  /// Many modules as one finding.
  private static func together(
    _ modules: [String], _ weights: [TensorDiagnosis], _ total: Int
  ) -> Finding {
    let own = modules.flatMap { members(of: $0, in: weights) }
    let count = own.reduce(0) { $0 + $1.count }
    return Finding(
      "untouched", .warning, own.map(\.name),
      "\(modules.count) modules (\(modules.prefix(3).joined(separator: ", ")), …; \(Digits.grouped(count)) numbers, \(Digits.percent(Double(count) / Double(max(1, total)))) of the weights) still fit their start, while others are no draws any more: no gradient reached them, or they were added after training.",
      change: "find why their outputs are not used, or remove them")
  }

  private static func members(
    of module: String, in weights: [TensorDiagnosis]
  ) -> [TensorDiagnosis] {
    weights.filter { tensor in
      let own = TensorName(tensor.name).module
      return own == module || own.hasPrefix(module + ".") || own.hasPrefix(module + "/")
    }
  }

  /// The outermost module around a tensor of which nothing has moved, by the name that is nearest to what it holds; nil if
  /// its own has.
  private static func largestModule(
    of tensor: TensorDiagnosis, in weights: [TensorDiagnosis]
  ) -> String? {
    var (found, module, size) = (String?.none, TensorName(tensor.name).module, 0)
    while true {
      let own = members(of: module, in: weights)
      guard isAtStart(own) else { break }
      if own.count > size { (found, size) = (module, own.count) }
      let outer = TensorName(module).module
      if module.isEmpty || outer.isEmpty { break }
      module = outer
    }
    return found
  }

  /// Whether the large tensors follow rules, and the small ones are constants or follow rules too.
  private static func isAtStart(_ tensors: [TensorDiagnosis]) -> Bool {
    tensors.contains { $0.count >= 1_000 && $0.isDraw == true }
      && tensors.allSatisfy { tensor in
        switch tensor.law.family {
        case "constant": tensor.law.value == 0 || tensor.law.value == 1
        case "identity", "orthogonal", "gate blocks": true
        default: tensor.isDraw != false && !tensor.law.names.isEmpty && tensor.law.word != .noLaw
        }
      }
  }
}
