import Charts
import Graphics
import Simulation
import Study

/// Which error each mean minimises.
///
/// The note derives the quadratic mean from L(t) = (mt − 1)² + (nt − 1)², t = σ². Measured in ratios
/// instead, (ln mt)² + (ln nt)², the same wish leads to the geometric mean. Target: intervals of mt and
/// nt within 1 %.
struct CostOfAMean: Experiment {
  let id = "cost-of-a-mean"
  let question = "Which error does each mean of m and n minimise?"
  let chartIDs = ["cost-of-a-mean"]

  struct Outcome: Codable, Equatable, Sendable {
    var fanIn: Int
    var fanOut: Int
    var networks: Int
    var rules: [RuleOutcome]
  }

  /// One mean, its σ², and the two factors it gives a layer.
  struct RuleOutcome: Codable, Equatable, Sendable {
    var rule: String
    var variance: Double
    var forward: Estimate
    var backward: Estimate
  }

  /// A way to say how far the factors mσ² and nσ² are from 1.
  enum Cost: CaseIterable {
    /// (mt − 1)² + (nt − 1)².
    case differences
    /// (ln mt)² + (ln nt)².
    case ratios

    func callAsFunction(forward: Double, backward: Double) -> Double {
      switch self {
      case .differences: (forward - 1) * (forward - 1) + (backward - 1) * (backward - 1)
      case .ratios:
        Elementary.log(forward) * Elementary.log(forward)
          + Elementary.log(backward) * Elementary.log(backward)
      }
    }
  }

  func run(_ study: StudyConfiguration, jobs: Int) async throws -> Outcome {
    let (m, n) = (max(1, study.width / 2), 2 * study.width)
    let networks = 2 * study.networks
    let pass = try await HomogeneousPass(
      widths: [m, n], activation: Identity(), reference: .leCun, networks: networks,
      seed: SeedTree(seed: study.seed).child(id), jobs: jobs)
    let rules = StartingRule.means.map { rule in
      RuleOutcome(
        rule: rule.name, variance: rule.initializer.variance(fanIn: m, fanOut: n),
        forward: pass.forward(rule)[0].linearMean,
        backward: pass.inputGradient(rule).linearMean)
    }
    return Outcome(fanIn: m, fanOut: n, networks: networks, rules: rules)
  }

  func charts(of outcome: Outcome, study: StudyConfiguration) throws -> [Chart] {
    let chart = Chart("cost-of-a-mean") {
      Panel("Errors as differences", detail: "*L*(*t*) = (*mt* − 1)^{2} + (*nt* − 1)^{2}") {
        marks(outcome, .differences)
      }
      Panel("Errors as ratios", detail: "(ln *mt*)^{2} + (ln *nt*)^{2}") {
        marks(outcome, .ratios)
      }
    }
    let (m, n) = (Double(outcome.fanIn), Double(outcome.fanOut))
    let margins = outcome.rules.flatMap { [$0.forward, $0.backward] }
      .map { $0.halfWidth / $0.value }
    return [
      chart
        .chartXScale(domain: (0.8 * min(1 / n, 1 / m))...(0.7 * max(1 / n, 1 / m)))
        .chartXAxis(format: .fixed(3))
        .chartXAxisLabel("*t* = *σ*^{2}, the variance of one weight")
        .chartYScale(domain: 0...3.5)
        .chartYAxisLabel("Error")
        .chartLegend(.hidden)
        .chartPlotHeight(240)
        .chartTitle(
          "Each mean is best by a measure of its own: the quadratic for differences, the geometric "
            + "for ratios"
        )
        .chartSubtitle(
          "Two ways to add up how far a layer of \(outcome.fanIn) inputs and \(outcome.fanOut) "
            + "outputs is from keeping signal and gradient, as the variance of its weights changes."
        )
        .chartCaption(
          "**Curve:** exact. **Points:** the four means, with the factors *mt* and *nt* measured as "
            + "means over \(NumberFormat.count.text(Double(outcome.networks))) layers of Gaussian "
            + "weights (95 % interval at most "
            + "±\(NumberFormat.percent(1).text(margins.max() ?? .nan)) of each factor), the same "
            + "draws for all. **Ring:** the minimum. Seed \(study.seed)."
        )
        .chartAltText(altText(outcome))
    ]
  }

  private func marks(_ outcome: Outcome, _ cost: Cost) -> [any Mark] {
    let (m, n) = (Double(outcome.fanIn), Double(outcome.fanOut))
    let (low, high) = (0.8 * min(1 / n, 1 / m), 0.7 * max(1 / n, 1 / m))
    let ts = (0...160).map { low + (high - low) * Double($0) / 160 }
    let best = outcome.rules.min {
      cost(forward: m * $0.variance, backward: n * $0.variance)
        < cost(forward: m * $1.variance, backward: n * $1.variance)
    }
    var marks: [any Mark] = [
      LineMark(
        x: .value("t", ts),
        y: .value("Error", ts.map { cost(forward: m * $0, backward: n * $0) })
      ).foregroundStyle(.muted).lineStyle(.secondary)
    ]
    if let best {
      marks.append(
        PointMark(
          x: .value("t", best.variance),
          y: .value("Minimum", cost(forward: m * best.variance, backward: n * best.variance))
        ).symbol(.circle, isHollow: true).symbolSize(radius: 8).foregroundStyle(.ink))
    }
    for rule in outcome.rules {
      let value = cost(forward: rule.forward.value, backward: rule.backward.value)
      let name = rule.rule.split(separator: " ").first.map(String.init) ?? rule.rule
      // Below the point, but for the steep left branch, which runs there.
      let isLeft = cost == .ratios && rule.rule == StartingRule.quadratic.name
      let position = isLeft ? ValueLabels.Position.trailing : .bottom
      marks.append(
        PointMark(
          x: .value("t", rule.variance), y: .value("Measured", value),
          series: .value("Mean", rule.rule)
        ).valueLabels(position, texts: [name], isBold: true, spacing: 9))
    }
    return marks
  }

  private func altText(_ outcome: Outcome) -> String {
    let values = outcome.rules.map { rule in
      let cost = { (cost: Cost) in
        NumberFormat.fixed(2).text(
          cost(forward: rule.forward.value, backward: rule.backward.value))
      }
      return "\(rule.rule) \(cost(.differences)) and \(cost(.ratios))"
    }
    return "Two panels show an error against the variance of one weight, with the four means as "
      + "points. Error as differences and as ratios: \(values.joined(separator: "; ")). The "
      + "quadratic mean lies at the minimum of the first curve, the geometric at that of the second."
  }

  func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    let (m, n) = (Double(outcome.fanIn), Double(outcome.fanOut))
    func value(_ index: Int, _ cost: Cost) -> Double {
      let variance = outcome.rules[index].variance
      return cost(forward: m * variance, backward: n * variance)
    }
    return [
      Fact("cost-fan-in", outcome.fanIn), Fact("cost-fan-out", outcome.fanOut),
      Fact("quadratic-differences", value(3, .differences), .fixed(2)),
      Fact("geometric-differences", value(1, .differences), .fixed(2)),
      Fact("quadratic-ratios", value(3, .ratios), .fixed(2)),
      Fact("geometric-ratios", value(1, .ratios), .fixed(2)),
    ]
  }
}
