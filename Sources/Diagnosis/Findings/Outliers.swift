extension Finding {
  /// Entries far outside of all others.
  static func outlierEntries(_ file: FileDiagnosis) -> [Finding] {
    file.tensors.filter { $0.outliers > 0 && $0.isDraw != false }.map { tensor in
      let largest = tensor.moments.largestMagnitude
      let deviation = tensor.deviation?.value ?? 1
      return Finding(
        "outlier-entry", .warning, [tensor.name],
        "\(tensor.outliers) entr\(tensor.outliers == 1 ? "y lies" : "ies lie") up to \(Digits.significant(largest / deviation, 3)) standard deviations out (largest magnitude \(Digits.significant(largest, 4))), where \(tensor.law.phrase) describes all others.",
        change: "draw \(tensor.outliers == 1 ? "it" : "them") anew; a damaged copy of the file is one cause",
        measured: largest)
    }
  }
}
