import Foundation
import Simulation
import Testing

@testable import Experiments
import Study

@Suite("Chapter 11: finite width") struct FiniteWidthChapterTests {
  private let seed = SeedTree(seed: 9)

  @Test func theExactLawMeetsTheHistogram() async throws {
    let outcome = try await LogNormLaw.simulate(
      settings: [(Identity(), 20, 12), (ReLU(), 10, 12)], networks: 1500, seed: seed, jobs: 2)
    for one in outcome.cases {
      // Kolmogorov and Smirnov at 1500 networks: 1.95/√1500 has a probability of 10⁻³.
      #expect(one.exactDistance < 0.05, "\(one.activation)")
      #expect(abs(one.mean.value - one.meanTheory) < 4.5 * one.mean.halfWidth / 1.96)
      #expect(abs(one.variance.value / one.varianceTheory - 1) < 0.25)
    }
    // Ten units are too few for the limit.
    #expect(outcome.cases[1].normalDistance > outcome.cases[1].exactDistance)
    #expect(outcome.cases[1].varianceTheory > 1.2 * outcome.cases[1].beta)
  }

  @Test func onlyTheSumOfInverseWidthsCounts() async throws {
    let outcome = try await WidthSum.simulate(networks: 400, seed: seed, jobs: 2)
    for point in outcome.points {
      #expect(abs(point.variance.value / point.theory - 1) < 0.45, "\(point.widths)")
      let limit = point.sum * (point.activation == "linear" ? 2 : 5)
      #expect(point.theory > limit)
      if (point.widths.min() ?? 0) >= 64 { #expect(point.theory < 1.1 * limit) }
    }
    // n · Var ln of one ReLU layer of 64 units, by scipy in Tests/References/finite_width.json.
    let reference = try finiteWidth()
    #expect(abs(outcome.exampleSlope - 64 * reference) < 1e-9)
  }

  /// The variance of ln χ²_K of 64 units.
  private func finiteWidth() throws -> Double {
    struct File: Decodable { let relu: [[Double]] }
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "References/finite_width.json")
    let rows = try JSONDecoder().decode(File.self, from: Data(contentsOf: file)).relu
    return try #require(rows.first { $0[0] == 64 })[2]
  }

  @Test func theMedianFallsBelowTheMean() async throws {
    let outcome = try await MeanAndMedian.simulate(
      width: 32, shown: [1, 10, 30], networks: 800, seed: seed, jobs: 2)
    for point in outcome.points {
      #expect(
        abs(point.median.value - point.medianTheory) < 4.5 * point.median.halfWidth / 1.96)
      #expect(abs(point.above.value - point.aboveTheory) < 0.08)
    }
    let last = try #require(outcome.points.last)
    // −β/2 in decades, β = 5 · 30/32.
    #expect(abs(last.medianTheory + 2.34 / 2.3026) < 0.1)
    #expect(last.momentsTheory > 1.8)
  }

  @Test func batchNormalisationShattersGradients() async throws {
    struct File: Decodable {
      struct Normalized: Decodable {
        let width: Int
        let means: [Double]
        let standardErrors: [Double]
      }
      let normalized: Normalized
    }
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "References/chapter11_finite_width.json")
    let reference = try JSONDecoder().decode(File.self, from: Data(contentsOf: file)).normalized
    let outcome = try await ShatteredGradients.simulate(
      width: 400, plainDepths: [1, 4], networks: 40, normalizedWidth: reference.width,
      normalizedDepths: [1, 2, 3, 4], normalizedNetworks: 200, seed: seed, jobs: 2)
    for (index, point) in outcome.normalized.enumerated() {
      let (error, own) = (reference.standardErrors[index], point.correlation.halfWidth / 1.96)
      #expect(
        abs(point.correlation.value - reference.means[index])
          < 4.5 * (error * error + own * own).squareRoot(), "\(point.depth)")
      // Batches of 24 leave a little less than a half each.
      #expect(abs(point.correlation.value - point.theory) < 0.06)
    }
    for point in outcome.plain {
      #expect(
        abs(point.correlation.value - point.theory) < 0.02 + 4.5 * point.correlation.halfWidth / 2)
    }
    // 1 − θ/π = ½ for orthogonal inputs.
    #expect(abs(outcome.plainTheory[0].correlation - 0.5) < 1e-12)
    let (a, b) = (outcome.plainTheory[31].correlation, outcome.plainTheory[63].correlation)
    #expect(abs(log2(a / b) - 3) < 0.5)
  }

  @Test func jacobiansFollowPenningtonAtSmallDepth() async throws {
    let outcome = try await JacobianSpectra.simulate(
      width: 48, networks: 8, tanhWidth: 16, tanhNetworks: 2, tanhDepths: [1, 10, 60], seed: seed,
      jobs: 2)
    for one in outcome.cases {
      for point in one.points where point.depth <= 4 {
        #expect(
          abs(point.variance.value - point.theory)
            < 0.15 * point.theory + 1e-9 + 3 * point.variance.halfWidth,
          "\(one.network) \(point.depth)")
      }
    }
    // Products of orthogonal matrices are orthogonal.
    let orthogonal = try #require(outcome.cases.first { $0.network == "linear-orthogonal" })
    #expect(orthogonal.points.allSatisfy { abs($0.largest.value - 1) < 1e-9 })
    // Below the critical gain all singular values fall like gᴸ.
    let below = try #require(outcome.tanh.first?.quantiles.last)
    #expect(below[4] < 0.01)
  }

  @Test func narrowNetworksAreBornDead() async throws {
    let outcome = try await BornDeadNetworks.simulate(
      networks: 1200, depth: 12, seed: seed, jobs: 2)
    let index = BornDeadNetworks.publishedDepth - 1
    // Lu et al. 2019: > 90 %, ≈ 60 %, > 10 %, < 1 %.
    let shares = outcome.curves.map { $0.line[index] }
    #expect(shares[0].high > 0.9)
    #expect(abs(shares[1].value - 0.63) < 0.05)
    #expect(shares[2].high > 0.1 && shares[3].low < 0.01)
    for one in outcome.curves {
      for (single, theory) in zip(one.single, one.singleTheory) {
        #expect(abs(single.value - theory) < 4.5 * (theory / 1200).squareRoot() + 1e-3)
      }
      #expect(zip(one.line, one.single).allSatisfy { $0.value <= $1.value })
    }
    for width in [2, 3] {
      let shares = outcome.remedies.filter { $0.width == width }.map(\.share.value)
      #expect(shares[1] < 0.75 * shares[0] && shares[2] < 0.75 * shares[0])
    }
  }

  @Test func networksOfTheAskedWidthKeepTheFactor() async throws {
    let outcome = try await WidthEnough.simulate(
      depths: [1, 3, 10], measured: [(1, 3), (2, 10)], networks: 600, seed: seed, jobs: 2)
    for point in outcome.points {
      #expect(point.theory >= 0.95 && point.theory < 0.96)
      // 4.5 standard errors at 600 networks.
      #expect(abs(point.inside.value - point.theory) < 0.04)
    }
    for curve in outcome.curves {
      #expect(zip(curve.widths, curve.widths.dropFirst()).allSatisfy { $0 < $1 })
    }
  }
}
