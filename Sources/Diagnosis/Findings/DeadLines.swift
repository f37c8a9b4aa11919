extension Finding {
  /// Units without a weight: outputs that are always their bias, inputs that nothing reads.
  static func deadLines(_ file: FileDiagnosis) -> [Finding] {
    file.tensors.flatMap { tensor -> [Finding] in
      guard tensor.role.multiplies, tensor.law.family != "identity",
        tensor.law.family != "equal rows", tensor.sparsity == nil,
        tensor.layout?.stacked == 1
      else { return [] }
      let outputsFirst = tensor.layout?.outputsFirst ?? true
      var found: [Finding] = []
      for (numbers, isRow) in [(tensor.zeroRows, true), (tensor.zeroColumns, false)]
      where !numbers.isEmpty {
        let isOutput = isRow == outputsFirst
        found.append(
          Finding(
            isRow ? "dead-rows" : "dead-columns", .warning, [tensor.name],
            "\(lines(numbers, isRow ? "row" : "column")) \(numbers.count == 1 ? "is" : "are") all zero: \(isOutput ? "outputs that never depend on the input" : "inputs that nothing reads").",
            change: "draw them anew, or remove the units"))
      }
      return found
    }
  }
}
