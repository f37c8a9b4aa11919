import Charts
import Graphics
import Simulation
import Study

/// How the shape of a network decides what is left of the signal under each mean.
///
/// ∏ mᵢσᵢ² telescopes for the geometric mean: only the first and the last width count. Target: every
/// interval within 2 %.
struct NetworkShapes: Experiment {
  let id = "network-shapes"
  let question = "Does the path of widths matter, or only the first and the last?"
  let chartIDs = ["network-shapes"]

  struct Outcome: Codable, Equatable, Sendable {
    var networks: Int
    var shapes: [Shape]
  }

  /// One network under the three means of the note.
  struct Shape: Codable, Equatable, Sendable {
    var name: String
    var widths: [Int]
    var rules: [RuleOutcome]
  }

  struct RuleOutcome: Codable, Equatable, Sendable {
    var rule: String
    var measured: [Estimate]
    var theory: [Double]
  }

  static let rules: [StartingRule] = [.geometric, .arithmetic, .quadratic]

  /// A narrowing network, a zigzag between the same ends, an hourglass, and equal widths.
  static func shapes(_ study: StudyConfiguration) -> [(String, [Int])] {
    let unit = max(1, study.width / 4)
    return [
      ("Pyramid", [16, 8, 4, 2, 1].map { $0 * unit }),
      ("Zigzag", [16, 1, 16, 1, 16].map { $0 * unit }),
      ("Hourglass", [4, 2, 1, 2, 4].map { $0 * unit }),
      ("Constant", [4, 4, 4, 4, 4].map { $0 * unit }),
    ]
  }

  func run(_ study: StudyConfiguration, jobs: Int) async throws -> Outcome {
    let networks = 3 * study.networks
    var shapes: [Shape] = []
    for (name, widths) in Self.shapes(study) {
      let pass = try await HomogeneousPass(
        widths: widths, activation: Identity(), reference: .geometric, networks: networks,
        seed: SeedTree(seed: study.seed).child(id).child(name), jobs: jobs)
      let rules = try Self.rules.map { rule in
        RuleOutcome(
          rule: rule.name, measured: pass.forward(rule).map(\.linearMean),
          theory: try LinearNetwork.logForwardVariances(
            widths: widths, weightVariances: rule.variances(of: widths)
          ).map(Elementary.exp))
      }
      shapes.append(Shape(name: name, widths: widths, rules: rules))
    }
    return Outcome(networks: networks, shapes: shapes)
  }

  func charts(of outcome: Outcome, study: StudyConfiguration) throws -> [Chart] {
    let layers = Array(0..<(outcome.shapes.first?.widths.count ?? 1))
    let chart = Chart("network-shapes") {
      for shape in outcome.shapes {
        Panel(shape.name, detail: shape.widths.map(String.init).joined(separator: "-")) {
          RuleMark(y: .value("1", 1)).foregroundStyle(.axis)
          for rule in shape.rules {
            let series = PlottableValue.value("Mean", rule.rule)
            LineMark(
              x: .value("Layer", layers), y: .value("Theory", [1] + rule.theory), series: series
            ).lineStyle(.secondary).endLabelHidden()
            PointMark(
              x: .value("Layer", Array(layers.dropFirst())),
              y: .value("Measured", rule.measured.map(\.value)), series: series)
          }
        }
        .chartXAxis(values: layers.map(Double.init), labels: shape.widths.map(String.init))
      }
    }
    let margins = outcome.shapes.flatMap(\.rules).flatMap(\.measured)
      .map { $0.halfWidth / $0.value }
    return [
      chart
        .chartFacet(columns: 4)
        .chartFacetScales(.freeX)
        .chartXScale(domain: -0.2...(Double(layers.count - 1) + 0.2))
        .chartXAxisLabel("Width of each layer, from the input to the output")
        .chartYScale(type: .log, domain: 0.003...10)
        .chartYAxisLabel("Variance of the signal ÷ variance of the input")
        .chartLegend(.top)
        .chartPlotHeight(210)
        .chartTitle(
          "Under the geometric mean only the two ends count; under the others every change of width "
            + "costs"
        )
        .chartSubtitle(
          "Forward variance after each layer of four linear networks, for the note’s three means. "
            + "Log axis."
        )
        .chartCaption(
          "**Points:** mean over \(NumberFormat.count.text(Double(outcome.networks))) networks, the "
            + "same draws for all means; 95 % interval at most "
            + "±\(NumberFormat.percent(1).text(margins.max() ?? .nan)), smaller than the mark. "
            + "**Lines:** theory, the product of *mσ*^{2} over the layers. Gaussian weights, one "
            + "input *N*(0, 1) per network. Seed \(study.seed)."
        )
        .chartAltText(altText(outcome))
    ]
  }

  private func altText(_ outcome: Outcome) -> String {
    let parts = outcome.shapes.map { shape in
      let ends = shape.rules.compactMap { rule in
        rule.measured.last.map {
          "\(rule.rule) \(NumberFormat.significant(2).text($0.value))"
        }
      }
      return "\(shape.name), \(shape.widths.map(String.init).joined(separator: "-")): "
        + ends.joined(separator: ", ")
    }
    return "Four panels, one for each network, show the variance after each layer for three means, "
      + "on a log axis. Left at the end: \(parts.joined(separator: "; "))."
  }

  func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    let nothing = Estimate(value: .nan, low: .nan, high: .nan, samples: 0)
    func end(_ shape: String, _ rule: Int) -> Estimate {
      outcome.shapes.first { $0.name == shape }?.rules[rule].measured.last ?? nothing
    }
    func widths(_ shape: String) -> String {
      let widths = outcome.shapes.first { $0.name == shape }?.widths ?? []
      return widths.map(String.init).joined(separator: "-")
    }
    return [
      Fact("pyramid", text: widths("Pyramid")), Fact("zigzag", text: widths("Zigzag")),
      Fact("pyramid-geometric", end("Pyramid", 0), .fixed(2)),
      Fact("zigzag-geometric", end("Zigzag", 0), .fixed(2)),
      Fact("zigzag-arithmetic", end("Zigzag", 1), .significant(2)),
      Fact("zigzag-quadratic", end("Zigzag", 2), .significant(2)),
    ]
  }
}
