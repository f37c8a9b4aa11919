import Simulation
import Testing

@testable import Experiments
import Study

/// Whether intervals of 95 % contain the truth 95 times of 100, over many seeds.
@Suite("Interval coverage") struct IntervalCoverageTests {
  private static func checks(seed: UInt64) async throws -> [TheoryCheck] {
    func checks(_ experiment: some Experiment, _ study: StudyConfiguration) async throws
      -> [TheoryCheck]
    {
      try experiment.checks(of: await experiment.run(study, jobs: 2))
    }
    let study = StudyConfiguration(seed: seed, width: 64, depth: 10, networks: 150)
    var all: [TheoryCheck] = []
    // The chapters that hold most of the checks and cost little.
    for experiment in [Chapter.products, .variance, .nonSquare].flatMap(\.experiments) {
      all += try await checks(experiment, study)
    }
    return all
  }

  @Test func nineteenOfTwentyIntervalsContainTheory() async throws {
    var shares: [Double] = []
    var shiftedShares: [Double] = []
    for seed: UInt64 in 1...12 {
      let checks = try await Self.checks(seed: seed)
      #expect(checks.count > 40)
      shares.append(Double(checks.count(where: \.isContained)) / Double(checks.count))
      // The same intervals around a truth that is off by one half width: about half must miss.
      let shifted = checks.count { $0.measured.contains($0.theory + $0.measured.halfWidth) }
      shiftedShares.append(Double(shifted) / Double(checks.count))
    }
    // The seeds are independent, the checks of one seed nearly so: the standard error comes from the
    // seeds. Student's 99.9 % quantile for 11 degrees of freedom is 4.44.
    let share = try Estimate.mean(of: shares)
    let standardError = share.halfWidth / 2.201
    #expect(abs(share.value - 0.95) < 4.44 * standardError, "\(share)")
    #expect(standardError < 0.02)
    // Shifted by 1.96 standard errors, Φ(0) − Φ(−3.92) = 0.49995 of them contain the false value.
    let shifted = try Estimate.mean(of: shiftedShares)
    #expect(abs(shifted.value - 0.5) < 4.44 * shifted.halfWidth / 2.201, "\(shifted)")
  }

  @Test func coverageCountsAndNamesTheMisses() {
    let hit = TheoryCheck(
      "a", measured: Estimate(value: 1, low: 0.9, high: 1.2, samples: 10), theory: 1.1)
    let miss = TheoryCheck(
      "b", Fact("width", 8), measured: Estimate(value: 2, low: 1.5, high: 2.5, samples: 10),
      theory: 3)
    #expect(hit.isContained && !miss.isContained)
    #expect(abs(hit.distance - 0.5) < 1e-12 && miss.distance == 2)
    let coverage = IntervalCoverage([("one", [hit, miss]), ("two", []), ("three", [hit])])
    #expect(coverage.count == 3 && coverage.contained == 2)
    #expect(
      coverage.tables[0].rows == [["`one`", "2", "1"], ["`three`", "1", "1"]])
    #expect(coverage.tables[1].rows == [["`one`", "@if.b", "3.00", "@if.estimate", "2.00"]])
    let facts = coverage.tables[1].facts[0]
    #expect(facts.map(\.name) == ["width", "estimate"])
    #expect(facts[1].text() == "2.00" && facts[1].text(part: "interval") == "1.50 to 2.50")
  }

  @Test func aReportWithoutChecksLeavesTheSectionOut() {
    let facts = IntervalCoverage([]).facts
    #expect(facts.first { $0.name == "coverage-count" }?.text() == "")
  }
}
