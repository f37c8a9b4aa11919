import Graphics
import Simulation

/// How many of a report's 95 % intervals contain the true value, where theory knows it exactly.
///
/// The test of the intervals themselves: of many independent ones about one in twenty must miss.
public struct IntervalCoverage: Sendable {
  /// The checks by experiment, in reading order.
  public let groups: [(experiment: String, checks: [TheoryCheck])]

  /// Makes a summary; experiments without checks are left out.
  public init(_ groups: [(experiment: String, checks: [TheoryCheck])]) {
    self.groups = groups.filter { !$0.checks.isEmpty }
  }

  private var all: [TheoryCheck] { groups.flatMap(\.checks) }

  /// How many intervals there are.
  public var count: Int { all.count }
  /// How many contain the true value.
  public var contained: Int { all.count(where: \.isContained) }

  /// The facts for templates; `coverage-count` is empty where no experiment has a check, so that a
  /// template can leave the section out.
  public var facts: [Fact] {
    let share = try? Estimate.proportion(successes: contained, trials: count)
    let spread = Double(count).squareRoot() * (0.95 * 0.05).squareRoot()
    return [
      Fact("coverage-count", text: count == 0 ? "" : NumberFormat.count.text(Double(count))),
      Fact("coverage-contained", contained), Fact("coverage-missed", count - contained),
      Fact("coverage-expected-misses", 0.05 * Double(count), .fixed(1)),
      Fact("coverage-spread", spread, .fixed(1)),
      Fact(
        "coverage-share", share ?? Estimate(value: .nan, low: .nan, high: .nan, samples: 0),
        .percent(0)),
      Fact("coverage-missed-any", text: contained < count ? "yes" : ""),
      Fact("coverage-agrees", text: share.map { $0.contains(0.95) } == true ? "yes" : ""),
    ]
  }

  /// The checks that missed, and a line for each experiment.
  public var tables: [FactTable] {
    [
      FactTable(
        name: "interval-coverage", header: ["experiment", "intervals", "contained"],
        numeric: [false, true, true],
        rows: groups.map { name, checks in
          ["`\(name)`", String(checks.count), String(checks.count(where: \.isContained))]
        }),
      FactTable(
        name: "interval-misses",
        header: ["experiment", "number", "theory", "measured", "distance"],
        numeric: [false, false, true, true, true],
        rows: misses.map { name, check in
          [
            "`\(name)`", "@if.\(check.key)", check.format.text(check.theory), "@if.estimate",
            NumberFormat.fixed(2).text(check.distance),
          ]
        },
        facts: misses.map { _, check in
          check.facts + [Fact("estimate", check.measured, check.format)]
        }),
    ]
  }

  private var misses: [(experiment: String, check: TheoryCheck)] {
    groups.flatMap { name, checks in checks.filter { !$0.isContained }.map { (name, $0) } }
  }
}

extension TheoryCheck {
  /// As many decimals as show the half width of the interval with two digits.
  fileprivate var format: NumberFormat {
    guard measured.halfWidth > 0, measured.halfWidth.isFinite else { return .significant(4) }
    return .fixed(max(0, 1 - Int(Elementary.log10(measured.halfWidth).rounded(.down))))
  }
}
