import Kernels
import Simulation
import Study
import Testing

import ExperimentMeasuring
@testable import Experiments

/// Chapter 9 at small size: its claims, not its numbers.
@Suite struct SymptomsTests {
  /// Equation 9.1: a loss scale of 2¹² moves the layer that half of the gradient reaches by 12 log₁₀ 2 decades.
  @Test func aLossScaleBuysLayersByTheDecade() async throws {
    let outcome = try await HalfPrecisionGradients.simulate(
      width: 32, depth: 20, networks: 6, seed: SeedTree(seed: 4), jobs: 2)
    for activation in ["sigmoid", "tanh"] {
      func reached(_ format: String, _ scale: Int) throws -> Double {
        let one = try #require(
          outcome.cases.first {
            $0.activation == activation && $0.start == "small" && $0.format == format
              && $0.scale == scale
          })
        return Double(one.reached ?? outcome.depth + 1)
      }
      let exact = try #require(
        outcome.cases.first {
          $0.activation == activation && $0.start == "small" && $0.format == "extended"
        })
      // By chapter 4: n σ² times the mean square slope at zero, halved for the root mean square.
      let slope = activation == "sigmoid" ? 0.25 : 1
      let decades = -0.5 * Double.log(32 * 1e-4 * slope * slope) / 2.302585092994046
      #expect(abs(exact.decadesPerLayer - decades) < 0.1)
      let bought = 12 * 0.30102999566398120 / decades
      // Layers are whole: each of the two ends is off by less than one.
      let moved = try reached("float16", 0) - reached("float16", 12)
      #expect(abs(moved - bought) < 2, "\(activation)")
      #expect(moved >= 1)
      // A gradient of size one times 2²⁴ is infinite but for the few entries below 65504/2²⁴ = 0.0039, 0.3 % of a
      // normal law; infinite is not alive.
      let most = try #require(
        outcome.cases.first {
          $0.activation == activation && $0.start == "small" && $0.scale == 24
        })
      #expect(try #require(most.lost.last) > 0.97)
      #expect(most.reached == nil)
    }
  }

  /// The window's range: from rates whose interval lies below 0.9 ln 10 = 2.07 to those whose interval reaches there.
  @Test func aWindowOfRatesHasARange() {
    let one = LearningRates.Case(
      layers: 2, start: "right", losses: [2.3, 2.2, 2.0, 1.5, 2.0, .infinity],
      low: [2.2, 2.0, 1.8, 1.2, 1.5, 2.0], high: [2.4, 2.3, 2.2, 1.8, 2.5, .infinity], edge: nil)
    let octaves = one.octaves([-6, -5, -3, -2, -1, 1])
    #expect(octaves.value == 2 && octaves.low == 0 && octaves.high == 6)
  }

  /// Without biases tanh moves all hidden layers alike, the sigmoid its top by orders of magnitude more.
  @Test func onlyTheSigmoidStarvesFromBelow() async throws {
    let outcome = try await LayerMovement.simulate(
      width: 12, layers: 6, steps: 12, batch: 8, networks: 8, seed: SeedTree(seed: 5), jobs: 2)
    func ratio(_ activation: String, _ start: String) throws -> Double {
      try #require(outcome.cases.first { $0.activation == activation && $0.start == start })
        .topOverBottom
    }
    #expect(try ratio("sigmoid", "bare") > 1e4)
    #expect(try (0.05...20).contains(ratio("tanh", "bare")))
    #expect(try (0.05...20).contains(ratio("tanh", "right")))
    #expect(try ratio("tanh", "small") > 20 * ratio("tanh", "bare"))
  }

  /// Two layers learn near 2/λ and nowhere else; the small start learns at no rate.
  @Test func theWindowOfRatesEndsNearTheEdge() async throws {
    let outcome = try await LearningRates.simulate(
      depths: [2, 6], width: 16, steps: 16, rates: [-20, -12, -3, -2, -1, 0, 4], networks: 6,
      seed: SeedTree(seed: 6), jobs: 2)
    let right = try #require(outcome.cases.first { $0.layers == 2 && $0.start == "right" })
    let window = try #require(right.window(outcome.rates))
    let edge = try #require(right.edge)
    // Beyond twice the edge nothing shrinks along the steepest direction; below an eighth of it all is slow.
    #expect(window.upperBound > edge.low - 1 && window.upperBound < edge.high + 2)
    #expect(window.lowerBound > -12)
    for one in outcome.cases where one.start == "small" {
      #expect(one.window(outcome.rates) == nil)
    }
    // 6 layers of sharper loss: their edge lies lower.
    let deep = try #require(outcome.cases.first { $0.layers == 6 && $0.start == "right" }?.edge)
    #expect(deep.value < edge.value)
    // Faster than exponential: the last decade comes quicker than the first.
    let gradient = outcome.explosion.gradient
    try #require(gradient.count > 3)
    let (first, last) = (
      gradient[1] - gradient[0], gradient[gradient.count - 1] - gradient[gradient.count - 2]
    )
    #expect(last > first && last > 1)
  }

  /// A trained network loses more by a step along the gradient than an untrained one, and than by a random move.
  @Test func badStepsCostMoreLater() async throws {
    let outcome = try await BadStep.simulate(
      width: 16, layers: 2, times: [0, 400], rest: 20, networks: 8, seed: SeedTree(seed: 7),
      jobs: 2)
    func shock(_ kind: String, _ step: Int) throws -> Double {
      try #require(outcome.cases.first { $0.kind == kind && $0.step == step }).shock.value
    }
    #expect(try shock("descent", 400) > shock("descent", 0) + 1)
    #expect(try shock("descent", 400) > shock("noise", 400))
    for one in outcome.curvature { #expect(one.value.value > 0) }
  }

  /// High rates kill; the first layer's dead stay dead more often than those above.
  @Test func highRatesKillUnits() async throws {
    let outcome = try await DyingUnits.simulate(
      width: 12, layers: 3, steps: 36, rates: [-4, 1], networks: 6, seed: SeedTree(seed: 8), jobs: 2
    )
    let zero = try #require(outcome.dead.first { $0.bias == 0 })
    #expect(zero.after[1].value > zero.after[0].value + 0.3)
    for one in outcome.dead {
      for (died, revived) in zip(one.died, one.revived) {
        for (all, back) in zip(died, revived) { #expect(back <= all && all <= 12 * 6) }
      }
    }
    let tanh = try #require(outcome.saturated.first { $0.activation == "tanh" })
    #expect(tanh.after[1].value > tanh.after[0].value + 0.3)
    #expect(tanh.before == 0)
  }

  /// Where no unit dies there is no share that comes back, and the chapter can still quote it.
  @Test func noDeadUnitsAreNoMissingFact() throws {
    let none = Estimate(value: 0, low: 0, high: 0, samples: 6)
    let outcome = DyingUnits.Outcome(
      width: 4, layers: 2, networks: 6, steps: 6, rates: [-4, 1],
      dead: [-0.5, 0, 0.5].map {
        DyingUnits.Dead(
          bias: $0, before: 0, after: [none, none], died: [[0, 0], [0, 3]],
          revived: [[0, 0], [0, 1]])
      }, saturated: [])
    let facts = DyingUnits().facts(of: outcome, study: StudyConfiguration())
    func share(_ name: String) throws -> Estimate {
      let fact = try #require(facts.first { $0.name == "dying-\(name)-share" })
      guard case .estimate(let share) = fact.value else { throw MissingShare() }
      return share
    }
    let unknown = try share("first-gentle")
    #expect(unknown.value.isNaN && unknown.low == 0 && unknown.high == 1)
    // The upper layer of biases 0 and 0.5 at a rate of two: one of three in each.
    #expect(abs(try share("upper-harsh").value - 1.0 / 3) < 1e-12)
  }

  private struct MissingShare: Error {}

  /// σ(x) − ½, 2σ(x) − 1 and their slopes; with them a network learns where the sigmoid does not.
  @Test func centredOutputsLearn() async throws {
    let half = HalfTanh()
    for x in [-3.0, -0.5, 0, 1, 4] {
      let s = 1 / (1 + Double.exp(-x))
      #expect(abs(half.value(at: x) - (2 * s - 1)) < 1e-15)
      #expect(abs(half.slope(at: x) - 2 * s * (1 - s)) < 1e-15)
      #expect(abs(CentredSigmoid().value(at: x) - (s - 0.5)) < 1e-15)
      #expect(abs(CentredSigmoid().slope(at: x) - s * (1 - s)) < 1e-15)
    }
    let outcome = try await BiasShift.simulate(
      width: 16, layers: 2, steps: 80, rates: [0, 1, 2], networks: 6, seed: SeedTree(seed: 9),
      jobs: 2)
    func best(_ activation: String) throws -> Double {
      try #require(outcome.cases.first { $0.activation == activation && $0.isCentred }).best.value
    }
    #expect(try best("sigmoid") == .infinity)
    #expect(try best("centred-sigmoid") < 75)
    #expect(try best("half-tanh") < 60)
    #expect(try best("tanh") < 60)
  }
}
