import Charts
import Graphics
import Simulation
import Study

/// Whether the choice of σ changes the condition number, as note 001's table says.
///
/// Independent draws for each of the note's three means; the condition number is a ratio, so σ cancels.
/// Target: the interval of every median within 2 %. Reached up to m/n = 1/2; the squarer the layer, the
/// heavier the tail of the condition number: 5 % at 7/8.
struct ConditionNumber: Experiment {
  let id = "condition-number"
  let question = "Which of the three means gives the best-conditioned layer?"
  let chartIDs = ["condition-number"]

  struct Outcome: Codable, Equatable, Sendable {
    var columns: Int
    var matrices: Int
    var rules: [RuleOutcome]
  }

  struct RuleOutcome: Codable, Equatable, Sendable {
    var rule: String
    var shapes: [Shape]
  }

  struct Shape: Codable, Equatable, Sendable {
    var rows: Int
    /// The median of σ_max/σ_min.
    var condition: Estimate
    /// The mean of σ_max.
    var largest: Estimate
    var largestTheory: Double
  }

  static let rules: [StartingRule] = [.geometric, .arithmetic, .quadratic]

  func run(_ study: StudyConfiguration, jobs: Int) async throws -> Outcome {
    let n = max(16, study.width)
    let matrices = max(20, study.networks / 10)
    var rules: [RuleOutcome] = []
    for rule in Self.rules {
      var shapes: [Shape] = []
      for step in 1...7 {
        let m = n * step / 8
        let deviation = rule.initializer.variance(fanIn: m, fanOut: n).squareRoot()
        let seed = SeedTree(seed: study.seed).child(id).child(rule.name).child(m)
        let extremes = try await mapTrials(matrices, jobs: jobs) { trial in
          var random = seed.child(trial).source()
          let values = try BidiagonalModel(
            rows: m, columns: n, entryDeviation: deviation, random: &random
          ).singularValues()
          return [values[0], values[values.count - 1]]
        }
        let limit = try ExtremeSingularValues(
          rows: m, columns: n, entryVariance: deviation * deviation)
        shapes.append(
          Shape(
            rows: m, condition: try .median(of: extremes.map { $0[0] / $0[1] }),
            largest: try .mean(of: extremes.map { $0[0] }), largestTheory: limit.baiYinLargest))
      }
      rules.append(RuleOutcome(rule: rule.name, shapes: shapes))
    }
    return Outcome(columns: n, matrices: matrices, rules: rules)
  }

  func charts(of outcome: Outcome, study: StudyConfiguration) throws -> [Chart] {
    let n = Double(outcome.columns)
    let ratios = (8...118).map { Double($0) / 128 }
    let chart = Chart("condition-number") {
      Panel("Condition number", detail: "largest over smallest singular value, log axis") {
        LineMark(
          x: .value("m/n", ratios),
          y: .value("Theory", ratios.map { (1 + $0.squareRoot()) / (1 - $0.squareRoot()) })
        ).lineStyle(.theory)
        for (index, rule) in outcome.rules.enumerated() {
          // Side by side, or the three would hide each other.
          let shift = 0.012 * Double(index - 1)
          let x = rule.shapes.map { Double($0.rows) / n + shift }
          let series = PlottableValue.value("Mean", rule.rule)
          ErrorBarMark(
            x: .value("m/n", x), lower: .value("95 % interval", rule.shapes.map(\.condition.low)),
            upper: .value("95 % interval", rule.shapes.map(\.condition.high)), series: series,
            shape: .line)
          PointMark(
            x: .value("m/n", x), y: .value("Median", rule.shapes.map(\.condition.value)),
            series: series)
        }
      }
      .chartYScale(type: .log, domain: 1...80)
      .chartYAxis(values: [1, 3, 10, 30], labels: ["1", "3", "10", "30"])
      Panel("Largest singular value", detail: "σ(√*m* + √*n*)") {
        for rule in outcome.rules {
          let series = PlottableValue.value("Mean", rule.rule)
          LineMark(
            x: .value("m/n", rule.shapes.map { Double($0.rows) / n }),
            y: .value("Theory", rule.shapes.map(\.largestTheory)), series: series
          ).lineStyle(.secondary).endLabelHidden()
          PointMark(
            x: .value("m/n", rule.shapes.map { Double($0.rows) / n }),
            y: .value("Mean", rule.shapes.map(\.largest.value)), series: series)
        }
      }
      .chartYScale(domain: 1.3...2.5)
    }
    let conditionMargin = outcome.rules.flatMap(\.shapes).map {
      max($0.condition.high / $0.condition.value, $0.condition.value / $0.condition.low) - 1
    }.max()
    return [
      chart
        .chartFacetScales(.freeY)
        .chartXScale(domain: 0.06...0.94)
        .chartXAxis(
          values: [0.125, 0.25, 0.5, 0.75, 0.875], labels: ["1/8", "1/4", "1/2", "3/4", "7/8"]
        )
        .chartXAxisLabel("Aspect ratio *m*/*n*")
        .chartYAxisLabel("")
        .chartLegend(.top)
        .chartPlotHeight(240)
        .chartTitle(
          "All three means have the same condition number: it depends on the shape, not on σ"
        )
        .chartSubtitle(
          "Left, condition number of Gaussian *m* × *n* layers, *n* = \(outcome.columns), with σ² from "
            + "three means of *m* and *n*; right, what σ does change."
        )
        .chartCaption(
          "**Left:** median over \(NumberFormat.count.text(Double(outcome.matrices))) matrices with its "
            + "95 % interval (order statistics; at most "
            + "\(NumberFormat.percent(0).text(conditionMargin ?? .nan)) from the median), independent "
            + "draws for each mean, points set side by side. **Dashed:** (1 + √γ)/(1 − √γ), γ = *m*/*n*. "
            + "**Right:** mean over the same matrices; its interval is smaller than the mark. "
            + "**Lines:** Bai and Yin’s limit. The note expects the lowest condition number from the "
            + "geometric mean. Seed \(study.seed)."
        )
        .chartAltText(altText(outcome))
    ]
  }

  private func altText(_ outcome: Outcome) -> String {
    let parts = outcome.rules.map { rule in
      let values = rule.shapes.map { NumberFormat.significant(2).text($0.condition.value) }
      return "\(rule.rule): \(values.joined(separator: ", "))"
    }
    return
      "Left panel: median condition numbers for seven aspect ratios from 1/8 to 7/8 lie on one "
      + "curve for all three means. \(parts.joined(separator: "; ")). Right panel: the largest singular "
      + "values differ, the geometric mean's being largest."
  }

  func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    // m/n = 1/4, the note's 64 × 256.
    let names = ["geometric", "arithmetic", "quadratic"]
    return zip(names, outcome.rules).map { name, rule in
      Fact("condition-\(name)", rule.shapes[1].condition, .fixed(2))
    } + [
      Fact("condition-theory", 3, .fixed(0)),
      Fact("condition-rows", outcome.rules[0].shapes[1].rows),
      Fact("condition-columns", outcome.columns),
      Fact("condition-largest-geometric", outcome.rules[0].shapes[1].largest, .fixed(2)),
      Fact("condition-largest-quadratic", outcome.rules[2].shapes[1].largest, .fixed(2)),
    ]
  }
}
