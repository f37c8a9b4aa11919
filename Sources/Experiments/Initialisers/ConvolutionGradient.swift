import Charts
import Graphics
import Simulation
import Study

/// He's example of a start that cannot train: the gradient through nine convolutions.
///
/// He et al. 2015, section 2.2: on the way back from the tenth convolution to the input of the second,
/// 3 × 3 convolutions with 64, 2 × 128, 2 × 256 and 4 × 512 filters and weights of standard deviation
/// 0.01 shrink the gradient to 1/(1.7 × 10⁴). A convolution of d filters sends the gradient back
/// through fan-out 9d, so fully connected layers of 9d units stand for it. Target: every interval of
/// an rms within 2 %.
struct ConvolutionGradient: Experiment {
  let id = "convolution-gradient"
  let question = "How much of the gradient survives nine convolutions with weights of 0.01?"
  let chartIDs = ["convolution-gradient"]

  struct Outcome: Codable, Equatable, Sendable {
    var filters: [Int]
    var networks: Int
    var starts: [Start]
  }

  struct Start: Codable, Equatable, Sendable {
    var rule: String
    /// Decimal logarithms of the gradient's mean square at convolutions 1 … 10.
    var sizes: [SignalSize]
    var theory: [Double]

    /// What the tenth convolution's gradient is divided by on the way to the first; of the rms.
    var attenuation: Double {
      Elementary.power10(0.5 * ((sizes.last?.mean.value ?? 0) - (sizes.first?.mean.value ?? 0)))
    }
    var theoreticalAttenuation: Double {
      Elementary.power10(0.5 * ((theory.last ?? 0) - (theory.first ?? 0)))
    }
  }

  /// d of the convolutions 1 to 10.
  static let filters = [64, 64, 128, 128, 256, 256, 512, 512, 512, 512]
  /// The paper's 5.9 × 4.2² × 2.9² × 2.1⁴, as it prints the product.
  static let published = 1.7e4

  static let rules: [StartingRule] = [
    StartingRule(name: "He", formula: "σ² = 2/(9*d*)", initializer: HeNormal(.fanOut)), .normal,
  ]

  func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    // Three colour channels, then nine weights for each filter.
    let widths = ([3] + Self.filters).map { 9 * $0 }
    let networks = study.count(quick: 20, standard: 100, thorough: 1000)
    let pass = try await HomogeneousPass(
      widths: widths, activation: ReLU(), reference: Self.rules[0], networks: networks,
      seed: seed, jobs: jobs)
    let starts = try Self.rules.map { rule in
      let theory = try MeanFieldPass(
        activation: ReLU(), widths: widths, weightVariances: rule.variances(of: widths))
      return Start(
        rule: rule.name, sizes: pass.backward(rule),
        theory: theory.layers.map { $0.logGradientSecondMoment / Elementary.log(10) })
    }
    return Outcome(filters: Self.filters, networks: networks, starts: starts)
  }

  func charts(of outcome: Outcome, study: StudyConfiguration) throws -> [Chart] {
    let count = outcome.filters.count
    let layers = Array((1...count).reversed())
    let published = -Elementary.log10(Self.published)
    let chart = Chart("convolution-gradient") {
      for start in outcome.starts {
        let series = PlottableValue.value("Start", start.rule)
        let top = 0.5 * (start.sizes.last?.mean.value ?? 0)
        let topTheory = 0.5 * (start.theory.last ?? 0)
        RibbonMark(
          x: .value("Convolution", layers),
          lower: .log10("95 % of networks", start.sizes.reversed().map { 0.5 * $0.low - top }),
          upper: .log10("95 % of networks", start.sizes.reversed().map { 0.5 * $0.high - top }),
          series: series)
        LineMark(
          x: .value("Convolution", layers),
          y: .log10("Gradient rms", start.sizes.reversed().map { 0.5 * $0.mean.value - top }),
          series: series
        ).endLabel(detail: share(start.attenuation))
        LineMark(
          x: .value("Convolution", layers),
          y: .log10("Theory", start.theory.reversed().map { 0.5 * $0 - topTheory })
        ).lineStyle(.theoryOverlay)
      }
      PointMark(x: .value("Convolution", 1), y: .log10("Published", published))
        .symbol(.circle, isHollow: true).symbolSize(radius: 7).foregroundStyle(.ink)
      TextMark(
        "He et al. 2015: 1/(1.7×10^{4})", x: .value("Convolution", 2.6),
        y: .log10("y", published - 0.25), alignment: .end
      ).leader(toX: .value("Convolution", 1), y: .log10("y", published), gap: 8)
    }
    let margin = (outcome.starts.flatMap(\.sizes).map(\.relativeMargin).max() ?? .nan) / 2
    return [
      chart
        .chartXScale(domain: 1...Double(count), reversed: true)
        .chartXAxis(
          values: layers.map(Double.init),
          labels: layers.map { "\(outcome.filters[$0 - 1])" }
        )
        .chartXAxisLabel("Filters of each convolution, from the tenth back to the first")
        .chartYScale(log10Domain: -5...1)
        .chartYAxisLabel("Gradient rms, convolution \(count) = 1")
        .chartLegend(.direct)
        .chartPlotHeight(250)
        .chartTitle(
          "Weights of 0.01 shrink the gradient through nine convolutions as He et al. computed"
        )
        .chartSubtitle(
          "Rms of the gradient at each of ten ReLU convolutions (3 × 3), relative to the last, before "
            + "training. Log axis."
        )
        .chartCaption(
          "**Lines:** rms over \(NumberFormat.count.text(Double(outcome.networks))) networks, the same "
            + "draws for both starts; 95 % interval at most "
            + "±\(NumberFormat.percent(1).text(margin)). **Ribbon:** central 95 % of single networks. "
            + "**Dashed:** theory, ∏ √(9*d*/2) σ. **Ring:** the paper’s product for convolutions 10 "
            + "to 2. Fully connected layers of 9*d* units stand for convolutions of *d* filters: the "
            + "same fan-out. Seed \(study.seed)."
        )
        .chartAltText(
          "A line chart of the gradient's rms from convolution \(count) back to 1 on a log axis. "
            + outcome.starts.map {
              "\($0.rule): \(share($0.attenuation)) at convolution 1"
            }.joined(separator: "; ") + "; the paper prints 1/17,000.")
    ]
  }

  private func share(_ attenuation: Double) -> String {
    abs(attenuation - 1) < 0.2
      ? NumberFormat.fixed(2).text(1 / attenuation) : "1/\(NumberFormat.count.text(attenuation))"
  }

  func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    [
      Fact("he-convolutions-measured", outcome.starts[1].attenuation, .count),
      Fact("he-convolutions-theory", outcome.starts[1].theoreticalAttenuation, .count),
      Fact("he-convolutions-published", Self.published, .count),
      Fact("he-convolutions-he", 1 / outcome.starts[0].attenuation, .fixed(2)),
    ]
  }
}
