import Kernels
import TestSupport
import Testing

@testable import Networks
@testable import Numerics
@testable import Spectra

@Suite struct GaussianProductTests {
  struct Row: Decodable {
    let size: Int
    let steps: Int
    let trials: Int
    let meanLogNorm: Double
    let varianceLogNorm: Double
    let meanLogLargest: Double
    let varianceLogLargest: Double
  }

  let seed = SeedTree(seed: 5).child("product")

  @Test func agreesWithBruteForce() async throws {
    for row in try Reference.load([Row].self, "gaussian_products") {
      let result = try await sampleGaussianProducts(
        GaussianProductRequest(
          size: row.size, steps: row.steps, trials: 20_000, trackedTrials: 0, keptRuns: 0,
          seed: seed.child(row.size)))
      // Two independent means: 4.5 standard errors of their difference.
      let samples = 1 / 20_000.0 + 1 / Double(row.trials)
      let bound = 4.5 * (row.varianceLogNorm * samples).squareRoot()
      #expect((result.logNorm.value - row.meanLogNorm).magnitude < bound)
      let largestBound = 4.5 * (row.varianceLogLargest * samples).squareRoot()
      #expect((result.logLargestEntry.value - row.meanLogLargest).magnitude < largestBound)
      // A log-norm has kurtosis below 9, so Var(s²)/σ⁴ < 8/n.
      let spread = 4.5 * (8 * samples).squareRoot()
      #expect((result.logNormVariance.value / row.varianceLogNorm - 1).magnitude < spread)
    }
  }

  @Test func aHundredFactorsFollowTheory() async throws {
    let result = try await sampleGaussianProducts(
      GaussianProductRequest(size: 4, steps: 100, trials: 10_000, seed: seed))
    let theory = result.theory
    // λ₁ = 0.5580 per factor: e^57 after a hundred.
    #expect((theory.topExponent - 0.557965).magnitude < 1e-6)
    let (mean, deviation) = (
      try #require(theory.mean), try #require(theory.standardDeviation)
    )
    #expect((result.logNorm.value - mean).magnitude < 4.5 * deviation / 100)
    // Nearly normal: Var(s²)/σ⁴ ≈ 2/n.
    let ratio = result.logNormVariance.value / (deviation * deviation)
    #expect((ratio - 1).magnitude < 4.5 * (2.0 / 10_000).squareRoot())
    #expect(result.steps.count == 100)
    #expect(result.runs.count == 40)
    #expect(result.histogram.total == 10_000)
    for step in result.steps {
      // A spectral norm lies between the largest entry and n times it.
      for (norm, entry) in zip(step.norm, step.largestEntry) {
        #expect(norm >= entry && norm <= entry + Double.log(4))
      }
    }
  }

  @Test func entriesScaleTheLogarithm() async throws {
    var request = GaussianProductRequest(
      size: 3, steps: 10, trials: 50, trackedTrials: 5, keptRuns: 5, seed: seed)
    let plain = try await sampleGaussianProducts(request)
    request.entryDeviation = 0.5
    let half = try await sampleGaussianProducts(request)
    #expect(
      (plain.logNorm.value - half.logNorm.value - 10 * Double.log(2)).magnitude < 1e-12)
    #expect(
      (plain.runs[4].norm[6] - half.runs[4].norm[6] - 7 * Double.log(2)).magnitude < 1e-12)
  }

  @Test func jobsDoNotChangeTheResult() async throws {
    var request = GaussianProductRequest(
      size: 4, steps: 30, trials: 1000, trackedTrials: 100, keptRuns: 3, seed: seed, jobs: 1)
    let one = try await sampleGaussianProducts(request)
    request.jobs = 7
    #expect(try await sampleGaussianProducts(request) == one)
  }

  @Test func moreTrialsKeepTheFirstOnes() async throws {
    var request = GaussianProductRequest(
      size: 2, steps: 8, trials: 40, trackedTrials: 40, keptRuns: 40, seed: seed)
    let few = try await sampleGaussianProducts(request)
    request.trials = 500
    let many = try await sampleGaussianProducts(request)
    #expect(few.runs == many.runs)
  }

  @Test func longProductsDoNotOverflow() async throws {
    let result = try await sampleGaussianProducts(
      GaussianProductRequest(
        size: 16, steps: 2000, trials: 16, trackedTrials: 0, keptRuns: 0, seed: seed))
    // λ₁ = 1.35 per factor: ln 10^1173 after 2000.
    #expect(relativeError(result.logNorm.value, try #require(result.theory.mean)) < 0.01)
  }

  /// Where the limit of long products is far away there is no theory, instead of a wrong one.
  @Test(arguments: [
    (4, 1, false), (3, 2, false), (64, 200, false), (16, 50, false), (16, 160, true),
    (4, 100, true), (1, 1, true),
  ])
  func shortProductsHaveNoTheory(size: Int, steps: Int, hasTheory: Bool) async throws {
    let result = try await sampleGaussianProducts(
      GaussianProductRequest(
        size: size, steps: steps, trials: 4, trackedTrials: 0, keptRuns: 0, seed: seed))
    #expect((result.theory.mean != nil) == hasTheory)
    #expect((result.theory.standardDeviation != nil) == hasTheory)
  }

  @Test func impossibleRequestsAreRefused() async {
    for request in [
      GaussianProductRequest(size: 0, seed: seed), GaussianProductRequest(size: 513, seed: seed),
      GaussianProductRequest(steps: 0, seed: seed), GaussianProductRequest(trials: 1, seed: seed),
      GaussianProductRequest(entryDeviation: .nan, seed: seed),
      GaussianProductRequest(trials: 10, trackedTrials: 11, seed: seed),
      GaussianProductRequest(size: 512, steps: 1_000_000, seed: seed),
    ] {
      await #expect(throws: TheoryError.self) { try await sampleGaussianProducts(request) }
    }
  }
}
