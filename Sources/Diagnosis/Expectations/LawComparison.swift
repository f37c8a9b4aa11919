import Kernels
import Simulation
import TensorStatistics

/// Whether two files follow the same laws, whatever their seeds.
///
/// Exact laws must be equal. Draws are compared by probabilities that are exact or upper bounds: the ratio of mean
/// squares of two normal samples is Fisher's F; that of the largest magnitudes of two uniform samples is below r with
/// probability rᴺ/2 to either side; the distance of two empirical functions of n numbers each exceeds d with
/// probability e·e^(−nd²) at most (Wei and Dudley 2012; 2 in place of e from 458 numbers on).
public struct LawComparison: Sendable {
  /// What differs, as findings of id `against-law`.
  public let findings: [Finding]
  /// How many tensors were compared.
  public let compared: Int

  /// Compares a file with another.
  public init(_ file: FileDiagnosis, with other: FileDiagnosis) {
    var byName: [String: Int] = [:]
    for (index, tensor) in other.tensors.enumerated() { byName[tensor.name] = index }
    let common = file.tensors.compactMap { tensor in
      byName[tensor.name].map { (tensor, other.tensors[$0]) }
    }
    compared = common.count
    let limit = file.options.falseAlarm / Double(max(1, 2 * common.count))
    var found: [Finding] = []
    let missing = other.tensors.filter { theirs in
      theirs.type.isFloatingPoint && !file.tensors.contains { $0.name == theirs.name }
    }.map(\.name)
    let extra = file.tensors.filter { $0.type.isFloatingPoint && byName[$0.name] == nil }.map(
      \.name)
    for (names, words) in [
      (missing, "are only in \(other.name)"), (extra, "are not in \(other.name)"),
    ]
    where !names.isEmpty {
      found.append(
        Finding(
          "against-names", .warning, names,
          "\(names.count) tensor\(names.count == 1 ? "" : "s") \(words)."))
    }
    for (own, theirs) in common {
      guard let problem = Self.difference(own, theirs, limit: limit) else { continue }
      let explanations =
        own.deviation.flatMap { mine in
          theirs.deviation.map {
            Explanation.all(measured: mine, expected: $0.value, tensor: own, depth: file.depth)
          }
        } ?? []
      var message = problem
      if let best = explanations.first {
        message += " The ratio fits \(Digits.significant(best.ratio, 4)) \(best.text)."
      }
      found.append(
        Finding(
          "against-law", .error, [own.name], message, measured: own.deviation?.value,
          expected: theirs.deviation?.value, explanations: explanations))
    }
    findings = found
  }

  private static func difference(
    _ a: TensorDiagnosis, _ b: TensorDiagnosis, limit: Double
  ) -> String? {
    guard a.shape == b.shape else { return "Its shape is \(a.shape), there \(b.shape)." }
    func told(_ here: TensorDiagnosis) -> String { here.law.phrase }
    switch (a.measurement.kind, b.measurement.kind) {
    case (.nothing, _), (_, .nothing): return nil
    case (.exact(let x), .exact(let y)):
      return x == y ? nil : "It is \(told(a)), there \(told(b))."
    case (.gates(let x), .gates(let y)):
      return x == y ? nil : "It is \(told(a)), there \(told(b))."
    case (.orthogonal(let x), .orthogonal(let y)):
      return (x.gain / y.gain - 1).magnitude < 1e-3 ? nil : "It is \(told(a)), there \(told(b))."
    case (.sample(let x), .sample(let y)):
      let scale = scaleProbability(x, y, family: b.law.best?.family ?? "normal")
      let (first, second) = (a.measurement.spread, b.measurement.spread)
      let n = Double(min(first.count, second.count))
      let shape: Double
      if n >= 4, first.count == second.count,
        let ks = try? KolmogorovSmirnov(first.map(Double.init), second.map(Double.init))
      {
        shape = min(
          1, (n >= 458 ? 2 : 2.718281828459045) * Double.exp(-n * ks.distance * ks.distance))
      } else {
        shape = 1
      }
      guard min(scale, shape) < limit else { return nil }
      let ratio = (x.meanSquare / y.meanSquare).squareRoot()
      return
        "σ is \(Digits.significant(x.meanSquare.squareRoot(), 4)) (\(told(a))), there \(Digits.significant(y.meanSquare.squareRoot(), 4)) (\(told(b))): \(Digits.significant(ratio, 4)) times. One law would give this with probability \(Digits.probability(min(scale, shape)))."
    default: return "It is \(told(a)), there \(told(b))."
    }
  }

  private static func scaleProbability(
    _ a: ScaleStatistics, _ b: ScaleStatistics, family: String
  ) -> Double {
    if family == "uniform" {
      let ratio =
        min(a.largestMagnitude, b.largestMagnitude) / max(a.largestMagnitude, b.largestMagnitude)
      return ratio <= 0 ? 0 : Double.exp(Double(min(a.count, b.count)) * Double.log(ratio))
    }
    guard family == "normal" else { return 1 }
    // N₁ m₁/(N₁ m₁ + N₂ m₂) is a beta variable of N₁/2 and N₂/2.
    let (n, m) = (Double(a.count), Double(b.count))
    let share = n * a.meanSquare / (n * a.meanSquare + m * b.meanSquare)
    let below = SpecialFunctions.regularizedBeta(share, n / 2, m / 2)
    let above = SpecialFunctions.regularizedBeta(1 - share, m / 2, n / 2)
    return min(1, 2 * min(below, above))
  }
}
