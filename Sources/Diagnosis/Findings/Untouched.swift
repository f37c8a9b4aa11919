extension Finding {
  /// Modules that still are at their start in a file that is not.
  static func untouched(_ file: FileDiagnosis) -> [Finding] {
    guard file.start == .mixed || file.start == .notDraws else { return [] }
    // A module is what stands before the last part; its parent is asked first, so that a block is named once.
    var fresh: [(module: String, tensors: [TensorDiagnosis])] = []
    var modules: [(name: String, tensors: [TensorDiagnosis])] = []
    for tensor in file.tensors where tensor.type.isFloatingPoint {
      let module = TensorName(tensor.name).module
      if let place = modules.firstIndex(where: { $0.name == module }) {
        modules[place].tensors.append(tensor)
      } else {
        modules.append((module, [tensor]))
      }
    }
    for module in modules {
      let judged = module.tensors.filter { $0.isDraw != nil && $0.count >= 1_000 }
      guard !judged.isEmpty, judged.allSatisfy({ $0.isDraw == true && !$0.law.names.isEmpty }),
        module.tensors.allSatisfy({ $0.isDraw != false })
      else { continue }
      fresh.append((module.name, module.tensors))
    }
    let total = file.tensors.reduce(0) { $0 + ($1.isDraw == false ? $1.count : 0) }
    guard total > 0 else { return [] }
    return fresh.map { module in
      let count = module.tensors.reduce(0) { $0 + $1.count }
      let law = module.tensors.first { $0.isDraw == true && $0.count >= 1_000 }
      return Finding(
        "untouched", .warning, module.tensors.map(\.name),
        "\(module.module.isEmpty ? "the tensors without a module" : module.module) (\(Digits.grouped(count)) numbers, \(Digits.percent(Double(count) / Double(max(1, file.parameterCount)))) of the file) still fits its start, \(law?.law.phrase ?? ""), while others are no draws any more: no gradient reached it, or it was added after training.",
        change: "find why its output is not used, or remove it")
    }
  }
}
