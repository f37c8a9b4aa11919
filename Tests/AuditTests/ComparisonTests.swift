import Simulation
import Testing

@testable import Audit

/// Standing of a comparison, with synthetic numbers.
@Suite struct ComparisonTests {
  /// A measurement whose stretched interval is about ±1.87 · half.
  private func measured(_ value: Double, _ half: Double) -> Estimate {
    Estimate(value: value, low: value - half, high: value + half, samples: 100)
  }

  @Test func theoryDecidesByThePrintedDigits() {
    #expect(Comparison("x", .printed("0.94"), theory: 0.9412).standing == .holds)
    #expect(Comparison("x", .printed("0.94"), theory: 0.93).standing == .fails)
    #expect(Comparison("x", .formula(2), theory: 2 + 1e-13).standing == .holds)
    #expect(Comparison("x", .formula(2), theory: 2 + 1e-6).standing == .fails)
    #expect(Comparison("x", .below(1), theory: 1).standing == .fails)
    #expect(Comparison("x", .atMost(1), theory: 1).standing == .holds)
    #expect(Comparison("x", .above(0), theory: .nan).standing == .fails)
  }

  @Test func theoryAndMeasurementMustAgree() {
    let agreeing = Comparison(
      "x", .printed("5.76"), theory: 5.76, measured: measured(5.7, 0.05))
    #expect(agreeing.standing == .holds && agreeing.measurementAgrees)
    let conflict = Comparison(
      "x", .printed("5.76"), theory: 5.76, measured: measured(5.5, 0.05))
    #expect(conflict.standing == .conflict)
    // A theory that admits an error of 10 % cannot be contradicted by 5 %.
    let tolerant = Comparison(
      "x", .printed("5.76"), theory: 5.76, measured: measured(5.5, 0.05), theoryError: 0.1)
    #expect(tolerant.standing == .holds)
  }

  @Test func aCoarseMeasurementLeavesTheDecisionToTheory() {
    let coarse = Comparison("x", .printed("1.00"), theory: 0.97, measured: measured(0.98, 0.05))
    #expect(coarse.standing == .fails)
    #expect(!coarse.measurementAgrees)
    let sharp = Comparison("x", .printed("1.00"), theory: 0.5, measured: measured(0.51, 0.02))
    #expect(sharp.standing == .fails)
    #expect(sharp.measurementAgrees)
  }

  @Test func measurementAloneDecidesWhereItIsSharpEnough() {
    #expect(Comparison("x", .below(1), measured: measured(0.5, 0.1)).standing == .holds)
    #expect(Comparison("x", .below(1), measured: measured(1.5, 0.1)).standing == .fails)
    #expect(Comparison("x", .below(1), measured: measured(1, 0.1)).standing == .open)
    #expect(Comparison("x", .about(1, within: 0.01), measured: measured(1, 0.1)).standing == .holds)
  }

  @Test func printedOutputsAreComparedWithRuns() {
    let runs = Comparison.Outputs([0.3, 0.5, 0.7])
    #expect(runs.low == 0.3 && runs.high == 0.7 && runs.runs == 3)
    #expect(Comparison("x", .printedOutput(0.6), outputs: runs).standing == .holds)
    #expect(Comparison("x", .printedOutput(1.0002), outputs: runs).standing == .fails)
  }

  @Test func intervalsAreWidenedForTheWholeAudit() {
    let estimate = measured(1, 0.1).simultaneous
    // z(1 − 0.025/200)/z(0.975) = 3.6623/1.9600, from scipy.stats.norm.ppf.
    #expect(abs(estimate.halfWidth / 0.1 - 1.86853) < 1e-4)
    #expect(estimate.value == 1 && estimate.samples == 100)
  }
}
