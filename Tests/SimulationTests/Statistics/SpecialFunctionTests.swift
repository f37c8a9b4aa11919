import Kernels
import TestSupport
import Testing

@testable import Networks
@testable import Numerics

@Suite struct SpecialFunctionTests {
  let reference: [String: [[Double]]]

  init() throws {
    reference = try Reference.load([String: [[Double]]].self, "special_functions")
  }

  /// The largest relative error of a function of the leading columns against the last.
  private func worst(
    _ name: String, floor: Double = 0, _ function: ([Double]) -> Double
  ) throws -> Double {
    let rows = try #require(reference[name])
    #expect(rows.count >= 10)
    return rows.map { row in
      relativeError(function(row), row[row.count - 1], floor: floor)
    }.max() ?? .infinity
  }

  @Test func powersAndLogarithmicSums() {
    #expect(Double.logSum(-.infinity, -3) == -3)
    #expect(Double.logSum(2000, 2000) == 2000 + Double.log(2))
    #expect(relativeError(Double.power(2, 0.5), 2.0.squareRoot()) < 4.4e-16)
    #expect(relativeError(Double.power(1.5, 100), 4.065611775352152e17) < 1e-14)
    #expect(relativeError(Double.log10(1e-300), -300) < 4.4e-16)
    #expect(Double.power(0, 2) == 0 && Double.power(0, -1) == .infinity && Double.power(0, 0) == 1)
  }

  @Test func gammaFunctions() throws {
    #expect(try worst("logGamma", floor: 1) { SpecialFunctions.logGamma($0[0]) } < 2e-14)
    #expect(try worst("digamma", floor: 1) { SpecialFunctions.digamma($0[0]) } < 1e-14)
    #expect(try worst("trigamma") { SpecialFunctions.trigamma($0[0]) } < 1e-14)
    #expect(try worst("gammaP") { SpecialFunctions.regularizedGammaP($0[0], $0[1]) } < 1e-12)
    #expect(try worst("gammaQ") { SpecialFunctions.regularizedGammaQ($0[0], $0[1]) } < 1e-12)
    #expect(try worst("beta") { SpecialFunctions.regularizedBeta($0[0], $0[1], $0[2]) } < 1e-12)
  }

  @Test func functionsOutsideTheirDomainAreNotNumbers() {
    #expect(SpecialFunctions.logGamma(-1).isNaN)
    #expect(SpecialFunctions.digamma(0).isNaN)
    #expect(SpecialFunctions.trigamma(.nan).isNaN)
    #expect(SpecialFunctions.regularizedGammaP(-1, 2).isNaN)
    #expect(SpecialFunctions.regularizedBeta(1.5, 1, 1).isNaN)
    #expect(NormalDistribution.quantile(1.1).isNaN)
  }

  @Test func normalDistribution() throws {
    // Rounding z/√2 moves Φ by z² units in the last place: 37² · 10⁻¹⁶ at the far end.
    for row in try #require(reference["normalCumulative"]) {
      let bound = 1e-14 + row[0] * row[0] * 2.3e-16
      #expect(relativeError(NormalDistribution.cumulative(row[0]), row[1]) < bound)
    }
    #expect(
      try worst("normalQuantile", floor: 0.01) { NormalDistribution.quantile($0[0]) } < 1e-14)
  }

  @Test func quantilesOfStudentAndChiSquared() throws {
    #expect(
      try worst("tQuantile") { StudentT(degreesOfFreedom: $0[0]).quantile($0[1]) } < 1e-10)
    #expect(
      try worst("chiSquaredQuantile") { ChiSquared(degreesOfFreedom: $0[0]).quantile($0[1]) }
        < 1e-10)
  }

  @Test func binomialDistribution() throws {
    for row in try #require(reference["binomial"]) {
      let law = Binomial(trials: Int(row[0]), probability: row[1])
      #expect(relativeError(law.probability(of: Int(row[2])), row[3], floor: 1e-200) < 1e-10)
      #expect(relativeError(law.cumulative(Int(row[2])), row[4], floor: 1e-200) < 1e-10)
    }
  }

  @Test func kolmogorovTail() throws {
    #expect(try worst("kolmogorov") { KolmogorovSmirnov.kolmogorovTail($0[0]) } < 1e-12)
  }
}
