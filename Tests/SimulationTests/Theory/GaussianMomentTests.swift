import Kernels
import TestSupport
import Testing

@testable import Activations
@testable import Networks
@testable import Numerics
@testable import Theory

@Suite struct GaussianMomentTests {
  struct Row: Decodable {
    let activation: String
    let variance: Double
    let mean: Double
    let secondMoment: Double
    let slopeMean: Double
    let slopeSecondMoment: Double
    let valueSlopeMoment: Double
    let secondMomentDerivative: Double
  }

  @Test func momentsAgreeWithHighPrecision() throws {
    let rows = try Reference.load([Row].self, "gaussian_moments")
    for activation in TestActivation.all {
      let own = rows.filter { $0.activation == activation.name }
      #expect(own.count == 6)
      for row in own {
        let m = try GaussianMoments(of: activation, variance: row.variance)
        let pairs = [
          (m.mean, row.mean), (m.secondMoment, row.secondMoment), (m.slopeMean, row.slopeMean),
          (m.slopeSecondMoment, row.slopeSecondMoment),
          (m.valueSlopeMoment, row.valueSlopeMoment),
          (m.secondMomentDerivative, row.secondMomentDerivative),
        ]
        for (index, (actual, expected)) in pairs.enumerated() {
          // Odd integrands vanish; the reference then holds its own rounding error.
          #expect(
            relativeError(actual, expected, floor: 1e-15) < 1e-10
              || (expected.magnitude < 1e-15 && actual.magnitude < 1e-15),
            "\(row.activation) q = \(row.variance), moment \(index)")
        }
      }
    }
  }

  /// Averages that do not exist, or lie beyond the range of the density, are no numbers: E e^(2x) at q = 100 is e^200,
  /// which the density's first thirteen deviations do not hold, and E e^(0.6x²) is infinite.
  @Test(arguments: [
    ("exp(x)", 100.0), ("exp(0.3x^2)", 1), ("exp(x^2)", 1), ("relu(x)+exp(x)*0", 1e6),
  ])
  func whatGrowsTooFastHasNoAverages(_ formula: String, _ variance: Double) throws {
    let activation = try FormulaActivation(formula)
    #expect(throws: TheoryError.self) { try GaussianMoments(of: activation, variance: variance) }
    #expect(throws: TheoryError.self) {
      try GaussianPairMoments(of: activation, variance: variance, correlation: 0.5)
    }
    // Where the averages exist they are right: E e^(2x) = e^(2q).
    let exponential = try GaussianMoments(of: FormulaActivation("exp(x)"), variance: 4)
    #expect(relativeError(exponential.secondMoment, Double.exp(8)) < 1e-9)
  }

  @Test func whatOscillatesTooFastIsNotResolved() throws {
    let fast = try FormulaActivation("sin(1000x) + x")
    #expect(try !GaussianMoments.areResolved(of: fast, variance: 1e6))
    #expect(try GaussianMoments.areResolved(of: fast, variance: 1e-4))
    for activation in ActivationCatalog.all {
      #expect(try GaussianMoments.areResolved(of: activation, variance: 1), "\(activation.name)")
    }
  }

  @Test func reluIsExact() throws {
    let m = try GaussianMoments(of: TestActivation.relu, variance: 4)
    #expect(relativeError(m.secondMoment, 2) < 1e-13)
    #expect(relativeError(m.slopeSecondMoment, 0.5) < 1e-13)
    #expect(relativeError(m.forwardGain, 2.0.squareRoot()) < 1e-13)
    #expect(relativeError(m.backwardGain, 2.0.squareRoot()) < 1e-13)
    #expect(relativeError(m.mean, 2 / (2 * Double.pi).squareRoot()) < 1e-13)
  }

  @Test func oddFunctionsHaveExactlyZeroMean() throws {
    for activation in [TestActivation.tanh, .identity, .hardTanh, .softsign] {
      #expect(try GaussianMoments(of: activation, variance: 1.7).mean == 0)
    }
  }

  @Test func seluIsNormalisedButItsGradientGrows() throws {
    // Klambauer et al. 2017: mean 0 and second moment 1 at the standard normal; E f′² is not 1.
    let m = try GaussianMoments(of: TestActivation.selu, variance: 1)
    #expect(m.mean.magnitude < 1e-10)
    #expect((m.secondMoment - 1).magnitude < 1e-10)
    #expect(m.slopeSecondMoment > 1.05)
  }

  @Test func zeroVarianceIsTheOrigin() throws {
    let m = try GaussianMoments(of: TestActivation.sigmoid, variance: 0)
    #expect(m.mean == 0.5)
    #expect(m.slopeSecondMoment == 0.0625)
    #expect(throws: TheoryError.badVariance(name: "pre-activation variance", value: -1)) {
      try GaussianMoments(of: TestActivation.relu, variance: -1)
    }
    #expect(throws: TheoryError.self) {
      try GaussianMoments(of: TestActivation.relu, variance: .nan)
    }
  }

  @Test func extrapolationContinuesTheCurve() throws {
    // Just outside the borders a quadrature still works: the power law must agree with it.
    for activation in TestActivation.all {
      let curve = try MomentCurve(of: activation)
      for q in [1e-31, 1e-36, 1e41, 1e46] {
        let direct = try GaussianMoments(of: activation, variance: q)
        let value = try curve.logSecondMoment(atLogVariance: Double.log(q))
        let slope = try curve.logSlopeSecondMoment(atLogVariance: Double.log(q))
        #expect(
          (value - Double.log(direct.secondMoment)).magnitude < 1e-9, "\(activation.name)")
        #expect(
          (slope - Double.log(direct.slopeSecondMoment)).magnitude < 1e-9, "\(activation.name)")
      }
    }
  }
}
