import Activations
import Numerics
import TestSupport
import Testing

@testable import Theory

/// Deviations of f(x) for pre-activations of any size; values come from `Tests/References/output_deviation.py`.
@Suite struct OutputDeviationTests {
  private struct Row: Decodable {
    let activation: String
    let variance: Double
    let gain: Double
    let standardDeviation: Double
  }

  @Test func nothingCancels() throws {
    let rows = try Reference.load([Row].self, "output_deviation")
    #expect(rows.count == 132)
    for row in rows {
      let found = try OutputDeviation(
        of: ActivationCatalog.activation(named: row.activation), variance: row.variance)
      #expect(
        relativeError(found.gain, row.gain) < 1e-10, "\(row.activation) at \(row.variance)")
      #expect(
        relativeError(found.standardDeviation, row.standardDeviation) < 1e-10,
        "\(row.activation) at \(row.variance)")
    }
  }

  @Test func theOriginHasTheLimit() throws {
    let sigmoid = try OutputDeviation(of: Sigmoid(), variance: 0)
    #expect(sigmoid.standardDeviation == 0)
    #expect(relativeError(sigmoid.gain, 4) < 1e-12)
    #expect(try OutputDeviation(of: Sine(frequency: 5), variance: 0).gain == 0.2)
    #expect(throws: TheoryError.badVariance(name: "pre-activation variance", value: -1)) {
      try OutputDeviation(of: Sigmoid(), variance: -1)
    }
  }

  /// A function that turns a thousand times within the deviation is not taken for its slopes at a few points.
  @Test func whatOscillatesIsFollowed() throws {
    // Var cos(ωx) is ½(1 − e^(−a))² with a = ω²q, which is 10⁴ here.
    let fast = try OutputDeviation(
      of: FormulaActivation("2 + cos(10000 x) + 0 x^2"), variance: 1e-4)
    #expect(relativeError(fast.standardDeviation, 0.5.squareRoot()) < 1e-8)
  }
}
