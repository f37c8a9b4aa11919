extension Finding {
  /// Entries far outside of all others.
  static func outlierEntries(_ file: FileDiagnosis) -> [Finding] {
    let found = file.tensors.filter {
      $0.outliers > 0 && $0.isDraw != false && $0.role != .statistic
    }
    if file.start == .notDraws || file.start == .mixed { return trained(found) }
    return found.map { tensor in
      let largest = tensor.moments.largestMagnitude
      let deviation = tensor.deviation?.value ?? 1
      return Finding(
        "outlier-entry", .warning, [tensor.name],
        "\(tensor.outliers) entr\(tensor.outliers == 1 ? "y lies" : "ies lie") up to \(Digits.significant(largest / deviation, 3)) standard deviations out (largest magnitude \(Digits.significant(largest, 4))), where \(tensor.law.phrase) describes all others.",
        change:
          "draw \(tensor.outliers == 1 ? "it" : "them") anew; a damaged copy of the file is one cause",
        measured: largest)
    }
  }

  /// Training makes such entries, so that they are told once for all tensors.
  private static func trained(_ tensors: [TensorDiagnosis]) -> [Finding] {
    guard !tensors.isEmpty else { return [] }
    func distance(_ tensor: TensorDiagnosis) -> Double {
      tensor.moments.largestMagnitude / max(1e-300, tensor.deviation?.value ?? 1)
    }
    let most = tensors.map(distance).max() ?? 0
    let worst = tensors.first { distance($0) == most } ?? tensors[0]
    return [
      Finding(
        "outlier-entry", .note, tensors.map(\.name),
        "\(tensors.count == 1 ? "It has" : "These have") a few entries far outside of all others, up to \(Digits.significant(most, 3)) standard deviations in \(worst.name) (largest magnitude \(Digits.significant(worst.moments.largestMagnitude, 4))). Training makes such entries; they are what small integer types lose first.",
        measured: worst.moments.largestMagnitude)
    ]
  }
}
