/// How many different units a dense layer has.
///
/// Units whose incoming weights and bias agree compute the same function of the layer's input, and with
/// equal outgoing weights they get the same gradient for ever.
public enum DistinctUnits {
  /// Counts units that differ in a weight or the bias by more than 10⁻⁹ of the largest, in O(units² · inputs).
  ///
  /// - Parameters:
  ///   - weights: row by row, a column for each unit.
  ///   - biases: one for each unit.
  public static func count(weights: [Double], biases: [Double]) -> Int {
    let units = biases.count
    guard units > 0 else { return 0 }
    let inputs = weights.count / units
    let vectors = (0..<units).map { unit in
      (0..<inputs).map { weights[$0 * units + unit] } + [biases[unit]]
    }
    let scale = vectors.reduce(0) { max($0, $1.reduce(0) { max($0, $1.magnitude) }) }
    var kinds: [[Double]] = []
    for vector in vectors {
      let isKnown = kinds.contains { kind in
        zip(vector, kind).allSatisfy { ($0 - $1).magnitude <= 1e-9 * scale }
      }
      if !isKnown { kinds.append(vector) }
    }
    return kinds.count
  }
}
