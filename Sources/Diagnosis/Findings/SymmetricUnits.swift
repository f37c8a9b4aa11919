extension Finding {
  /// Matrices whose outputs all are one function of the inputs, and stacks of one draw: they stay equal under training.
  static func symmetricUnits(_ file: FileDiagnosis) -> [Finding] {
    file.tensors.compactMap { tensor in
      guard tensor.role == .matrix, tensor.shape.count(where: { $0 > 1 }) >= 2 else { return nil }
      let isConstant = tensor.law.family == "constant" && (tensor.law.value ?? 0) != 0
      guard isConstant || tensor.law.family == "equal rows" else { return nil }
      let stacked = tensor.layout?.stacked ?? 1
      if stacked > 1, !isConstant {
        return Finding(
          "duplicate-rows", .warning, [tensor.name],
          "All \(stacked) matrices of the stack hold the same numbers: layers or experts drawn with one seed.",
          change: "give each a seed of its own")
      }
      // Equal columns of a matrix that has its inputs first are equal outputs; equal rows are equal inputs.
      guard isConstant || tensor.layout?.outputsFirst == true else { return nil }
      return Finding(
        "symmetric-units", .warning, [tensor.name],
        "\(isConstant ? "All numbers are \(Digits.significant(tensor.law.value ?? 0, 4))" : "Every row is the same"): all outputs are one function of the inputs, and training keeps them equal.",
        change: "draw the weights at random")
    }
  }
}
