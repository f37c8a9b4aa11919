extension Finding {
  /// Rows that are others number for number: units that compute the same, before and after every step.
  static func repeatedRows(_ file: FileDiagnosis) -> [Finding] {
    file.tensors.compactMap { tensor in
      guard let repeated = tensor.repeated, tensor.role.multiplies || tensor.role == .embedding,
        tensor.law.family != "equal rows", tensor.law.family != "identity",
        tensor.law.family != "constant", tensor.sparsity == nil
      else { return nil }
      let pairs = repeated.pairs
      if let period = repeated.period, pairs.count >= 4 {
        let (first, last) = (pairs[0], pairs[pairs.count - 1])
        return Finding(
          "duplicate-rows", .warning, [tensor.name],
          "Rows \(first.second) … \(last.second) repeat rows \(first.first) … \(last.first) number for number, \(period) apart: two shards or experts drawn with one seed.",
          change: "give each shard a seed of its own, as seed + rank")
      }
      if tensor.role == .embedding {
        return Finding(
          "duplicate-rows", .warning, [tensor.name],
          "\(pairs.count) row\(pairs.count == 1 ? " is" : "s are") the same as \(pairs.count == 1 ? "an earlier one" : "earlier ones") (row \(pairs[0].second) is row \(pairs[0].first)): tokens that start alike, as where a vocabulary was enlarged by the mean of its rows.",
          change: "draw them about the mean if they shall differ from the first step on")
      }
      return Finding(
        "duplicate-rows", .warning, [tensor.name],
        "\(pairs.count) row\(pairs.count == 1 ? "" : "s") repeat\(pairs.count == 1 ? "s" : "") another (row \(pairs[0].second) is row \(pairs[0].first)): units that stay equal.",
        change: "draw them anew")
    }
  }
}
