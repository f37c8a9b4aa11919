import Kernels
import TestSupport
import Testing

@testable import Activations
@testable import Networks
@testable import Numerics
@testable import Theory

/// Two inputs in infinitely wide networks, against quadrature by `Tests/References/chapter08_mean_field.py`.
@Suite struct KernelRecursionTests {
  struct File: Decodable {
    struct Kernels: Decodable {
      let activation: String
      let weightVariance: Double
      let biasVariance: Double
      let inputCorrelation: Double
      /// q, c, Θ(x, x), Θ(x, x′) by layer.
      let layers: [[Double]]
    }

    let kernels: [Kernels]
    /// σ_w², q*, χ₁, c*, ξ of tanh with σ_b² = 0.05.
    let scales: [[Double]]
    let fixedPoints: FixedPoints

    struct FixedPoints: Decodable {
      let sine: Double
      let tanhFiveThirds: [Double]
      let gelu: [Double]
      let silu: [Double]
      let mish: [Double]
    }
  }

  let file: File

  init() throws { file = try Reference.load(File.self, "chapter08_mean_field") }

  @Test func bothKernelsAgreeWithQuadrature() throws {
    for one in file.kernels {
      let map = try LengthMap(
        activation: try ActivationCatalog.activation(named: one.activation),
        weightVariance: one.weightVariance, biasVariance: one.biasVariance)
      let ours = try KernelRecursion(
        map, inputCorrelation: one.inputCorrelation, layers: one.layers.count)
      #expect(ours.layers.count == one.layers.count)
      for (layer, expected) in zip(ours.layers, one.layers) {
        let values = [
          layer.variance, layer.correlation, layer.tangent, layer.tangentProduct,
        ]
        for (value, reference) in zip(values, expected) {
          #expect(
            relativeError(value, reference, floor: 0.1) < 1e-9, "\(one.activation) \(layer.layer)")
        }
      }
    }
  }

  @Test func depthScalesAgreeWithQuadrature() throws {
    for row in file.scales {
      let phase = try MeanFieldPhase(
        activation: Tanh(), weightVariance: row[0], biasVariance: 0.05)
      #expect(relativeError(try #require(phase.qStar), row[1]) < 1e-9)
      #expect(relativeError(phase.chi1, row[2]) < 1e-9)
      #expect(relativeError(try #require(phase.cStar), row[3]) < 1e-9)
      #expect(relativeError(try #require(phase.depthScale), row[4]) < 1e-8)
    }
  }

  @Test func fixedPointsOfTheChapter() throws {
    guard case .finite(let sine) = try LengthMap(activation: Sine(), weightVariance: 2).limit()
    else { return #expect(Bool(false)) }
    #expect(relativeError(sine, file.fixedPoints.sine) < 1e-9)
    let map = try LengthMap(activation: Tanh(), weightVariance: 25.0 / 9)
    guard case .finite(let q) = try map.limit() else { return #expect(Bool(false)) }
    #expect(relativeError(q, file.fixedPoints.tanhFiveThirds[0]) < 1e-9)
    #expect(relativeError(try map.chi(at: q), file.fixedPoints.tanhFiveThirds[1]) < 1e-9)
    for (activation, expected) in [
      (GELU() as any Activation, file.fixedPoints.gelu), (SiLU(), file.fixedPoints.silu),
      (Mish(), file.fixedPoints.mish),
    ] {
      let gain = try GaussianMoments(of: activation, variance: 1).forwardGain
      #expect(relativeError(gain, expected[0]) < 1e-9)
      let slope = try LengthMap(activation: activation, weightVariance: gain * gain).slope(at: 1)
      #expect(relativeError(slope, expected[1]) < 1e-9 && slope > 1)
    }
  }

  /// The table is within 10⁻³ of the solver, on both sides of the edge.
  @Test func chiTableAgreesWithTheSolver() throws {
    for activation in [Tanh() as any Activation, GELU()] {
      let table = try ChiTable(of: activation)
      for (weights, biases) in [(0.8, 0.1), (1.5, 0.4), (3, 0.2), (4.5, 0.9)] {
        let map = try LengthMap(
          activation: activation, weightVariance: weights, biasVariance: biases)
        let expected: Double
        if case .finite(let q) = try map.limit() {
          expected = try map.chi(at: q)
        } else {
          expected = try map.chi(at: 1e30)
        }
        let ours = table.chi(weightVariance: weights, biasVariance: biases)
        #expect(relativeError(ours, expected) < 1e-3, "\(activation.name) \(weights) \(biases)")
      }
    }
  }

  /// The two ways to the average of a pair: the trapezoid rule, and adaptive panels at bends.
  @Test func trapezoidRuleAgreesWithAdaptiveQuadrature() throws {
    for (q, c) in [(0.3, 0.2), (2.0, -0.5), (12.6, 0.97)] {
      let pair = try GaussianPairMoments(of: Tanh(), variance: q, correlation: c)
      let bent = try GaussianPairMoments(of: BentTanh(), variance: q, correlation: c)
      #expect(relativeError(pair.product, bent.product, floor: 0.01) < 1e-8)
      #expect(relativeError(pair.slopeProduct, bent.slopeProduct) < 1e-8)
    }
  }

  /// E e^x e^y = e^(q(1 + c)): right where the averages exist within the reach, and refused beyond.
  @Test func pairsOfFastFunctionsAreRightOrRefused() throws {
    let smooth = try FormulaActivation("exp(x)")
    for c in [-0.9, 0.5, 0.99, 1] {
      for q in [0.5, 2, 4, 7] {
        let pair = try GaussianPairMoments(of: smooth, variance: q, correlation: c)
        #expect(relativeError(pair.product, Double.exp(q * (1 + c))) < 1e-8, "\(q) \(c)")
        // A kink sends it to the panels; 10⁻¹²|x| changes nothing else that is seen.
        let bent = try GaussianPairMoments(
          of: FormulaActivation("exp(x) + 1e-12 abs(x)"), variance: q, correlation: c)
        #expect(relativeError(bent.product, Double.exp(q * (1 + c))) < 1e-7, "\(q) \(c)")
      }
    }
    for q in [30.0, 100] {
      #expect(throws: TheoryError.self) {
        try GaussianPairMoments(of: smooth, variance: q, correlation: 0.99)
      }
    }
  }

  @Test func badRequestsAreRefused() throws {
    let map = try LengthMap(activation: ReLU(), weightVariance: 4)
    #expect(throws: TheoryError.self) {
      try KernelRecursion(map, inputCorrelation: 1.5, layers: 3)
    }
    #expect(throws: TheoryError.self) {
      try KernelRecursion(map, inputCorrelation: 0.5, layers: 2000)
    }
  }
}

/// tanh that claims to have a kink, and so is integrated panel by panel.
private struct BentTanh: ScalarActivation {
  let name = "bent-tanh"
  let kinks = [0.0]
  func value(at x: Double) -> Double { Tanh().value(at: x) }
  func slope(at x: Double) -> Double { Tanh().slope(at: x) }
}
