import Charts
import Graphics
import Simulation
import Study

/// How the largest singular value of a layer approaches σ(√m + √n), and how it scatters.
///
/// Bai and Yin's limit, Tracy and Widom's fluctuations; square layers and layers four times as wide as
/// their input. Target: every interval of a mean within 2 %.
struct LargestSingularValue: Experiment {
  let id = "largest-singular-value"
  let question = "How large is the largest singular value of a layer, and how much does it vary?"
  let chartIDs = ["largest-singular-value"]

  struct Outcome: Codable, Equatable, Sendable {
    var matrices: Int
    var shapes: [Shape]
  }

  /// Layers of one aspect ratio m/n, with σ² = 1/n.
  struct Shape: Codable, Equatable, Sendable {
    var ratio: Double
    var limit: Double
    var sizes: [Size]
  }

  struct Size: Codable, Equatable, Sendable {
    var columns: Int
    var mean: Estimate
    /// The central 95 % of single matrices.
    var low: Double
    var high: Double
    /// 2.5, 50 and 97.5 % points by Tracy and Widom.
    var theory: [Double]
  }

  func run(_ study: StudyConfiguration, jobs: Int) async throws -> Outcome {
    let matrices = max(40, study.networks * 3 / 10)
    var shapes: [Shape] = []
    for ratio in [1, 0.25] {
      var sizes: [Size] = []
      for n in [8, 16, 32, 64, 128, 256, 512, 1024] {
        let m = max(1, Int(ratio * Double(n)))
        let seed = SeedTree(seed: study.seed).child(id).child(m).child(n)
        let largest = try await mapTrials(matrices, jobs: jobs) { trial in
          var random = seed.child(trial).source()
          return BidiagonalModel(
            rows: m, columns: n, entryDeviation: 1 / Double(n).squareRoot(), random: &random
          ).largestSingularValue()
        }
        let law = try ExtremeSingularValues(rows: m, columns: n, entryVariance: 1 / Double(n))
        let quantiles = try Quantiles(of: largest)
        sizes.append(
          Size(
            columns: n, mean: try .mean(of: largest), low: quantiles.value(at: 0.025),
            high: quantiles.value(at: 0.975),
            theory: [0.025, 0.5, 0.975].map(law.largestQuantile)))
      }
      shapes.append(Shape(ratio: ratio, limit: 1 + ratio.squareRoot(), sizes: sizes))
    }
    return Outcome(matrices: matrices, shapes: shapes)
  }

  func charts(of outcome: Outcome, study: StudyConfiguration) throws -> [Chart] {
    let chart = Chart("largest-singular-value") {
      for (index, shape) in outcome.shapes.enumerated() {
        Panel(
          shape.ratio == 1 ? "Square, *m* = *n*" : "Widening, *m* = *n*/4",
          detail: "σ(√*m* + √*n*) = \(NumberFormat.fixed(2).text(shape.limit))"
        ) {
          marks(shape)
          if index == 0 { words(shape) }
        }
      }
    }
    let margin = outcome.shapes.flatMap(\.sizes).map { $0.mean.halfWidth / $0.mean.value }.max()
    let sizes = outcome.shapes.first?.sizes.map(\.columns) ?? []
    return [
      chart
        .chartXScale(type: .log, domain: 6.5...1260)
        .chartXAxis(
          values: [8, 32, 128, 512].map(Double.init), labels: ["8", "32", "128", "512"]
        )
        .chartXAxisLabel("Outputs *n* of the layer")
        .chartYScale(domain: 0.7...2.3)
        .chartYAxis(values: [1, 1.5, 2], format: .fixed(1))
        .chartYAxisLabel("Largest singular value, σ² = 1/*n*")
        .chartLegend(.hidden)
        .chartPlotHeight(250)
        .chartTitle(
          "The largest singular value comes up to Bai and Yin’s limit from below, with Tracy and "
            + "Widom’s scatter"
        )
        .chartSubtitle(
          "Largest singular value of Gaussian *m* × *n* matrices against their size, log axis. A "
            + "layer stretches no input by more."
        )
        .chartCaption(
          "**Points:** mean over \(NumberFormat.count.text(Double(outcome.matrices))) matrices per "
            + "size (\(sizes.first ?? 0) … \(NumberFormat.count.text(Double(sizes.last ?? 0)))); 95 % "
            + "interval at most ±\(NumberFormat.percent(1).text(margin ?? .nan)), smaller than the "
            + "mark. **Pale bar:** central 95 % of single matrices. **Band:** the same by the "
            + "Tracy–Widom law, its median dashed. **Line:** Bai and Yin’s limit. Drawn from the "
            + "exact law of the singular values. Seed \(study.seed)."
        )
        .chartAltText(altText(outcome))
    ]
  }

  private func marks(_ shape: Shape) -> [any Mark] {
    let x = PlottableValue.value("n", shape.sizes.map(\.columns))
    return [
      RuleMark(y: .value("Limit", shape.limit)).foregroundStyle(.ink),
      RibbonMark(
        x: x, lower: .value("Tracy–Widom, 95 %", shape.sizes.map { $0.theory[0] }),
        upper: .value("Tracy–Widom, 95 %", shape.sizes.map { $0.theory[2] })
      ).foregroundStyle(.theory),
      LineMark(x: x, y: .value("Tracy–Widom, median", shape.sizes.map { $0.theory[1] }))
        .lineStyle(.theory),
      ErrorBarMark(
        x: x, lower: .value("95 % of matrices", shape.sizes.map(\.low)),
        upper: .value("95 % of matrices", shape.sizes.map(\.high)), shape: .bar
      ).foregroundStyle(.accent),
      PointMark(x: x, y: .value("Mean", shape.sizes.map(\.mean.value))).foregroundStyle(.accent),
    ]
  }

  private func words(_ shape: Shape) -> [any Mark] {
    [
      TextMark(
        "[Bai–Yin limit](ink)", x: .value("n", 1100), y: .value("y", shape.limit), alignment: .end,
        vertical: .bottom
      ).offset(y: -10),
      TextMark(
        "Tracy–Widom, 95 % of matrices", x: .value("n", 20),
        y: .value("y", shape.sizes[2].theory[0] - 0.22)
      ).leader(
        toX: .value("n", 24),
        y: .value("y", 0.45 * shape.sizes[1].theory[0] + 0.55 * shape.sizes[2].theory[0] + 0.03),
        gap: 2),
    ]
  }

  private func altText(_ outcome: Outcome) -> String {
    let parts = outcome.shapes.map { shape in
      let means = shape.sizes.map { NumberFormat.fixed(2).text($0.mean.value) }
      return "m/n = \(NumberFormat.significant(2).text(shape.ratio)): "
        + "\(means.joined(separator: ", ")), limit \(NumberFormat.fixed(2).text(shape.limit))"
    }
    return
      "Two panels show the mean largest singular value for n = 8 to 1024 on a log axis, inside the "
      + "Tracy–Widom band. \(parts.joined(separator: "; "))."
  }

  func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    let square = outcome.shapes[0]
    return [
      Fact("bai-yin-square", square.limit, .fixed(0)),
      Fact("bai-yin-small", square.sizes[3].mean, .fixed(3)),
      Fact("bai-yin-small-size", square.sizes[3].columns),
      Fact("bai-yin-large", square.sizes[7].mean, .fixed(3)),
      Fact("bai-yin-large-size", square.sizes[7].columns),
      Fact("tracy-widom-large", square.sizes[7].theory[1], .fixed(3)),
    ]
  }
}
