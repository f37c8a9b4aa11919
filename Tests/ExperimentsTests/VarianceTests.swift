import Foundation
import Simulation
import TestSupport
import Testing

@testable import Experiments
@testable import Figures
import Study

@Suite("Chapter 4: variance") struct VarianceTests {
  @Test func linearNetworksFollowThePowerOfNSigmaSquared() async throws {
    let outcome = try await LinearVariance.simulate(
      width: 64, depth: 10, networks: 600, seed: SeedTree(seed: 9), jobs: 2)
    #expect(outcome.cases.map(\.gain) == [0.5, 1, 2])
    for one in outcome.cases {
      for profile in [one.forward, one.backward] {
        #expect(profile.factor.within(sigmas: 4, of: one.gain))
      }
      #expect(abs((one.forward.theory.last ?? 0) - 10 * log10(one.gain)) < 1e-12)
      #expect(abs((one.backward.theory.first ?? 0) - 9 * log10(one.gain)) < 1e-12)
    }
  }

  @Test func theMedianNetworkFallsBelowTheMean() async throws {
    let outcome = try await LinearVariance.simulate(
      width: 128, depth: 50, networks: 400, seed: SeedTree(seed: 9), jobs: 2)
    let expected = try ChapterReference.load().medianShare
    #expect(abs(outcome.medianShareTheory - expected) < 1e-10)
    // ln of the share has a standard error of about 1.25 √(2 · 51/128)/20 = 0.056.
    #expect(abs(outcome.medianShare / expected - 1) < 0.25)
    #expect(outcome.medianShare < 0.85)
  }

  @Test func princesStableVarianceIsTwoOverTheWidth() async throws {
    let outcome = try await ReLUVariance.simulate(
      width: 100, depth: 50, networks: 200, seed: SeedTree(seed: 9), jobs: 2)
    let dense = try ChapterReference.load().reluFactor
    let stable = outcome.cases[2].factor
    let ours = stable.standardError
    #expect(
      abs(stable.value - dense.value) < 4 * (ours * ours + dense.error * dense.error).squareRoot())
    for one in outcome.cases {
      // The same networks, scaled: each factor is the stable one times σ²/0.02.
      #expect(abs(one.factor.value / (stable.value * one.variance / 0.02) - 1) < 1e-3)
    }
  }

  @Test func oneLayerKeepsTheSquaredLengthOnAverage() async throws {
    let outcome = try await LayerGain.simulate(
      widths: [8, 64], denseWidths: [8, 16], networks: 400, seed: SeedTree(seed: 9), jobs: 2)
    for point in outcome.points {
      #expect(point.mean.within(sigmas: 4, of: 1), "\(point)")
    }
    let scatter = outcome.points.filter { $0.law == "normal" }.map { $0.high - $0.low }
    #expect(scatter[1] < scatter[0] / 2)
  }

  /// scipy.stats.chi2.ppf at 8 degrees of freedom: the band of the chart, exact.
  @Test func theBandIsThatOfTheExactLaw() {
    #expect(abs(LayerGainFigure.chiQuantile(0.025, 8) * 8 - 2.1797307472526497) < 1e-8)
    #expect(abs(LayerGainFigure.chiQuantile(0.975, 8) * 8 - 17.534546139484647) < 1e-8)
  }

  @Test func noVarianceKeepsBothDirectionsOfAWideningLayer() async throws {
    let outcome = try await FanConflict.simulate(
      fanIn: 16, fanOut: 64, networks: 800, seed: SeedTree(seed: 9), jobs: 2)
    for row in outcome.rows {
      for (measured, fan) in [(row.forward, 16.0), (row.backward, 64)] {
        #expect(measured.within(sigmas: 4, of: fan * row.variance))
      }
      #expect(!(row.forward.contains(1) && row.backward.contains(1)))
    }
  }
}
