import Kernels
import TestSupport
import Testing

@testable import Networks
@testable import Numerics
@testable import Theory

@Suite struct FiniteWidthTests {
  struct File: Decodable {
    let relu: [[Double]]
    let bornDead: [[Double]]
  }

  let file: File

  init() throws { file = try Reference.load(File.self, "finite_width") }

  @Test func reluLayersAgreeWithScipy() throws {
    for row in file.relu {
      let layer = FiniteWidthLaw.halfActive(Int(row[0]))
      #expect(relativeError(layer.mean, row[1], floor: 1) < 1e-12)
      #expect(relativeError(layer.variance, row[2]) < 1e-10)
    }
  }

  @Test func wideNetworksApproachHaninAndNica() throws {
    // He ReLU: N(−β/2, β) with β = 5 Σ 1/n; linear with 1/n: β = 2 Σ 1/n. Both up to O(Σ 1/n²).
    let widths = [Int](repeating: 1000, count: 30)
    let relu = try FiniteWidthLaw(
      .relu, widths: widths, weightVariances: [Double](repeating: 0.002, count: 30))
    #expect(relativeError(relu.asymptoticVariance, 0.15) < 1e-12)
    #expect((relu.logVariance - 0.15).magnitude < 0.15 * 0.01)
    #expect((relu.logMean + 0.075).magnitude < 0.075 * 0.01)
    // The plain mean stays at 1 while the median falls: E ratio = ∏ n s²/2.
    #expect(relu.meanLogarithm.magnitude < 1e-12)
    let linear = try FiniteWidthLaw(
      .linear, widths: widths, weightVariances: [Double](repeating: 0.001, count: 30))
    #expect((linear.logVariance - 0.06).magnitude < 0.06 * 0.01)
    #expect((linear.logMean + 0.03).magnitude < 0.03 * 0.01)
    #expect(relativeError(linear.momentRatio, Double.power(1.002, 30)) < 1e-12)
  }

  @Test func logNormalMomentsAreConsistent() throws {
    // For one linear layer E e^{ln} = n s² exactly, whatever n.
    let law = try FiniteWidthLaw(.linear, widths: [3], weightVariances: [0.5])
    #expect(relativeError(Double.exp(law.meanLogarithm), 1.5) < 1e-14)
    #expect(law.logMean < law.meanLogarithm)
    #expect(law.deadProbability == 0)
  }

  @Test func deathAtBirthAgreesWithSimulation() throws {
    for row in file.bornDead {
      let widths = [Int](repeating: Int(row[0]), count: Int(row[1]))
      let one = try BornDead.singleInput(widths: widths)
      // 4.5 standard errors of the simulated frequency.
      let error = 4.5 * (one * (1 - one) / row[2]).squareRoot()
      #expect((one - row[3]).magnitude < error)
      let all = row[4]
      let slack = 4.5 * (all * (1 - all) / row[2]).squareRoot()
      #expect(all - slack <= one)
      #expect(try BornDead.lineLowerBound(widths: widths) <= all + slack)
      let law = try FiniteWidthLaw(
        .relu, widths: widths, weightVariances: [Double](repeating: 1, count: widths.count))
      #expect(relativeError(law.deadProbability, one) < 1e-14)
    }
  }

  @Test func widthsBeyondDoublePrecisionAreNeverDead() throws {
    #expect(try BornDead.singleInput(widths: [2000, 5000]) == 0)
    #expect(throws: TheoryError.self) { try BornDead.singleInput(widths: [0]) }
    #expect(throws: TheoryError.self) { try BornDead.singleInput(widths: []) }
    #expect(throws: TheoryError.self) {
      try FiniteWidthLaw(.relu, widths: [4], weightVariances: [0])
    }
  }
}
