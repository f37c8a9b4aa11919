import Simulation
import Testing

@testable import Experiments
import Study

@Suite("Claimed against measured") struct ClaimedAgainstMeasuredTests {
  private func outcome(_ study: StudyConfiguration) async throws -> ClaimedAgainstMeasured.Outcome {
    try await ClaimedAgainstMeasured().run(study, jobs: 2)
  }

  @Test func theoryIsTheProductOfFanInAndVariance() async throws {
    // Tests/References/chapter06_non_square.py
    let expected = [
      "Geometric": [0.707_106_781, 0.5, 0.707_106_781, 1],
      "Xavier normal": [2.0 / 3, 4.0 / 9, 16.0 / 27, 64.0 / 81],
      "Quadratic": [0.6, 0.36, 0.432, 0.5184],
    ]
    for rule in try await outcome(StudyConfiguration(networks: 20)).rules {
      let values = try #require(expected[rule.rule])
      for (layer, value) in zip(rule.layers, values) {
        #expect(abs(layer.theory - value) < 1e-8, "\(rule.rule)")
      }
    }
  }

  @Test func measurementRefutesTheTableAndAgreesWithTheory() async throws {
    for rule in try await outcome(StudyConfiguration(networks: 200)).rules {
      let middle = rule.layers[1]
      #expect(middle.measured.high < middle.claimed ?? 0, "\(rule.rule)")
      for layer in rule.layers {
        #expect(abs(layer.measured.value - layer.theory) < 2.5 * layer.measured.halfWidth)
      }
    }
  }

  /// The note's table, decoded: quotients of two means of neighbouring widths, multiplied where layers widen
  /// and divided out where they narrow (Tests/References/chapter06_non_square.py has the means).
  @Test func theTableIsARatioOfMeans() {
    let widths = ClaimedAgainstMeasured.noteWidths
    for (rule, values) in ClaimedAgainstMeasured.noteTable {
      let decoded = ClaimedAgainstMeasured.decoded(rule, widths: widths)
      for (value, printed) in zip(decoded, values) {
        // Two printed decimals.
        #expect((100 * value).rounded() == (100 * printed).rounded(), "\(rule.name)")
      }
    }
    // √(64·128)/96 and √(64·128)/√((64² + 128²)/2), by hand: 2√2/3 and 2/√5.
    let first = [StartingRule.xavierNormal, .quadratic].map {
      ClaimedAgainstMeasured.decoded($0, widths: widths)[0]
    }
    #expect(abs(first[0] - 0.942809041582063) < 1e-12)
    #expect(abs(first[1] - 0.894427190999916) < 1e-12)
  }

  @Test func otherNetworksHaveNoClaims() async throws {
    let study = StudyConfiguration(hourglass: [8, 16, 8], networks: 10)
    let outcome = try await outcome(study)
    #expect(outcome.rules.allSatisfy { $0.layers.allSatisfy { $0.claimed == nil } })
    #expect(throws: Never.self) { try charts(of: ClaimedAgainstMeasured(), outcome, study: study) }
  }
}

@Suite("The rivals of the geometric mean") struct PowerMeansTests {
  /// (d₀/dₗ)^(1−a), (d_L/dₗ)^a and their product, for a = 1, ½ and 0.
  @Test func signalGradientAndWeightsTelescope() async throws {
    let widths = [32, 64, 128, 16]
    let outcome = try await PowerMeans.simulate(
      widths: widths, networks: 1500, seed: SeedTree(seed: 4), jobs: 2)
    let d = widths.map(Double.init)
    for (key, a) in [("fan-in", 1.0), ("geometric", 0.5), ("fan-out", 0)] {
      let rule = try #require(outcome.rules.first { $0.key == key })
      for l in widths.indices {
        let signal = Double.power(d[0] / d[l], 1 - a)
        let gradient = Double.power(d[3] / d[l], a)
        #expect(abs(rule.signal.theory[l] / signal - 1) < 1e-12, "\(key)")
        #expect(abs(rule.gradient.theory[l] / gradient - 1) < 1e-12, "\(key)")
        if l > 0 {
          let below = Double.power(d[0] / d[l - 1], 1 - a)
          #expect(abs(rule.weights.theory[l - 1] / (gradient * below) - 1) < 1e-12, "\(key)")
        }
      }
      for curve in [rule.signal, rule.gradient, rule.weights] {
        for (theory, measured) in zip(curve.theory, curve.measured) {
          #expect(abs(measured.value - theory) <= 2.5 * measured.halfWidth, "\(key)")
        }
      }
    }
  }

  @Test func theGeometricMeanFeedsTheNotesLayersMostEvenly() async throws {
    let outcome = try await PowerMeans.simulate(
      widths: ClaimedAgainstMeasured.noteWidths, networks: 4, seed: SeedTree(seed: 4), jobs: 1)
    let spreads = outcome.rules.map(\.weights.spread)
    // (6.7) on 64-128-256-128-64: 4, 2 and 4, by hand.
    for (spread, value) in zip(spreads, [4.0, 2, 4]) { #expect(abs(spread - value) < 1e-12) }
  }
}

@Suite("Means of two widths") struct MeansTests {
  private let study = StudyConfiguration(seed: 3, width: 32, networks: 400)

  @Test func factorsOfOneLayer() async throws {
    for shape in try await MeansByAspect().run(study, jobs: 2).shapes {
      for rule in shape.rules {
        #expect(abs(rule.forward.value / rule.forwardTheory - 1) < 0.06, "\(rule.rule)")
        #expect(abs(rule.backward.value / rule.backwardTheory - 1) < 0.06, "\(rule.rule)")
      }
      // Tests/References/chapter06_non_square.py: the geometric mean misses both by the same factor.
      let geometric = shape.rules[1]
      #expect(abs(geometric.forwardTheory * geometric.backwardTheory - 1) < 1e-12)
    }
  }

  @Test func eachMeanMinimisesItsOwnCost() {
    let (m, n) = (64.0, 256.0)
    let means: [(CostOfAMean.Cost, StartingRule)] = [
      (.differences, .quadratic), (.ratios, .geometric),
    ]
    for (cost, rule) in means {
      let best = rule.initializer.variance(fanIn: 64, fanOut: 256)
      let value = { (t: Double) in cost(forward: m * t, backward: n * t) }
      #expect(value(best) < value(best * 1.01) && value(best) < value(best * 0.99))
    }
  }

  @Test func onlyTheEndsCountUnderTheGeometricMean() async throws {
    for shape in try await NetworkShapes().run(study, jobs: 2).shapes {
      let ends = Double(shape.widths[0]) / Double(shape.widths[shape.widths.count - 1])
      let theory = try #require(shape.rules[0].theory.last)
      #expect(abs(theory - ends.squareRoot()) < 1e-12)
      // The others never keep more.
      #expect(shape.rules.allSatisfy { ($0.theory.last ?? 9) <= theory + 1e-12 })
      for rule in shape.rules {
        let (measured, expected) = (rule.measured[3], rule.theory[3])
        #expect(abs(measured.value - expected) < 2.5 * measured.halfWidth, "\(shape.name)")
      }
    }
  }

  @Test func noMixtureSuitsAWideningNetwork() async throws {
    let outcome = try await InterpolatedMean().run(study, jobs: 2)
    let (hourglass, widening) = (outcome.shapes[0], outcome.shapes[1])
    #expect(abs((hourglass.forwardTheory.last ?? 0) - 1) < 1e-12)
    #expect(abs((hourglass.forwardTheory.first ?? 0) - 64.0 / 81) < 1e-12)
    #expect(widening.forwardTheory.allSatisfy { $0 < 0.5 })
    #expect(widening.backwardTheory.allSatisfy { $0 > 2 })
  }
}
