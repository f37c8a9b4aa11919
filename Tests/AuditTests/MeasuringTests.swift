import AuditMeasuring
import Kernels
import Simulation
import Testing

@testable import Audit

/// The samplers and numerical methods behind the audit.
@Suite struct MeasuringTests {
  @Test(arguments: [(1, 1), (1, 5), (8, 8), (10, 40)])
  func spectraMatchThoseOfMatrices(p: Int, q: Int) throws {
    var random = SeedTree(seed: 6).child(p).source()
    var (exact, dense): ([[Double]], [[Double]]) = ([], [])
    for _ in 0..<8000 {
      exact.append(try GaussianSpectrum.eigenvalues(p, q, variance: 0.3, &random))
      let w = DenseLayer(fanIn: p, fanOut: q, variance: 0.3, random: &random).matrix
      dense.append(try SymmetricEigenvalues.of(w * w.transpose))
    }
    for index in [0, p - 1] {
      #expect(
        try KolmogorovSmirnov(exact.map { $0[index] }, dense.map { $0[index] }).pValue > 0.001)
    }
  }

  @Test func theLargestEigenvalueIsPredictedWithinOnePerCent() throws {
    for (p, q) in [(64, 256), (128, 128), (100, 125)] {
      let spectra = try Sampling(SeedTree(seed: 8)).spectra(400, p, q, variance: 1, "test")
      let measured = try Estimate.mean(of: spectra.map { $0[p - 1] })
      #expect(
        abs(GaussianSpectrum.expectedLargest(p, q, variance: 1) / measured.value - 1) < 0.01)
    }
  }

  @Test func entryLawsHaveTheirMoments() throws {
    for law in [EntryLaw.normal(0.2, mean: 0.5), .uniform(0.2), .twoPoint(0.2)] {
      var random = SeedTree(seed: 9).source()
      var buffer = [Double](repeating: 0, count: 40_000)
      law.fill(&buffer, &random)
      #expect(try Estimate.mean(of: buffer, confidence: 0.999).contains(law.mean))
      let second = try Estimate.mean(of: buffer.map { $0 * $0 }, confidence: 0.999)
      #expect(abs(second.value - law.secondMoment) <= second.halfWidth + 1e-12)
    }
  }

  @Test func numericalMethodsAreAccurate() {
    #expect(abs(NumericalMethods.root(in: 0...2) { $0 * $0 - 2 } - 2.0.squareRoot()) < 1e-15)
    #expect(abs(NumericalMethods.derivative(at: 0.3, Double.exp) - Double.exp(0.3)) < 1e-11)
    #expect(abs(NumericalMethods.integral(over: 0...1, Double.exp) - (Double.exp(1) - 1)) < 1e-12)
    #expect(abs(NumericalMethods.gaussianAverage { $0 * $0 * $0 * $0 } - 3) < 1e-9)
    #expect(NumericalMethods.signAverage(3) { $0[0] * $0[1] + $0[2] * $0[2] } == 1)
  }

  @Test func batchNormalisationForgetsTheScaleOfTheWeights() {
    let runs = (0..<8).map {
      BatchNormalizedNetwork(width: 96, batch: 96, depth: 6, scale: 1).run(
        SeedTree(seed: 3).child($0))
    }
    let unscaled = runs.map(\.gradientFactor)
    let scaled = (0..<8).map {
      BatchNormalizedNetwork(width: 96, batch: 96, depth: 6, scale: 10)
        .run(SeedTree(seed: 3).child($0)).gradientFactor
    }
    // A gradient through 10 W is ten times that through W, and the ten times larger deviation of the
    // normalised units divides it again.
    for (a, b) in zip(unscaled, scaled) { #expect(abs(a / b - 1) < 1e-9) }
    #expect(runs.allSatisfy { abs($0.forward - 1) < 1e-9 })
  }

  @Test(arguments: [
    (0.5, 4, "0.5"), (1, 4, "1"), (5.760, 4, "5.76"), (1.2614e25, 4, "1.261 × 10²⁵"),
    (-0.00012, 4, "−0.00012"), (-1.5e-7, 4, "−1.5 × 10⁻⁷"), (0, 4, "0"),
    (123_456, 6, "123456"), (1.23456e6, 6, "1.23456 × 10⁶"), (99_999.96, 6, "100000"),
    (2.0 / 3, 6, "0.666667"), (2.0 / 3, 4, "0.6667"), (.infinity, 4, "∞"),
  ])
  func decimalsAreWrittenInOneWay(x: Double, digits: Int, text: String) {
    #expect(decimal(x, significant: digits) == text)
  }
}
