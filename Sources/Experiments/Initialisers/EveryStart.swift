import Charts
import Graphics
import Simulation
import Study

/// What every start of the chapter does to signal and gradient, on square layers and on others.
///
/// Four linear layers, once all of one width, once of alternating widths: on square layers most rules
/// are the same rule. Target: the interval of every mean factor over two layers within 2 %.
struct EveryStart: Experiment {
  let id = "every-start"
  let question = "Which starts are the same on square layers, and what parts them on others?"
  let chartIDs = ["every-start"]

  struct Outcome: Codable, Equatable, Sendable {
    var square: [Int]
    var alternating: [Int]
    var sizes: Sizes
    /// Rows from the largest factor on alternating layers to the smallest.
    var rows: [Row]
  }

  /// How many networks each kind of start was measured on.
  struct Sizes: Codable, Equatable, Sendable {
    /// Normal and orthogonal weights: where the law of a layer's output is known, no matrix is formed;
    /// all normal rules share their draws.
    var exact: Int
    /// Explicit matrices serve eight inputs each, which is nearly as good as eight networks; twice as many
    /// for equal weights, which add all inputs up.
    var explicit: Int
    /// LSUV needs a batch to look at: 32 inputs.
    var lsuv: Int

    init(_ study: StudyConfiguration) {
      exact = study.count(quick: 1600, standard: 8000, thorough: 80_000)
      explicit = study.count(quick: 64, standard: 320, thorough: 3200)
      lsuv = study.count(quick: 25, standard: 125, thorough: 1250)
    }
  }

  struct Row: Codable, Equatable, Sendable {
    var name: String
    var square: Factor
    var alternating: Factor
  }

  /// Mean squares after two layers, relative to those before; nil where nothing is left.
  struct Factor: Codable, Equatable, Sendable {
    var signal: Estimate?
    var gradient: Estimate?
    var theory: Double

    /// The wider interval of the two, as a share of the value.
    var margin: Double {
      [signal, gradient].compactMap { $0.map { $0.halfWidth / $0.value } }.max() ?? 0
    }
  }

  func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    let (narrow, wide) = (study.units(32, atLeast: 4), study.units(128, atLeast: 4))
    let middle = study.units(64, atLeast: 4)
    let square = Array(repeating: middle, count: 5)
    let alternating = [narrow, wide, narrow, wide, narrow]
    let sizes = Sizes(study)
    let onSquare = try await Self.factors(square, sizes, seed.child("square"), jobs)
    let onAlternating = try await Self.factors(alternating, sizes, seed.child("alternating"), jobs)
    let rows = RuleCatalog.rows.indices.map { index in
      Row(
        name: RuleCatalog.rows[index].label, square: onSquare[index],
        alternating: onAlternating[index])
    }
    return Outcome(
      square: square, alternating: alternating, sizes: sizes,
      rows: rows.enumerated().sorted {
        ($0.element.alternating.theory, -$0.offset) > ($1.element.alternating.theory, -$1.offset)
      }.map(\.element))
  }

  private static func factors(
    _ widths: [Int], _ sizes: Sizes, _ seed: SeedTree, _ jobs: Int
  ) async throws -> [Factor] {
    let normal = try await HomogeneousPass(
      widths: widths, activation: Identity(), reference: .leCun, networks: sizes.exact,
      seed: seed.child("normal"), jobs: jobs)
    var factors: [Factor] = []
    for row in RuleCatalog.rows {
      let rule = row.initializer
      if rule.law == .gaussian {
        let start = StartingRule(name: row.label, formula: row.formula, initializer: rule)
        factors.append(
          Factor(
            signal: perPair(normal.forward(start).last?.linearMean),
            gradient: perPair(normal.inputGradient(start).linearMean),
            theory: theory(rule, widths)))
        continue
      }
      let isExact = rule.law == .orthogonal
      let result = try await propagate(
        PropagationRequest(
          widths: widths, activation: Identity(), initializer: rule,
          batch: isExact ? 1 : rule is LSUV ? 32 : 8,
          trials: isExact
            ? sizes.exact
            : rule is LSUV ? sizes.lsuv : rule is Constant ? 2 * sizes.explicit : sizes.explicit,
          seed: seed.child(rule.name), jobs: jobs))
      factors.append(
        Factor(
          signal: perPair(result.layers.last?.activation.mean),
          gradient: perPair(result.inputGradient.mean), theory: theory(rule, widths)))
    }
    return factors
  }

  /// Four layers are two pairs: half of the logarithm is one.
  private static func perPair(_ mean: Estimate?) -> Estimate? {
    guard let mean, mean.value > 0 else { return nil }
    return mean.map { max(0, $0).squareRoot() }
  }

  /// ∏ mσ² over two layers; the way back has the same fans in the other order.
  static func theory(_ rule: any WeightInitializer, _ widths: [Int]) -> Double {
    var product = 1.0
    for (index, (fanIn, fanOut)) in zip(widths, widths.dropFirst()).enumerated() {
      let m = Double(fanIn)
      switch rule {
      // Rescaled to unit variance, whatever the shape.
      case is LSUV: continue
      // Equal weights add equal units up: the sum over m grows like m² from the second layer on.
      case let constant as Constant where index > 0:
        product *= m * m * constant.variance(fanIn: fanIn, fanOut: fanOut)
      default: product *= m * rule.variance(fanIn: fanIn, fanOut: fanOut)
      }
    }
    return product.squareRoot()
  }

  func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    func isOne(_ factor: Factor) -> Bool { abs(factor.theory - 1) < 1e-9 }
    func names(_ rows: [Row]) -> String { rows.map(\.name).joined(separator: ", ") }
    let outside = outcome.rows.flatMap { [$0.square, $0.alternating] }.flatMap { factor in
      [factor.signal, factor.gradient].compactMap { $0 }.map { $0.contains(factor.theory) }
    }
    return [
      Fact("every-start-count", outcome.rows.count),
      Fact("every-start-square", outcome.square[0]),
      Fact("every-start-narrow", outcome.alternating[0]),
      Fact("every-start-wide", outcome.alternating[1]),
      Fact("every-start-square-kept", text: names(outcome.rows.filter { isOne($0.square) })),
      Fact("every-start-kept", text: names(outcome.rows.filter { isOne($0.alternating) })),
      Fact("every-start-intervals", outside.count),
      Fact("every-start-intervals-right", outside.count { $0 }),
    ]
  }

  func charts(of outcome: Outcome, study: StudyConfiguration) throws -> [Chart] {
    let names = outcome.rows.map(\.name)
    let red = Color(0xB3261E, 0xF28B82)
    // Rows are numbered from below, 1 …; signal and gradient stand on either side of the row's line.
    func place(_ index: Int, _ shift: Double = 0) -> Double {
      Double(names.count - index) + shift
    }
    func panel(_ title: String, _ widths: [Int], _ factor: KeyPath<Row, Factor>) -> Panel {
      let shown = outcome.rows.enumerated().filter { $0.element[keyPath: factor].signal != nil }
      return Panel(title, detail: widths.map(String.init).joined(separator: " → ")) {
        RuleMark(x: .value("Kept", 1)).foregroundStyle(.axis)
        for (index, row) in shown {
          let series = PlottableValue.value("Start", row.name)
          let one = row[keyPath: factor]
          LineMark(
            x: .value("Theory", [one.theory, one.theory]),
            y: .value("Row", [place(index, -0.42), place(index, 0.42)]), series: series
          ).foregroundStyle(.ink).lineStyle(width: 1).endLabelHidden()
          PointMark(
            x: .value("Signal", one.signal?.value ?? .nan), y: .value("Row", place(index, 0.2)),
            series: series
          ).foregroundStyle(.accent).symbol(.circle, isHollow: false).symbolSize(radius: 2.6)
          PointMark(
            x: .value("Gradient", one.gradient?.value ?? .nan),
            y: .value("Row", place(index, -0.2)), series: series
          ).foregroundStyle(.color(red)).symbol(.diamond, isHollow: false).symbolSize(radius: 2.8)
        }
        for (index, row) in outcome.rows.enumerated() where row[keyPath: factor].signal == nil {
          TextMark(
            "nothing left", x: .value("x", 1e-5), y: .value("Row", place(index)),
            alignment: .start, vertical: .center)
        }
      }
    }
    let margin = outcome.rows.flatMap { [$0.square.margin, $0.alternating.margin] }.max() ?? .nan
    let count = { (number: Int) in NumberFormat.count.text(Double(number)) }
    let kept = { (factor: KeyPath<Row, Factor>) in
      outcome.rows.count { abs($0[keyPath: factor].theory - 1) < 1e-9 }
    }
    return [
      Chart("every-start") {
        panel("Square layers", outcome.square, \.square)
        panel("Alternating widths", outcome.alternating, \.alternating)
      }
      .chartFacet(columns: 2)
      .chartLegend(.hidden)
      .chartXScale(type: .log, domain: 5e-6...2e4)
      .chartXAxis(
        values: [1e-4, 1e-2, 1, 1e2, 1e4], labels: ["10^{−4}", "10^{−2}", "1", "10^{2}", "10^{4}"]
      )
      .chartXAxisLabel("Factor on the mean square over two layers, log axis")
      .chartYScale(domain: 0.4...Double(names.count) + 0.6)
      .chartYAxis(
        values: names.indices.reversed().map { place($0) }, labels: names.reversed(), grid: false
      )
      .chartYAxisLabel("")
      .chartPlotHeight(22 * Double(names.count))
      .chartTitle(
        "On square layers \(kept(\.square)) of \(names.count) starts keep the variance; when widths "
          + "alternate \(kept(\.alternating)) do"
      )
      .chartSubtitle(
        "What two linear layers do to the mean square of the signal (dot) and of the gradient "
          + "(diamond) under every start of the chapter; stroke: theory."
      )
      .chartCaption(
        "**Method.** Four layers, the square root of what they do from end to end; inputs and output "
          + "gradients *N*(0, 1), no biases. Mean over "
          + "\(count(outcome.sizes.exact)) networks where the law of a layer is known (normal, "
          + "orthogonal), \(count(outcome.sizes.explicit)) explicit networks with 8 inputs each "
          + "elsewhere (equal weights twice as many), \(count(outcome.sizes.lsuv)) with 32 for LSUV; 95 % interval at most "
          + "±\(NumberFormat.percent(1).text(margin)), within the marks. **Stroke:** ∏ *mσ*²; for equal "
          + "weights ∏ (*mc*)² behind the first layer. Seed \(study.seed)."
      )
      .chartAltText(
        "Two panels of dots on a log axis, one row for each of \(names.count) starts. On alternating "
          + "widths: "
          + outcome.rows.map { row in
            "\(row.name) "
              + (row.alternating.signal.map { Self.words($0.value) } ?? "nothing")
          }.joined(separator: ", ") + ".")
    ]
  }

  /// A factor in plain text.
  private static func words(_ factor: Double) -> String {
    let exponent = Elementary.log10(factor)
    return abs(exponent) < 3
      ? NumberFormat.significant(2).text(factor)
      : "10 to the \(NumberFormat.fixed(1).text(exponent))"
  }
}
