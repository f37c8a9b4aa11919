import Simulation
import TensorStatistics

/// Whether a tensor follows the law that it should.
public struct LawCheck: Sendable {
  /// The tensor's index in the diagnosis.
  public let tensor: Int
  /// The law's name, as it was asked for.
  public let law: String
  /// Why it fails, in words; nil if it passes.
  public let failure: String?
  /// The standard deviation that is measured.
  public let measured: DeviationInterval?
  /// The one that is asked for.
  public let expected: Double?
  /// What would make just this difference.
  public let explanations: [Explanation]

  /// Checks a tensor.
  ///
  /// - Parameter limit: the probability below which one test rejects.
  init(
    _ index: Int, _ tensor: TensorDiagnosis, _ law: ExpectedLaw, named name: String,
    depth: Int?, limit: Double
  ) {
    (self.tensor, self.law) = (index, name)
    let draws = law.draws(tensor.ruleFans)
    (measured, expected) = (tensor.deviation, draws?.deviation)
    var failure: String?
    let kind = tensor.measurement.kind
    let rounding = tensor.measurement.grid?.rounding ?? 6e-8
    let found = tensor.law.phrase
    if case .free = law {
      failure = nil
    } else if case .other = tensor.role {
      failure = "it holds numbers of type \(tensor.type.name), not weights"
    } else if tensor.moments.count < tensor.count {
      failure =
        "\(tensor.moments.notANumber + tensor.moments.infinite) of its numbers are not finite"
    } else {
      switch law {
      case .free: failure = nil
      case .constant(let c):
        if case .exact(.constant(let x)) = kind, (x - c).magnitude <= 2 * rounding * c.magnitude {
          failure = nil
        } else {
          failure = "it is \(found)"
        }
      case .identity:
        if case .exact(.identity(1)) = kind { failure = nil } else { failure = "it is \(found)" }
      case .orthogonal(let gain):
        if case .orthogonal(let rows) = kind {
          let off = (rows.gain / gain - 1).magnitude
          failure =
            off <= 1e-3 + 4 * rounding
            ? nil : "it is orthogonal with gain \(Digits.significant(rows.gain, 4))"
        } else {
          failure = "it is not orthogonal: \(found)"
        }
      case .gates(let values):
        if case .gates(let blocks) = kind, blocks.values == values {
          failure = nil
        } else {
          failure = "it is \(found)"
        }
      case .drawn, .rule:
        failure =
          draws.map { Self.failure(tensor, $0.family, $0.deviation, limit: limit) }
          ?? "it has no inputs and outputs that a rule of fans could use; give it a fixed law"
      }
    }
    self.failure = failure
    if failure != nil, let draws, let measured = tensor.deviation {
      explanations = Explanation.all(
        measured: measured, expected: draws.deviation, tensor: tensor, depth: depth)
    } else {
      explanations = []
    }
  }

  private static func failure(
    _ tensor: TensorDiagnosis, _ family: any LawFamily, _ deviation: Double, limit: Double
  ) -> String? {
    let found = tensor.law.phrase
    switch tensor.measurement.kind {
    case .sample: break
    case .exact where tensor.count < 8: break
    case .nothing: return "it has no number to judge"
    default: return "it is \(found)"
    }
    if !tensor.zeroRows.isEmpty, tensor.role != .embedding {
      return "\(tensor.zeroRows.count) of its rows are zero"
    }
    if let sparsity = tensor.sparsity {
      return "\(Digits.percent(sparsity)) of its numbers are zero"
    }
    let tests = GuaranteedTests.all(tensor.measurement, family: family, deviation: deviation)
    guard let worst = tests.min(by: { $0.p < $1.p }), worst.p < limit else { return nil }
    return
      "its \(worst.name) would come by chance with probability \(Digits.probability(worst.p)); it \(tensor.law.word == .noLaw ? "follows no law that is known" : "fits \(found)")"
  }
}
