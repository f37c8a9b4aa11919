import Simulation
import TestSupport
import Testing

@testable import Experiments
import Study

@Suite("Chapter 3: activations") struct ActivationsTests {
  let reference: ChapterReference

  init() throws { reference = try ChapterReference.load() }

  @Test func radiiAreThoseOfAnIndependentRootFinder() async throws {
    let outcome = try await ActivationDerivatives().run(StudyConfiguration(), jobs: 1)
    let radii = reference.radii
    #expect(abs(outcome.sigmoid.saturationRadius - radii.sigmoidSaturation) < 1e-9)
    #expect(abs(outcome.tanh.saturationRadius - radii.tanhSaturation) < 1e-9)
    #expect(abs(outcome.sigmoid.linearRadius - radii.sigmoidLinear) < 1e-9)
    #expect(abs(outcome.tanh.linearRadius - radii.tanhLinear) < 1e-9)
    #expect(outcome.sigmoid.peak == 0.25)
    #expect(outcome.tanh.peak == 1)
  }

  @Test func taylorCoefficientsAreExact() throws {
    let sigmoid = try #require(reference.taylor["sigmoid"])
    let tanh = try #require(reference.taylor["tanh"])
    for (ours, theirs) in zip(TaylorSeries.sigmoid(order: 5).coefficients, sigmoid) {
      #expect(abs(ours - theirs) < 1e-16)
    }
    for (ours, theirs) in zip(TaylorSeries.tanh(order: 9).coefficients, tanh) {
      #expect(abs(ours - theirs) < 1e-16)
    }
    // 4σ − 2 has slope 1 at 0 and no constant.
    #expect(TaylorSeries.scaledSigmoid(order: 1).coefficients == [0, 1])
  }

  @Test func moreTermsHelpInsideTheRadiusAndHurtOutside() {
    let tanh = Tanh()
    func error(_ order: Int, at x: Double) -> Double {
      abs(tanh.value(at: x) - TaylorSeries.tanh(order: order).value(at: x))
    }
    #expect(error(15, at: 1.2) < error(5, at: 1.2))
    #expect(error(15, at: 1.9) > error(5, at: 1.9))
  }

  @Test func sampledMomentsHoldTheExactOnes() throws {
    let outcome = try MomentsByScale.simulate(samples: 20_000, seed: SeedTree(seed: 4))
    for one in outcome.cases {
      let exact = try #require(reference.moments[one.activation])
      for (deviation, measured) in zip(outcome.deviations, one.measured) {
        guard
          let values = exact[
            "\(deviation == deviation.rounded() ? "\(Int(deviation))" : "\(deviation)")"]
        else { continue }
        let estimates = [measured.mean, measured.secondMoment, measured.slopeSecondMoment]
        for (estimate, value) in zip(estimates, values) {
          // 4.5 standard errors; constant samples (ReLU has none) would have width 0.
          #expect(
            abs(estimate.value - value) <= 4.5 * estimate.standardError + 1e-12,
            "\(one.activation) at \(deviation)")
        }
      }
    }
  }

  @Test func halfOfReLUsUnitsAreActiveAndSigmoidShiftsMost() throws {
    let outcome = try ActiveShare.simulate(samples: 20_000, seed: SeedTree(seed: 4))
    let relu = try #require(outcome.rows.first { $0.activation == "relu" })
    #expect(relu.measured.active.within(sigmas: 4, of: 0.5))
    #expect(outcome.rows.first?.activation == "sigmoid")
    let odd = outcome.rows.filter { ["tanh", "scaled-sigmoid"].contains($0.activation) }
    #expect(odd.allSatisfy { $0.shift == 0 })
  }

  @Test func widerLayersFitBetter() async throws {
    let outcome = try await UniversalApproximation.simulate(
      widths: [2, 8, 32, 64], draws: 9, trainings: 4, steps: 300, seed: SeedTree(seed: 4), jobs: 2)
    for one in outcome.cases + [outcome.trained] {
      let errors = one.error.map(\.value)
      #expect(zip(errors, errors.dropFirst()).allSatisfy { $1 < $0 }, "\(one.activation)")
    }
    #expect(outcome.constructed[3] < outcome.constructed[2])
  }

  @Test func seluConstantsSolveTheirTwoConditions() {
    // Klambauer et al. 2017 print sixteen digits of each.
    let exact = SelfNormalization()
    #expect(abs(exact.alpha - 1.6732632423543772) < 1e-13)
    #expect(abs(exact.lambda - 1.0507009873554805) < 1e-13)
  }

  @Test func leCunsTanhMapsOneToOne() async throws {
    let outcome = try await ActivationGallery().run(StudyConfiguration(), jobs: 1)
    #expect(abs(outcome.leCunAtOne - 1) < 5e-5)
  }
}
