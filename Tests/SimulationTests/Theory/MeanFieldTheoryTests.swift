import Foundation
import Kernels
import TestSupport
import Testing

@testable import Networks
@testable import Numerics
@testable import Spectra
@testable import Theory

@Suite struct MeanFieldTheoryTests {
  struct File: Decodable {
    let pairs: [[Entry]]
    let fixed: [[Entry]]
    let critical: [[Entry]]
  }

  /// A name or a number in a row.
  enum Entry: Decodable {
    case name(String)
    case number(Double)

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let number = try? container.decode(Double.self) {
        self = .number(number)
      } else {
        self = .name(try container.decode(String.self))
      }
    }

    var number: Double { if case .number(let value) = self { value } else { .nan } }
    var name: String { if case .name(let value) = self { value } else { "" } }
  }

  let file: File

  init() throws { file = try Reference.load(File.self, "mean_field") }

  private func activation(_ entry: Entry) throws -> any Activation {
    try ActivationCatalog.activation(named: entry.name)
  }

  @Test func correlatedAveragesAgreeWithHighPrecision() throws {
    for row in file.pairs {
      let pair = try GaussianPairMoments(
        of: activation(row[0]), variance: row[1].number, correlation: row[2].number)
      #expect(relativeError(pair.product, row[3].number) < 1e-8, "\(row[0]) \(row[2])")
      #expect(relativeError(pair.slopeProduct, row[4].number) < 1e-8, "\(row[0]) \(row[2])")
    }
  }

  @Test func perfectCorrelationIsTheSecondMoment() throws {
    for q in [0.1, 1, 30] {
      let single = try GaussianMoments(of: Tanh(), variance: q)
      let same = try GaussianPairMoments(of: Tanh(), variance: q, correlation: 1)
      let opposite = try GaussianPairMoments(of: Tanh(), variance: q, correlation: -1)
      #expect(relativeError(same.product, single.secondMoment) < 1e-9)
      #expect(relativeError(same.slopeProduct, single.slopeSecondMoment) < 1e-9)
      #expect(relativeError(opposite.product, -single.secondMoment) < 1e-9)
    }
  }

  @Test func fixedPointsAgreeWithHighPrecision() throws {
    for row in file.fixed {
      let phase = try MeanFieldPhase(
        activation: activation(row[0]), weightVariance: row[1].number,
        biasVariance: row[2].number)
      #expect(relativeError(try #require(phase.qStar), row[3].number) < 1e-9)
      #expect(relativeError(phase.chi1, row[4].number) < 1e-9)
      #expect(phase.phase == (row[4].number < 1 ? .ordered : .chaotic))
      #expect((phase.cStar == 1) == (row[4].number < 1))
    }
  }

  @Test func theEdgeOfChaosAgreesWithHighPrecision() throws {
    for row in file.critical {
      let point = try EdgeOfChaos.criticalPoint(
        of: activation(row[0]), biasVariance: row[1].number)
      #expect(relativeError(point.qStar, row[2].number) < 1e-8)
      #expect(relativeError(point.weightVariance, row[3].number) < 1e-8)
      let phase = try MeanFieldPhase(
        activation: activation(row[0]), weightVariance: point.weightVariance,
        biasVariance: row[1].number)
      #expect(phase.phase == .critical)
      #expect(phase.depthScale == nil)
    }
  }

  @Test func knownEdges() throws {
    #expect(try EdgeOfChaos.criticalPoint(of: Tanh(), biasVariance: 0).weightVariance == 1)
    let relu = try EdgeOfChaos.criticalPoint(of: ReLU(), biasVariance: 0)
    #expect(relativeError(relu.weightVariance, 2) < 1e-12)
    #expect(throws: TheoryError.self) {
      try EdgeOfChaos.criticalPoint(of: ReLU(), biasVariance: 0.1)
    }
    #expect(throws: TheoryError.self) {
      try EdgeOfChaos.criticalPoint(of: Tanh(), biasVariance: -0.1)
    }
  }

  @Test func limitsOfHomogeneousActivations() throws {
    func limit(_ f: any Activation, _ w: Double, _ b: Double = 0) throws -> LengthMap.Limit {
      try LengthMap(activation: f, weightVariance: w, biasVariance: b).limit()
    }
    #expect(try limit(ReLU(), 1) == .finite(0))
    #expect(try limit(ReLU(), 3) == .infinite)
    #expect(try limit(Identity(), 1) == .finite(1))
    #expect(try limit(Tanh(), 0.5) == .finite(0))
    #expect(try limit(Tanh(), 0) == .finite(0))
    // q* = σ_b²/(1 − σ_w²/2) for ReLU.
    guard case .finite(let q) = try limit(ReLU(), 1, 0.3) else { return #expect(Bool(false)) }
    #expect(relativeError(q, 0.6) < 1e-10)
  }

  @Test func slopesAreDerivatives() throws {
    let map = try LengthMap(activation: Tanh(), weightVariance: 2.5, biasVariance: 0.09)
    let h = 1e-4
    let difference = (try map.value(at: 1.3 + h) - map.value(at: 1.3 - h)) / (2 * h)
    #expect(relativeError(try map.slope(at: 1.3), difference) < 1e-7)
    let correlations = try CorrelationMap(map, length: 1.132413904020254)
    let byDifference =
      (try correlations.value(at: 0.4 + h) - correlations.value(at: 0.4 - h)) / (2 * h)
    #expect(relativeError(try correlations.slope(at: 0.4), byDifference) < 1e-6)
    #expect((try correlations.value(at: 1 - 1e-12) - 1).magnitude < 1e-9)
  }

  @Test func orbitsEndAtTheFixedPoint() throws {
    // Poole et al. 2016, fig. 1 and 2: tanh, σ_b = 0.3, σ_w² = 2.5.
    let map = try LengthMap(activation: Tanh(), weightVariance: 2.5, biasVariance: 0.09)
    guard case .finite(let q) = try map.limit() else { return #expect(Bool(false)) }
    for start in [0.01, 1, 15] {
      #expect(relativeError(try map.orbit(from: start, layers: 60)[60], q) < 1e-9)
    }
    let correlations = try CorrelationMap(map, length: q)
    let fixed = try correlations.fixedPoint()
    #expect(fixed < 0.9 && fixed > 0.1)
    #expect(relativeError(try correlations.value(at: fixed), fixed) < 1e-9)
    // The last steps shrink the distance to c* by C′(c*) each: that is what ξ_c means.
    let orbit = try correlations.orbit(from: 0.2, layers: 40)
    let ratio = (orbit[40] - fixed) / (orbit[39] - fixed)
    #expect(relativeError(ratio, try correlations.slope(at: fixed)) < 0.01)
    let ordered = try LengthMap(activation: Tanh(), weightVariance: 1.3, biasVariance: 0.09)
    guard case .finite(let small) = try ordered.limit() else { return #expect(Bool(false)) }
    #expect(try CorrelationMap(ordered, length: small).fixedPoint() == 1)
  }

  @Test func reluDepthScaleIsClosed() throws {
    // Below σ_w² = 2 χ₁ is σ_w²/2 at every length, and lengths and gradients share it.
    let phase = try MeanFieldPhase(activation: ReLU(), weightVariance: 1.5, biasVariance: 0.1)
    let expected = -1 / Double.log(0.75)
    #expect(relativeError(try #require(phase.depthScale), expected) < 1e-9)
    #expect(relativeError(try #require(phase.lengthDepthScale), expected) < 1e-9)
    #expect(relativeError(try #require(phase.gradientDepthScale), expected) < 1e-9)
  }
}
