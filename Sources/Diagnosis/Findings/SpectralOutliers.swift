import TensorStatistics

extension Finding {
  /// Eigenvalues that stand out of Marchenko and Pastur's law, in matrices that are no draws any more.
  ///
  /// Of a few small matrices: a spectrum costs the cube of the smaller side.
  static func spectralOutliers(_ file: FileDiagnosis) -> [Finding] {
    var found: [(tensor: TensorDiagnosis, reading: SpectrumReading)] = []
    var cost = 0
    for (tensor, stored) in zip(file.tensors, file.stored) where tensor.isDraw == false {
      let view = tensor.measurement.view
      let side = min(view.rows, view.columns)
      let own = side * side * max(view.rows, view.columns)
      guard tensor.role.multiplies, side >= 16, cost + own <= 1 << 25,
        tensor.notFiniteRows.isEmpty, let values = try? stored.values(),
        let reading = SpectrumReading(values, view)
      else { continue }
      cost += own
      if reading.outliers > 0 { found.append((tensor, reading)) }
    }
    guard !found.isEmpty else { return [] }
    let most = found.map(\.reading.outlierShare).max() ?? 0
    let counts = found.map(\.reading.outliers)
    let range =
      counts.min() == counts.max()
      ? "\(counts[0])" : "\(counts.min() ?? 0) to \(counts.max() ?? 0)"
    return [
      Finding(
        "spectral-outliers", .note, found.map(\.tensor.name),
        "\(range) eigenvalues of \(found.count == 1 ? "it" : "each of these \(found.count) matrices") stand out of Marchenko and Pastur's law, with up to \(Digits.percent(most)) of the squared norm: directions that were learnt, or put in."
      )
    ]
  }
}
