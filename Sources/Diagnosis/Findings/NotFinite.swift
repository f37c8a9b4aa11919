extension Finding {
  /// NaN or infinite numbers: whatever they touch is lost.
  static func notFinite(_ file: FileDiagnosis) -> [Finding] {
    file.tensors.filter {
      $0.moments.notANumber + $0.moments.infinite > 0 && !$0.isGarbage && !$0.isMask
    }.map { tensor in
      let (nan, infinite) = (tensor.moments.notANumber, tensor.moments.infinite)
      let counts = [(nan, "NaN"), (infinite, "infinite")].filter { $0.0 > 0 }
        .map { "\(Digits.grouped($0.0)) \($0.1)" }.joined(separator: " and ")
      let rows =
        tensor.notFiniteRows.isEmpty ? "" : ", in \(lines(tensor.notFiniteRows, "row"))"
      return Finding(
        "not-finite", .error, [tensor.name],
        "\(counts) of \(Digits.grouped(tensor.count)) numbers\(rows).",
        change: "load the last checkpoint without them, and find the step that made them")
    }
  }
}
