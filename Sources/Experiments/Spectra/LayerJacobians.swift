import Charts
import Graphics
import Simulation
import Study

/// The average singular value of each layer's Jacobian in a tanh network at its start.
///
/// Glorot and Bengio 2010, section 4.2.2: around 0.5 with the older start, around 0.8 with theirs, in
/// five tanh layers of 1000 units. J = diag(f′)W has the singular values of W, of mean 8/(3π) σ√n, only
/// while tanh is linear. Tr (WᵀD²W)^{1/2} is concave in D² and does not care about the order of the
/// units, so slopes of one size, √E f′², give the most: 8/(3π) σ√n √E f′² bounds the mean from above.
/// Target: every interval within 2 %; reached but for the first layer behind large inputs (3 %).
struct LayerJacobians: Experiment {
  let id = "layer-jacobians"
  let question = "How large is the average singular value of a tanh layer's Jacobian?"
  let chartIDs = ["layer-jacobians"]

  struct Outcome: Codable, Equatable, Sendable {
    var width: Int
    var networks: Int
    var cases: [Case]
  }

  /// One start at one scale of the inputs, layer by layer.
  struct Case: Codable, Equatable, Sendable {
    var rule: String
    var inputSquare: Double
    /// 8/(3π) σ√n.
    var linear: Double
    /// The published average for all layers.
    var published: Double
    var mean: [Estimate]
    /// The mean slope of tanh.
    var slope: [Estimate]
    /// 8/(3π) σ√n √E f′² of infinitely wide layers.
    var bound: [Double]
  }

  static let depth = 5
  static let rules: [(rule: StartingRule, published: Double)] = [
    (
      StartingRule(name: "Xavier", formula: "U(±√(6/2*n*))", initializer: XavierUniform()), 0.8
    ),
    (.frameworkDefault, 0.5),
  ]

  func run(_ study: StudyConfiguration, jobs: Int) async throws -> Outcome {
    try await Self.simulate(
      width: max(8, study.width / 2), networks: max(4, study.networks / 50),
      seed: SeedTree(seed: study.seed).child(id), jobs: jobs)
  }

  static func simulate(width: Int, networks: Int, seed: SeedTree, jobs: Int) async throws
    -> Outcome
  {
    let widths = Array(repeating: width, count: depth + 1)
    var cases: [Case] = []
    for square in LayerGradients.inputSquares {
      for (rule, published) in rules {
        let seed = seed.child(rule.initializer.name)
        let layers = try await mapTrials(networks, jobs: jobs) { trial in
          try network(rule.initializer, width, square, seed.child(trial))
        }
        let variance = rule.initializer.variance(fanIn: width, fanOut: width)
        let linear = 8 / (3 * Double.pi) * (Double(width) * variance).squareRoot()
        let theory = try MeanFieldPass(
          activation: Tanh(), widths: widths, weightVariances: rule.variances(of: widths),
          inputSecondMoment: square)
        cases.append(
          Case(
            rule: rule.name, inputSquare: square, linear: linear, published: published,
            mean: try (0..<depth).map { l in try .mean(of: layers.map { $0[l].singular }) },
            slope: try (0..<depth).map { l in try .mean(of: layers.map { $0[l].slope }) },
            bound: try theory.layers.map { layer in
              let moments = try GaussianMoments(
                of: Tanh(), variance: layer.preactivationVariance)
              return linear * moments.slopeSecondMoment.squareRoot()
            }))
      }
    }
    return Outcome(width: width, networks: networks, cases: cases)
  }

  /// The mean singular value and the mean slope of each layer of one network, for one normal input.
  private static func network(
    _ rule: any WeightInitializer, _ n: Int, _ inputSquare: Double, _ seed: SeedTree
  ) throws -> [(singular: Double, slope: Double)] {
    var random = seed.child("input").source()
    let direction = (0..<n).map { _ in random.normal() }
    // Exactly of the length that theory assumes: at this width a normal input's varies by a tenth.
    let scale = (inputSquare * Double(n) / direction.reduce(0) { $0 + $1 * $1 }).squareRoot()
    var h = direction.map { scale * $0 }
    let tanh = Tanh()
    return try (0..<depth).map { layer in
      var weights = Matrix.drawn(by: rule, size: n, seed: seed.child(layer))
      var z = [Double](repeating: 0, count: n)
      for i in 0..<n { for j in 0..<n { z[j] += h[i] * weights[i, j] } }
      let slopes = z.map { tanh.slope(at: $0) }
      for i in 0..<n { for j in 0..<n { weights[i, j] *= slopes[j] } }
      h = z.map { tanh.value(at: $0) }
      let values = try SingularValues.of(weights)
      return (values.reduce(0, +) / Double(n), slopes.reduce(0, +) / Double(n))
    }
  }

  func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    func one(_ rule: Int, _ square: Int) -> Case { outcome.cases[2 * square + rule] }
    func range(_ values: [Double]) -> String {
      let text = NumberFormat.fixed(2)
      let ends = (text.text(values.min() ?? .nan), text.text(values.max() ?? .nan))
      return ends.0 == ends.1 ? ends.0 : "\(ends.0) to \(ends.1)"
    }
    return [
      Fact("jacobian-xavier", text: range(one(0, 0).mean.map(\.value))),
      Fact("jacobian-older", text: range(one(1, 0).mean.map(\.value))),
      Fact("jacobian-xavier-unit", text: range(one(0, 1).mean.map(\.value))),
      Fact("jacobian-older-unit", text: range(one(1, 1).mean.map(\.value))),
      Fact("jacobian-xavier-slope", text: range(one(0, 0).slope.map(\.value))),
      Fact("jacobian-older-slope", text: range(one(1, 0).slope.map(\.value))),
    ]
  }

  func charts(of outcome: Outcome, study: StudyConfiguration) throws -> [Chart] {
    let layers = Array(1...Self.depth)
    let margin = outcome.cases.flatMap(\.mean).map { $0.halfWidth / $0.value }.max() ?? .nan
    let chart = Chart("layer-jacobians") {
      for square in LayerGradients.inputSquares {
        let cases = outcome.cases.filter { $0.inputSquare == square }
        Panel(
          "Inputs of mean square \(NumberFormat.significant(1).text(square))",
          detail: square == 1 ? "standardised" : "as grey values from 0 to 1"
        ) {
          for one in cases {
            let x = PlottableValue.value("Layer", layers)
            let series = PlottableValue.value("Start", one.rule)
            RuleMark(y: .value("Linear", one.linear)).foregroundStyle(.axis)
            LineMark(x: x, y: .value("Bound", one.bound)).lineStyle(.theory).endLabelHidden()
            ErrorBarMark(
              x: x, lower: .value("95 % interval", one.mean.map(\.low)),
              upper: .value("95 % interval", one.mean.map(\.high)), series: series, shape: .line)
            PointMark(x: x, y: .value("Mean singular value", one.mean.map(\.value)), series: series)
            PointMark(x: .value("Layer", 5.6), y: .value("Published", one.published))
              .symbol(.circle, isHollow: true).symbolSize(radius: 6).foregroundStyle(.ink)
          }
        }
      }
    }
    let text = NumberFormat.fixed(2)
    let small = outcome.cases.filter { $0.inputSquare == LayerGradients.inputSquares[0] }
    func range(_ one: Case) -> String {
      let (low, high) = (one.mean.map(\.value).min() ?? .nan, one.mean.map(\.value).max() ?? .nan)
      return "\(text.text(low))–\(text.text(high))"
    }
    return [
      chart
        .chartFacet(columns: 2)
        .chartXScale(domain: 0.6...6)
        .chartXAxis(values: layers.map(Double.init))
        .chartXAxisLabel("Layer")
        .chartYScale(domain: 0...1)
        .chartYAxis(values: [0, 0.25, 0.5, 0.75, 1], format: .fixed(2))
        .chartYAxisLabel("Mean singular value of diag(*f*′)*W*")
        .chartLegend(.top)
        .chartPlotHeight(240)
        .chartTitle(
          "A tanh layer’s Jacobian has an average singular value of \(range(small[0])) under Xavier and "
            + "\(range(small[1])) under the older start"
        )
        .chartSubtitle(
          "Average of the singular values of each layer’s Jacobian before training, five tanh layers of "
            + "\(outcome.width) units, inputs small or large. Rings: what Glorot and Bengio report for all "
            + "layers."
        )
        .chartCaption(
          "**Points:** mean over \(outcome.networks) networks of uniform weights, one input of that mean square each, "
            + "with its 95 % *t* interval, at most ±\(NumberFormat.percent(1).text(margin)). **Lines:** "
            + "8/(3π) σ√*n*, a layer of slope 1. **Dashed:** 8/(3π) σ√*n* √E *f*′² of wide layers, which "
            + "no distribution of slopes exceeds. **Rings:** “around 0.8” and “around 0.5”, 1000 units, "
            + "their images (Glorot and Bengio 2010, section 4.2.2). Seed \(study.seed)."
        )
        .chartAltText(
          "Two panels of points for layers 1 to 5. "
            + outcome.cases.map { one in
              "\(one.rule), inputs of mean square \(NumberFormat.significant(1).text(one.inputSquare)): "
                + one.mean.map { text.text($0.value) }.joined(separator: ", ")
            }.joined(separator: "; ")
            + ". The paper's values, 0.8 and 0.5, are rings at the right of each panel.")
    ]
  }
}
