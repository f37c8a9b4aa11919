import Kernels
import TestSupport
import Testing

@testable import Simulation

/// Means of logarithms.
extension PracticeTests {
  /// Numpy's dense networks of 64 units, 20 layers: the geometric mean, not the plain one.
  @Test(arguments: ["selu", "tanh"]) func geometricMeansHaveTheirTheory(_ name: String) throws {
    let row = try #require(file.geometric[name])
    let isTanh = name == "tanh"
    let request = PropagationRequest(
      width: 64, depth: 20, activation: isTanh ? Tanh() : SELU(),
      initializer: isTanh
        ? Normal(standardDeviation: (1.5 / 64).squareRoot()) : LeCun(),
      biasVariance: isTanh ? 0.05 : 0, seed: seed)
    let theory = try #require(try LogarithmTheory(request))
    let limit = try #require(try MeanFieldPass(request))
    let decade = 2.302585092994046
    // What is neglected is O(depth/width²), 20/64² = 0.005 with factors of a few.
    let forward = theory.logActivation[19] / decade
    #expect(abs(forward - row[0]) < 4.5 * row[2] + 0.02, "\(forward)")
    let backward = theory.logInputGradient / decade
    #expect(abs(backward - row[1]) < 4.5 * row[3] + 0.04, "\(backward)")
    // The plain mean's theory is further off than that, in the gradient at least.
    #expect(abs(limit.logInputGradientSecondMoment / decade - row[1]) > abs(backward - row[1]))
  }

  /// The first order of the exact law of finite linear and ReLU networks.
  @Test func geometricMeansAgreeWithTheExactLaw() throws {
    for (activation, kind) in [
      (ReLU() as any Activation, FiniteWidthLaw.Nonlinearity.relu), (Identity(), .linear),
    ] {
      let (n, depth) = (200, 30)
      let request = PropagationRequest(
        width: n, depth: depth, activation: activation, initializer: HeNormal(), seed: seed)
      let theory = try #require(try LogarithmTheory(request))
      let law = try FiniteWidthLaw(
        kind, widths: Array(repeating: n, count: depth),
        weightVariances: Array(repeating: 2 / Double(n), count: depth))
      // ln(|h|²/|h₀|²), and E ln χ²ₙ/n = −1/n of the input; terms of 1/n² are 6/n² a layer and less.
      let bound = 10 * Double(depth + 1) / Double(n * n)
      #expect(abs(theory.logActivation[depth - 1] - (law.logMean - 1 / Double(n))) < bound)
      #expect(abs(theory.logInputGradient - (law.logMean - 1 / Double(n))) < bound)
    }
  }

  @Test func geometricMeansBeyondTheFirstOrderAreNotPredicted() throws {
    #expect(
      try LogarithmTheory(
        PropagationRequest(
          width: 4, depth: 3, activation: ReLU(), initializer: HeNormal(), seed: seed)) == nil)
    #expect(
      try LogarithmTheory(
        PropagationRequest(
          width: 64, depth: 3, activation: ReLU(), initializer: Orthogonal(), seed: seed)) == nil)
  }
}
