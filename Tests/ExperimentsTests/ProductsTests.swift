import Simulation
import TestSupport
import Testing

@testable import Experiments
@testable import Publishing
import Study

@Suite("Chapter 1: products") struct ProductsTests {
  let reference: ChapterReference
  let study = StudyConfiguration(networks: 200)

  init() throws { reference = try ChapterReference.load() }

  @Test func factorsLeaveFormatsWhereRepeatedMultiplicationDoes() async throws {
    let outcome = try await RepeatedFactor().run(study, jobs: 1)
    for path in outcome.paths where path.factor != 1 {
      let expected = try #require(reference.exits["\(path.factor)"])
      #expect(path.exits == expected, "\(path.factor)")
    }
    #expect(outcome.paths.first { $0.factor == 1 }?.exits == [nil, nil, nil])
  }

  @Test func productGrowsByNewmansExponent() async throws {
    let outcome = try await GaussianProduct.simulate(
      size: 4, matrices: 101, sizes: [2], trials: 400, seed: SeedTree(seed: 5), jobs: 2)
    let exponent = try #require(reference.exponents["4"])
    #expect(outcome.exponent.within(sigmas: 4, of: exponent))
    let expected = reference.largestEntry
    #expect(outcome.end.within(sigmas: 4.1, of: expected.meanLog10))
    let share = outcome.shareAboveNote
    #expect(share.within(sigmas: 4.1, of: expected.shareAboveNote))
  }

  /// The typical length and the largest entry are two quantities, a third of a decade apart: the chapter's check computes
  /// the former and stands beside theory's.
  @Test func theChaptersCheckComparesLengthsWithLengths() async throws {
    let outcome = try await GaussianProduct.simulate(
      size: 4, matrices: 101, sizes: [2], trials: 8, seed: SeedTree(seed: 5), jobs: 1)
    // 101·½(ln 2 + ψ(2))/ln 10 with ψ(2) = 1 − γ, γ = 0.577215664901533 (Abramowitz and Stegun, 6.3.2).
    let decades = 101 * 0.5 * (0.693147180559945 + 1 - 0.577215664901533) / 2.302585092994046
    let fact = try #require(
      GaussianProduct().facts(of: outcome, study: study).first { $0.name == "product-end-decades" })
    guard case .number(let stated) = fact.value else {
      Issue.record("a length by theory is no measurement")
      return
    }
    #expect(abs(stated - decades) < 1e-9)
    #expect(abs(reference.largestEntry.meanLog10 / decades - 1) > 0.01)
    let check = try TemplateLibrary.builtIn.text(at: "checks/01-products.py")
    #expect(check.contains("# in the report: {{product-end-decades}}, within 1 %"))
  }

  @Test func runsAreRecordedAtEverySecondMatrixAndTheLast() async throws {
    let outcome = try await GaussianProduct.simulate(
      size: 3, matrices: 11, sizes: [2], trials: 8, seed: SeedTree(seed: 5), jobs: 1)
    #expect(outcome.steps == [1, 3, 5, 7, 9, 11])
    #expect(outcome.runs.allSatisfy { $0.count == outcome.steps.count })
    #expect(outcome.sizes[0].median.count == 12)
    #expect(outcome.sizes[0].median[0] == 0)
  }

  @Test func logNormHasTheMeanAndVarianceOfBruteForce() async throws {
    let outcome = try await ProductLogNorm.simulate(
      size: 4, matrices: 100, trials: 4000, seed: SeedTree(seed: 6), jobs: 2)
    let law = try ProductLogNorm.Law(outcome)
    let brute = reference.logNorm
    // The brute force has standard errors of its own: σ/√n, and σ²√(2/n) for the variance.
    let bruteError = (brute.variance / Double(brute.trials)).squareRoot()
    let bruteVarianceError = brute.variance * (2 / Double(brute.trials)).squareRoot()
    #expect(abs(law.mean - brute.mean) < 4 * bruteError)
    #expect(abs(law.variance - brute.variance) < 4 * bruteVarianceError)
    #expect(outcome.mean.within(sigmas: 4, of: law.mean))
    #expect(outcome.variance.within(sigmas: 4, of: law.variance))
  }
}
