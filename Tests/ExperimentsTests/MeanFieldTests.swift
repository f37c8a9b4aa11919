import Foundation
import Simulation
import Testing

@testable import Experiments
import Study

@Suite("Chapter 8: mean field") struct MeanFieldTests {
  private let seed = SeedTree(seed: 9)

  /// What `Tests/References/chapter08_mean_field.py` wrote.
  private struct Reference: Decodable {
    struct FixedPoints: Decodable {
      let sine: Double
      let tanhFiveThirds: [Double]
      let gelu: [Double]
      let silu: [Double]
      let mish: [Double]
    }

    let fixedPoints: FixedPoints
    /// σ_w², q*, χ₁, c*, ξ of tanh with σ_b² = 0.05.
    let scales: [[Double]]

    static func load() throws -> Reference {
      let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "References/chapter08_mean_field.json")
      return try JSONDecoder().decode(Reference.self, from: Data(contentsOf: file))
    }
  }

  @Test func everyStartEndsAtOneLength() async throws {
    let outcome = try await LengthOrbits.simulate(
      width: 400, layers: 8, networks: 20, seed: seed, jobs: 2)
    for one in outcome.cases {
      // A relative variance of a few per 400 units and network, 100 networks.
      #expect(abs(one.end.value / one.fixedPoint - 1) < 0.05)
      for orbit in one.orbits {
        #expect(abs(orbit.lengths[7].value / one.fixedPoint - 1) < 0.15, "\(orbit.start)")
      }
    }
    #expect(outcome.cases[0].slope > outcome.cases[2].slope)
  }

  @Test func lengthsLeaveTheFixedPointOfGELU() async throws {
    let reference = try Reference.load().fixedPoints
    let outcome = try await UnstableLength.simulate(
      width: 2000, depth: 16, networks: 6, seed: seed, jobs: 2)
    for (one, expected) in zip(outcome.cases, [reference.gelu, reference.silu, reference.mish]) {
      #expect(abs(one.weightVariance.squareRoot() - expected[0]) < 1e-9)
      #expect(abs(one.slope - expected[1]) < 1e-9)
      #expect((one.orbits[0].median.last ?? 0) < log10(0.5))
      #expect((one.orbits[2].median.last ?? 0) > log10(2))
    }
    let sine = outcome.cases[3]
    #expect(abs(sine.fixedPoint - reference.sine) < 1e-9)
    for orbit in sine.orbits {
      #expect(abs((orbit.median.last ?? 0) - log10(reference.sine)) < 0.05)
    }
  }

  @Test func gradientsGrowWhereTheorySaysSo() async throws {
    let outcome = try await PhaseDiagram.simulate(
      width: 200, depth: 20, networks: 4, seed: seed, jobs: 2)
    for panel in outcome.panels {
      for point in panel.points {
        #expect(abs(point.factor.value / point.theory - 1) < 0.12, "\(panel.activation) \(point)")
        if abs(point.theory - 1) > 0.1 {
          #expect((point.factor.value > 1) == (point.theory > 1))
        }
      }
      #expect(panel.chi.count == 40 && panel.chi.allSatisfy { $0.count == 54 })
    }
    // tanh is critical at σ_w² = 1 without biases; GELU's line begins at 4, where no network stays.
    let (tanh, gelu) = (outcome.panels[0].edge, outcome.panels[1].edge)
    #expect(abs((tanh.first?.weightVariance ?? 0) - 1) < 0.01)
    #expect(tanh.allSatisfy(\.isStable))
    #expect(gelu.first?.isStable == false && gelu.last?.isStable == true)
  }

  @Test func correlationsForgetWhereTheyBegan() async throws {
    let outcome = try await CorrelationOrbits.simulate(
      width: 500, layers: 30, networks: 8, seed: seed, jobs: 2)
    let ordered = outcome.cases[0]
    #expect(ordered.phase.cStar == 1)
    #expect(ordered.orbits.allSatisfy { ($0.correlations.last?.value ?? 0) > 0.85 })
    for one in outcome.cases.dropFirst() {
      let star = try #require(one.phase.cStar)
      for orbit in one.orbits {
        let end = try #require(orbit.correlations.last)
        #expect(abs(end.value - star) < 0.03 + 3 * end.halfWidth, "\(one.deviation) \(orbit.start)")
      }
    }
    // Exact: the angle of two orthogonal inputs behind 50 ReLU layers.
    #expect((outcome.he.first?.end.value ?? 0) > 0.95)
    #expect((outcome.he.last?.end.value ?? 1) < 0.7)
  }

  @Test func networksLearnNearTheEdge() async throws {
    let outcome = try await Trainability.simulate(
      width: 24, depths: [8, 32], budgets: [16, 64], networks: 1, seed: seed, jobs: 2)
    #expect(abs(outcome.criticalWeightVariance - 1.76) < 0.01)
    // Shallow networks learn at every start; deep ones in the ordered phase do not.
    #expect(outcome.losses[1][0].allSatisfy { $0 < 0.5 })
    #expect(outcome.losses[0][1][0] > 0.8)
    let reference = try Reference.load().scales
    for row in reference {
      let scale = outcome.curve.first { abs($0.weightVariance - row[0]) < 1e-9 }
      #expect(abs((scale?.correlation ?? 0) / row[4] - 1) < 1e-8)
    }
  }

  @Test func gainsAgreeForHomogeneousActivationsOnly() async throws {
    let outcome = try await ActivationGains.simulate(
      width: 500, networks: 10, seed: seed, jobs: 2)
    for row in outcome.rows {
      #expect(abs(row.measuredForward.value / row.forward - 1) < 0.06, "\(row.activation)")
      #expect(abs(row.measuredBackward.value / row.backward - 1) < 0.06, "\(row.activation)")
      let agree = abs(row.forward / row.backward - 1) < 1e-9
      #expect(agree == ["identity", "relu", "leaky-relu"].contains(row.activation))
    }
    let selu = try #require(outcome.rows.first { $0.activation == "selu" })
    // Klambauer et al. 2017: the fixed point of mean 0 and variance 1.
    #expect(abs(selu.mean) < 1e-9 && abs(selu.secondMoment - 1) < 1e-9)
    #expect(selu.slopeSecondMoment > 1.05)
    #expect(outcome.rows.first { $0.activation == "gelu" }?.isStable == false)
  }

  @Test func fiveThirdsIsChaotic() async throws {
    let outcome = try await TanhGain.simulate(
      width: 200, depth: 30, networks: 6, seed: seed, jobs: 2)
    let expected = try Reference.load().fixedPoints.tanhFiveThirds
    let point = try #require(outcome.points.first { abs($0.gain - 5.0 / 3) < 1e-9 })
    #expect(abs(point.chi - expected[1]) < 1e-9)
    #expect(abs(point.factor.value / expected[1] - 1) < 0.06)
    #expect(abs(point.length.value / expected[0] - 1) < 0.15)
    #expect(point.factor.low > 1)
  }

  @Test func theDefaultStartKeepsItsBiases() async throws {
    let outcome = try await FrameworkDefault.simulate(
      width: 128, depth: 10, batch: 6, networks: 10, seed: seed, jobs: 2)
    for one in outcome.cases {
      #expect(abs(one.factor.value / one.limit - 1) < 0.1, "\(one.activation)")
      let share = (one.across.last ?? 0) - (one.whole.last ?? 0)
      #expect(share < -2.5)
      #expect(abs((one.whole.last ?? 0) - (one.wholeTheory.last ?? 1)) < 0.1)
    }
  }

  @Test func wideNetworksHaveTheirKernels() async throws {
    let outcome = try await NetworkKernels.simulate(
      widths: [32, 400], depth: 12, readOuts: [4, 12], networks: 12, seed: seed, jobs: 2)
    for one in outcome.cases {
      for measured in one.measured where measured.width == 400 {
        let theory = one.theory[measured.layer - 1]
        #expect(
          abs(measured.tangent.value - theory.tangent)
            < 0.15 * theory.tangent + 2 * measured.tangent.halfWidth, "\(one.key)")
        #expect(
          abs(measured.correlation.value - theory.correlation)
            < 0.04 + 2 * measured.correlation.halfWidth, "\(one.key)")
      }
    }
  }

  @Test func nearZeroIsNotEnoughForReLU() async throws {
    let outcome = try await NearLinear.simulate(width: 512, networks: 10, seed: seed, jobs: 2)
    let (tanh, relu) = (outcome.cases[2], outcome.cases[3])
    // 1/(2 · 100), up to logarithms of the depth.
    #expect(abs((tanh.theory.last ?? 0) + log10(200)) < 0.06)
    #expect(abs((tanh.median.last ?? 0) - (tanh.theory.last ?? 0)) < 0.3)
    #expect(abs((relu.theory.last ?? 0) + 99 * log10(2)) < 1e-9)
  }
}
