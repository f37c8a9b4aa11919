import Kernels
import TestSupport
import Testing

@testable import Numerics
@testable import Theory

/// Exact laws of finite networks, against Fourier inversion by `Tests/References/chapter11_finite_width.py`.
@Suite struct FiniteWidthDensityTests {
  struct File: Decodable {
    struct Law: Decodable {
      let kind: String
      let width: Int
      let layers: Int
      let xs: [Double]
      let densities: [Double]
      let cumulatives: [Double]
    }

    struct Width: Decodable {
      let kind: String
      let layers: Int
      let factor: Double
      let share: Double
      let width: Int
      let inside: Double
    }

    let laws: [Law]
    let widths: [Width]
  }

  let file: File

  init() throws { file = try Reference.load(File.self, "chapter11_finite_width") }

  private func kind(_ name: String) -> FiniteWidthLaw.Nonlinearity {
    name == "linear" ? .linear : .relu
  }

  private func density(_ name: String, _ width: Int, _ layers: Int) throws -> FiniteWidthDensity {
    try FiniteWidthDensity(
      kind(name), widths: [Int](repeating: width, count: layers),
      weightVariances: [Double](
        repeating: (name == "linear" ? 1 : 2) / Double(width), count: layers))
  }

  @Test func densitiesAgreeWithFourierInversion() throws {
    for law in file.laws {
      let ours = try density(law.kind, law.width, law.layers)
      for (index, x) in law.xs.enumerated() {
        #expect(
          (ours.density(at: x) - law.densities[index]).magnitude < 1e-9,
          "\(law.kind) \(law.width) \(x)")
        #expect(
          (ours.cumulative(at: x) - law.cumulatives[index]).magnitude < 1e-9,
          "\(law.kind) \(law.width) \(x)")
      }
    }
  }

  @Test func quantilesInvertTheDistribution() throws {
    let law = try density("relu", 12, 9)
    for p in [0.001, 0.1, 0.5, 0.97] {
      #expect((law.cumulative(at: law.quantile(p)) - p).magnitude < 1e-12)
    }
    #expect(law.cumulative(at: -1e9) == 0 && law.cumulative(at: 1e9) == 1)
    #expect(law.density(at: 1e9) == 0)
  }

  @Test func momentsAreThoseOfTheLaw() throws {
    let widths = [7, 20, 7, 3]
    let variances = [0.3, 0.1, 0.2, 0.5]
    let density = try FiniteWidthDensity(.relu, widths: widths, weightVariances: variances)
    let law = try FiniteWidthLaw(.relu, widths: widths, weightVariances: variances)
    var (mass, mean, square) = (0.0, 0.0, 0.0)
    for (index, value) in density.densities.enumerated() {
      let x = density.low + Double(index) * density.step
      mass += density.step * value
      mean += density.step * value * x
      square += density.step * value * x * x
    }
    #expect((mass - 1).magnitude < 1e-12)
    #expect((mean - law.logMean).magnitude < 1e-11)
    #expect((square - mean * mean - law.logVariance).magnitude < 1e-10)
  }

  @Test func widthsForAnAccuracyAgree() throws {
    for one in file.widths {
      let ours = try WidthForAccuracy.smallest(
        kind(one.kind), depth: one.layers, factor: one.factor, share: one.share)
      #expect(ours == one.width, "\(one.kind) \(one.layers)")
      let inside = try WidthForAccuracy.probability(
        kind(one.kind), width: one.width, depth: one.layers, factor: one.factor)
      #expect((inside - one.inside).magnitude < 1e-9)
    }
  }

  @Test func wideLayersNeedTheLogNormalWidth() throws {
    let exact = try WidthForAccuracy.smallest(.linear, depth: 10, factor: 1.1, share: 0.95)
    let limit = try WidthForAccuracy.asymptotic(.linear, depth: 10, factor: 1.1, share: 0.95)
    #expect(relativeError(Double(exact), limit) < 0.002)
    // Twice as deep, twice as wide.
    let deeper = try WidthForAccuracy.asymptotic(.linear, depth: 20, factor: 1.1, share: 0.95)
    #expect(relativeError(deeper, 2 * limit) < 1e-12)
  }

  @Test func badRequestsAreRefused() {
    #expect(throws: TheoryError.self) {
      try FiniteWidthDensity(.relu, widths: [], weightVariances: [])
    }
    #expect(throws: TheoryError.self) {
      try FiniteWidthDensity(.relu, widths: [3], weightVariances: [1, 1])
    }
    #expect(throws: TheoryError.self) {
      try FiniteWidthDensity(.linear, widths: [3], weightVariances: [0])
    }
    #expect(throws: TheoryError.self) {
      try WidthForAccuracy.smallest(.relu, depth: 0, factor: 1.1, share: 0.95)
    }
    #expect(throws: TheoryError.self) {
      try WidthForAccuracy.smallest(.relu, depth: 3, factor: 1, share: 0.95)
    }
    #expect(throws: TheoryError.self) {
      try WidthForAccuracy.smallest(.relu, depth: 3, factor: 2, share: 1)
    }
  }
}
