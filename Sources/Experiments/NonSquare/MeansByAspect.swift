import Charts
import Graphics
import Simulation
import Study

/// How far each mean of the two fans misses 1, forward and backward, by the aspect ratio of a layer.
///
/// One linear layer of m inputs and n outputs with mn fixed; forward it multiplies the variance by mσ²,
/// backward by nσ². Target: every interval within 1 %.
struct MeansByAspect: Experiment {
  let id = "means-by-aspect"
  let question = "What do the means of m and n make of one layer, forward and backward?"
  let chartIDs = ["means-by-aspect"]

  struct Outcome: Codable, Equatable, Sendable {
    var networks: Int
    var shapes: [Shape]
  }

  /// One layer shape under all means.
  struct Shape: Codable, Equatable, Sendable {
    var fanIn: Int
    var fanOut: Int
    var rules: [Factors]
  }

  /// What one layer does to variances.
  struct Factors: Codable, Equatable, Sendable {
    var rule: String
    var forward: Estimate
    var backward: Estimate
    var forwardTheory: Double
    var backwardTheory: Double
  }

  /// m/n from 1/16 to 16 in powers of two; √(mn) is the study's width, or √2 times it.
  static func shapes(_ study: StudyConfiguration) -> [(Int, Int)] {
    [(1, 16), (2, 16), (2, 8), (4, 8), (4, 4), (8, 4), (8, 2), (16, 2), (16, 1)].map {
      let unit = max(1, study.width / 4)
      return ($0.0 * unit, $0.1 * unit)
    }
  }

  func run(_ study: StudyConfiguration, jobs: Int) async throws -> Outcome {
    let networks = 3 * study.networks
    var shapes: [Shape] = []
    for (m, n) in Self.shapes(study) {
      let pass = try await HomogeneousPass(
        widths: [m, n], activation: Identity(), reference: .leCun, networks: networks,
        seed: SeedTree(seed: study.seed).child(id).child(m).child(n), jobs: jobs)
      let rules = StartingRule.means.map { rule in
        let variance = rule.initializer.variance(fanIn: m, fanOut: n)
        return Factors(
          rule: rule.name, forward: pass.forward(rule)[0].linearMean,
          backward: pass.inputGradient(rule).linearMean, forwardTheory: Double(m) * variance,
          backwardTheory: Double(n) * variance)
      }
      shapes.append(Shape(fanIn: m, fanOut: n, rules: rules))
    }
    return Outcome(networks: networks, shapes: shapes)
  }

  func charts(of outcome: Outcome, study: StudyConfiguration) throws -> [Chart] {
    let margins = outcome.shapes.flatMap(\.rules).flatMap { [$0.forward, $0.backward] }
      .map { $0.halfWidth / $0.value }
    let chart = Chart("means-by-aspect") {
      Panel("Forward", detail: "factor *mσ*^{2} on the signal’s variance") {
        curves(outcome, measured: \.forward, theory: { m, _, variance in m * variance })
      }
      Panel("Backward", detail: "factor *nσ*^{2} on the gradient’s variance") {
        curves(outcome, measured: \.backward, theory: { _, n, variance in n * variance })
      }
    }
    return [
      chart
        .chartXScale(type: .log, domain: (1 / 16.0)...16)
        .chartXAxis(
          values: [1 / 16.0, 1 / 4.0, 1, 4, 16], labels: ["1/16", "1/4", "1", "4", "16"]
        )
        .chartXAxisLabel("Aspect ratio *m*/*n*: fan-in over fan-out")
        .chartYScale(type: .log, domain: 0.04...20)
        .chartYAxis(values: [0.0625, 0.25, 1, 4, 16], labels: ["1/16", "1/4", "1", "4", "16"])
        .chartYAxisLabel("Variance out ÷ variance in")
        .chartPlotHeight(260)
        .chartTitle(
          "No mean suits both directions; the geometric one misses both by the same factor"
        )
        .chartSubtitle(
          "One linear layer of *m* inputs and *n* outputs, its weights set by four means of 1/*m* "
            + "and 1/*n*. Log axes; on the line at 1 nothing is lost or gained."
        )
        .chartCaption(
          "**Points:** mean over \(NumberFormat.count.text(Double(outcome.networks))) layers; 95 % "
            + "interval at most ±\(NumberFormat.percent(1).text(margins.max() ?? .nan)), smaller "
            + "than the mark. **Lines:** theory. Gaussian weights, one input and one output "
            + "gradient *N*(0, 1) for each layer, √(*mn*) = \(geometricWidth(outcome)), the same "
            + "draws for all means. Seed \(study.seed)."
        )
        .chartAltText(altText(outcome))
    ]
  }

  private func geometricWidth(_ outcome: Outcome) -> String {
    let widths = outcome.shapes.map {
      Int((Double($0.fanIn) * Double($0.fanOut)).squareRoot().rounded())
    }
    guard let low = widths.min(), let high = widths.max() else { return "–" }
    return low == high ? "\(low)" : "\(low) or \(high)"
  }

  private func curves(
    _ outcome: Outcome, measured: KeyPath<Factors, Estimate>,
    theory: (Double, Double, Double) -> Double
  ) -> [any Mark] {
    // One point of the curve per hundredth of a decade of m/n; the factors depend on m/n alone.
    let ratios = (0...96).map { Elementary.power(2, Double($0) / 12 - 4) }
    var marks: [any Mark] = [RuleMark(y: .value("1", 1)).foregroundStyle(.axis)]
    for (index, rule) in StartingRule.means.enumerated() {
      let series = PlottableValue.value("Mean", rule.name)
      let line = ratios.map { ratio -> Double in
        let scale = 1_000_000.0
        let (m, n) = (ratio * scale, scale)
        let variance = rule.initializer.variance(fanIn: Int(m), fanOut: Int(n))
        return theory(m, n, variance)
      }
      marks.append(
        LineMark(
          x: .value("m/n", ratios), y: .value("Theory", line), series: series
        ).lineStyle(.secondary).endLabel(showsSymbol: false))
      let points = outcome.shapes.map { $0.rules[index][keyPath: measured].value }
      marks.append(
        PointMark(
          x: .value("m/n", outcome.shapes.map { Double($0.fanIn) / Double($0.fanOut) }),
          y: .value("Measured", points), series: series))
    }
    return marks
  }

  private func altText(_ outcome: Outcome) -> String {
    guard let last = outcome.shapes.last else { return "No data." }
    let ends = last.rules.map {
      "\($0.rule) \(NumberFormat.significant(2).text($0.forward.value)) forward and "
        + "\(NumberFormat.significant(2).text($0.backward.value)) backward"
    }
    return
      "Two log-log panels show what one layer does to the variance of signal and gradient, for "
      + "four means, against its aspect ratio from 1/16 to 16. All curves meet at 1 for square "
      + "layers. For m/n = \(last.fanIn / max(1, last.fanOut)): \(ends.joined(separator: "; "))."
  }

  func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    let nothing = Estimate(value: .nan, low: .nan, high: .nan, samples: 0)
    // The note's layer: 64 → 256, m/n = 1/4.
    let quarter = outcome.shapes.first { 4 * $0.fanIn == $0.fanOut }
    let names = ["harmonic", "geometric", "arithmetic", "quadratic"]
    return names.enumerated().flatMap { index, name in
      let factors = quarter?.rules[index]
      return [
        Fact("\(name)-quarter-forward", factors?.forward ?? nothing, .fixed(3)),
        Fact("\(name)-quarter-backward", factors?.backward ?? nothing, .fixed(3)),
      ]
    } + [
      Fact("quarter-fan-in", quarter?.fanIn ?? 0), Fact("quarter-fan-out", quarter?.fanOut ?? 0),
    ]
  }

  func tables(of outcome: Outcome, study: StudyConfiguration) -> [FactTable] {
    guard let quarter = outcome.shapes.first(where: { 4 * $0.fanIn == $0.fanOut }) else {
      return []
    }
    // Note 001, section 7.1: its "theoretical prediction" for both directions.
    let claims = ["–", "about 1", "0.94", "0.80"]
    let format = NumberFormat.fixed(3)
    let rows = zip(quarter.rules, claims).map { factors, claim in
      [
        factors.rule, claim, format.text(factors.forwardTheory),
        "\(format.text(factors.forward.value)) ± \(format.text(factors.forward.halfWidth))",
        format.text(factors.backwardTheory),
        "\(format.text(factors.backward.value)) ± \(format.text(factors.backward.halfWidth))",
        format.text(factors.forwardTheory * factors.backwardTheory),
      ]
    }
    return [
      FactTable(
        name: "note-layer",
        header: [
          "Mean", "Note, both ways", "Forward $m\\sigma^2$", "Measured", "Backward $n\\sigma^2$",
          "Measured", "There and back $mn\\sigma^4$",
        ],
        numeric: [false, true, true, true, true, true, true], rows: rows)
    ]
  }
}
