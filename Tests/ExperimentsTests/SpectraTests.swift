import Foundation
import Simulation
import TestSupport
import Testing

@testable import Experiments
import Study

@Suite("Spectra") struct SpectraTests {
  private let study = StudyConfiguration(seed: 11, width: 32, networks: 200)

  @Test func eigenvaluesFollowMarchenkoAndPastur() async throws {
    for row in try await EigenvalueDensity().run(study, jobs: 2).rows {
      // 2,000 eigenvalues that repel each other: closer than the 1.36/√2000 of independent ones.
      #expect(row.distance < 0.03, "γ = \(row.ratio)")
      #expect(row.histogram.total >= 1900)
      if row.ratio < 1 {
        // From below, by the edge fluctuations of n = 100.
        let limit = row.upperEdge / row.lowerEdge
        #expect(row.condition.high < limit * 1.02 && row.condition.low > 0.6 * limit)
      }
    }
  }

  @Test func largestSingularValueStaysBelowItsLimitOnAverage() async throws {
    for shape in try await LargestSingularValue().run(study, jobs: 2).shapes {
      for size in shape.sizes {
        // Gordon's inequality: the mean is at most σ(√m + √n).
        #expect(size.mean.low < shape.limit)
        #expect(size.mean.value > size.theory[0] && size.mean.value < size.theory[2])
      }
    }
  }

  @Test func conditionNumberDoesNotDependOnTheMean() async throws {
    let rules = try await ConditionNumber().run(study, jobs: 2).rules
    for index in rules[0].shapes.indices {
      let shapes = rules.map { $0.shapes[index] }
      let (low, high) = (
        shapes.map(\.condition.low).max() ?? 0, shapes.map(\.condition.high).min() ?? 0
      )
      // Three 95 % intervals of one number; a factor for the one seed in seven that parts them.
      #expect(low < 1.1 * high, "m = \(shapes[0].rows)")
    }
    // σ itself differs: for m = n/8 the geometric mean's layer is the larger.
    #expect(rules[0].shapes[0].largest.low > rules[2].shapes[0].largest.high)
  }

  @Test func productOfNormsIsNoEstimateOfTheGradient() async throws {
    let outcome = try await ProductSpectra().run(study, jobs: 2)
    let last = try #require(outcome.gaussian.last)
    #expect(last.logNormProduct.low > 8)
    // Mean square 1; the mean logarithm is below by about depth/(2 · width).
    #expect(abs(last.logGradient.value) < 1)
    for depth in outcome.orthogonal {
      #expect(depth.quantiles.allSatisfy { abs($0.value) < 1e-9 })
    }
    for jacobian in outcome.jacobians where jacobian.depth == 1 {
      #expect(
        abs(jacobian.measured.value - jacobian.theory) < 0.3 + 3 * jacobian.measured.halfWidth,
        "\(jacobian.network)")
    }
  }

  @Test func productsActAsNumpysDo() async throws {
    let reference = try SpectraReference.load()
    // 64 units, sixteen layers, 25 networks, as in the script.
    let outcome = try await ProductSpectra().run(
      StudyConfiguration(seed: 11, width: 2 * reference.products.width), jobs: 2)
    let last = try #require(outcome.gaussian.last)
    #expect(last.depth == reference.products.depth)
    let ours = last.quantiles + [last.logGradient]
    let theirs = zip(reference.products.logQuantiles, reference.products.standardErrors)
    for (estimate, (value, error)) in zip(ours, theirs) {
      let error2 = estimate.halfWidth / 2.06
      // 4.5 standard errors of both: 25 networks here (t, 24 degrees of freedom), 40 there.
      #expect(abs(estimate.value - value) < 4.5 * (error * error + error2 * error2).squareRoot())
    }
    for expected in reference.jacobians {
      let measured = try #require(
        outcome.jacobians.first {
          $0.network == expected.network && $0.depth == expected.depth
        }
      ).measured
      let (error, error2) = (expected.standardError, measured.halfWidth / 2.06)
      #expect(
        abs(measured.value - expected.mean) < 4.5 * (error * error + error2 * error2).squareRoot(),
        "\(expected.network) \(expected.depth)")
    }
  }

  @Test func gaussianEigenvaluesFillTheDisc() async throws {
    let laws = try await CircularLaw().run(study, jobs: 2).laws
    #expect(laws[0].inner.contains(0.25) && laws[1].inner.contains(0.25))
    #expect(laws[2].values.allSatisfy { abs($0.magnitude - 1) < 1e-9 })
    #expect(laws[0].extremes[0] > 1.6 && laws[0].extremes[1] < 0.2)
  }
}

/// The products of `Tests/References/chapter07_spectra.py`.
private struct SpectraReference: Decodable {
  struct Products: Decodable {
    let width: Int
    let depth: Int
    /// ln of the 10, 50, 90 and 100 % points of singular values, then of the rms factor.
    let logQuantiles: [Double]
    let standardErrors: [Double]
  }

  struct Jacobian: Decodable {
    let network: String
    let depth: Int
    let mean: Double
    let standardError: Double
  }

  let products: Products
  let jacobians: [Jacobian]

  static func load() throws -> SpectraReference { try Reference.load("chapter07_spectra") }
}
