import Charts
import Graphics
import Simulation
import Study

/// Which pairs of start and activation carry signal and gradient through twenty layers.
///
/// Target: the 95 % interval of each cell's mean within 0.1 decades, a tenth of what counts as kept.
/// Reached but for He with GELU and N(0, 1) with tanh, whose networks differ most.
struct PairTable: Experiment {
  let id = "pair-table"
  let question = "Which starts suit which activations over twenty layers?"
  let chartIDs = ["pair-table-gradient", "pair-table-signal"]

  struct Outcome: Codable, Equatable, Sendable {
    var width: Int
    var depth: Int
    var networks: Int
    var activations: [String]
    var starts: [Start]
  }

  /// A row of both tables: decimal logarithms of rms ratios from end to end; nil where there is no
  /// signal or gradient at all.
  struct Start: Codable, Equatable, Sendable {
    var rule: String
    var formula: String
    var signal: [Cell]
    var gradient: [Cell]
  }

  struct Cell: Codable, Equatable, Sendable {
    /// The median over networks; nil if more than half of them carry nothing.
    var median: Double?
    /// Half the 95 % interval of the mean, in decades.
    var margin: Double
    /// What mean-field theory gives; nil for weights without variance.
    var theory: Double?
  }

  static let activations: [(name: String, activation: any Activation)] = [
    ("sigmoid", Sigmoid()), ("tanh", Tanh()), ("GELU", GELU()), ("ReLU", ReLU()),
    ("leaky ReLU", LeakyReLU(negativeSlope: 0.1)), ("identity", Identity()), ("SELU", SELU()),
  ]

  static let starts: [StartingRule] = [
    StartingRule(name: "Zero", formula: "all weights 0", initializer: Constant(0)),
    StartingRule(
      name: "N(0, 0.01²)", formula: "fixed, any width",
      initializer: Normal(standardDeviation: 0.01)),
    StartingRule(
      name: "U(±1/√*m*)", formula: "framework default", initializer: CommonHeuristic()),
    StartingRule(name: "Xavier", formula: "2/(*m* + *n*)", initializer: XavierNormal()),
    StartingRule(name: "Orthogonal", formula: "1/*m*, rotations", initializer: Orthogonal()),
    StartingRule(name: "He", formula: "2/*m*", initializer: HeNormal()),
    StartingRule(
      name: "N(0, 1)", formula: "fixed, any width", initializer: Normal(standardDeviation: 1)),
  ]

  func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    let (width, depth) = (study.units(256), 20)
    let networks = study.count(quick: 16, standard: 80, thorough: 800)
    var starts: [Start] = []
    for rule in Self.starts {
      var start = Start(rule: rule.name, formula: rule.formula, signal: [], gradient: [])
      for (name, activation) in Self.activations {
        let isDense = ![.gaussian, .orthogonal].contains(rule.initializer.law)
        // A framework's default comes with biases of the weights' own variance.
        let bias = rule.initializer is CommonHeuristic ? 1 / (3 * Double(width)) : 0
        let result = try await propagate(
          PropagationRequest(
            width: width, depth: depth, activation: activation, initializer: rule.initializer,
            biasVariance: bias, trials: isDense ? Self.denseNetworks(networks) : networks,
            seed: seed.child(name), jobs: jobs))
        let theory = try Self.theory(rule, activation, width: width, depth: depth, bias: bias)
        start.signal.append(
          Cell(result.layers[depth - 1].activation, theory: theory?.signal))
        start.gradient.append(
          Cell(
            result.layers[0].gradient, over: result.layers[depth - 1].gradient,
            theory: theory?.gradient))
      }
      starts.append(start)
    }
    return Outcome(
      width: width, depth: depth, networks: networks, activations: Self.activations.map(\.name),
      starts: starts)
  }

  /// How many networks of explicit matrices stand beside so many drawn from their law.
  private static func denseNetworks(_ networks: Int) -> Int { max(2, networks / 8) }

  /// Decimal logarithms of the two rms ratios in infinitely wide layers.
  private static func theory(
    _ rule: StartingRule, _ activation: any Activation, width: Int, depth: Int, bias: Double
  ) throws -> (signal: Double, gradient: Double)? {
    if rule.initializer.law == .constant { return nil }
    let widths = Array(repeating: width, count: depth + 1)
    let layers = try MeanFieldPass(
      activation: activation, widths: widths, weightVariances: rule.variances(of: widths),
      biasVariance: bias
    ).layers
    let (first, last) = (layers[0], layers[depth - 1])
    let perDecade = 0.5 / Elementary.log(10)
    return (
      perDecade * last.logActivationSecondMoment,
      perDecade * (first.logGradientSecondMoment - last.logGradientSecondMoment)
    )
  }

  func charts(of outcome: Outcome, study: StudyConfiguration) throws -> [Chart] {
    return [
      chart("pair-table-gradient", outcome, study, \.gradient)
        .chartTitle(title(outcome, \.gradient, carries: "pass the gradient through"))
        .chartSubtitle(
          "log_{10} of the gradient’s rms at layer 1 divided by that at layer \(outcome.depth). "
            + "Blue shrinks, orange grows, neutral is kept."),
      chart("pair-table-signal", outcome, study, \.signal)
        .chartTitle(title(outcome, \.signal, carries: "keep the size of the activations through"))
        .chartSubtitle(
          "log_{10} of the activations’ rms at layer \(outcome.depth), for inputs of rms 1. A size is not "
            + "yet a signal: sigmoid has *f*(0) = ½ whatever comes in."),
    ]
  }

  private func chart(
    _ id: String, _ outcome: Outcome, _ study: StudyConfiguration, _ cells: KeyPath<Start, [Cell]>
  ) -> Chart {
    let values = outcome.starts.map { $0[keyPath: cells].map { $0.median ?? -.infinity } }
    let margin = outcome.starts.flatMap { $0[keyPath: cells] }.map(\.margin).max() ?? .nan
    let distances = outcome.starts.flatMap { $0[keyPath: cells] }.compactMap { cell in
      cell.median.flatMap { median in cell.theory.map { abs(median - $0) } }
    }
    return Chart(id) {
      HeatmapMark(
        x: .value("Activation", outcome.activations),
        y: .value("Start", outcome.starts.map { $0.rule + "\n" + $0.formula }), values: values,
        valueLabel: "log_{10} ratio",
        scale: ColorScale(.diverging, domain: -30...30, type: .squareRoot)
      )
      .cellLabels(.signed(1)).outlined { abs($0) <= 1 }
    }
    .chartXAxis(position: .top)
    .chartXAxisLabel("").chartYAxisLabel("")
    .chartPlotHeight(41 * Double(outcome.starts.count))
    .chartColorBar(
      "ratio", values: [-30, -10, -3, -1, 0, 1, 3, 10, 30],
      labels: [
        "10^{−30}", "10^{−10}", "10^{−3}", "10^{−1}", "1", "10^{1}", "10^{3}", "10^{10}", "10^{30}",
      ], low: "← vanishes", high: "explodes →", outlined: "within ×10 of 1",
      noData: "nothing at all"
    )
    .chartCaption(
      "**Method.** \(outcome.depth) layers of width \(outcome.width), inputs *N*(0, 1); the framework "
        + "default has biases of its usual size, the others none. **Cell:** median of "
        + "\(outcome.networks) networks (\(Self.denseNetworks(outcome.networks)) for U(±1/√*m*), whose matrices "
        + "are explicit); the 95 % interval of each mean is at most "
        + "±\(NumberFormat.significant(1).text(margin)) decades. Mean-field theory is within "
        + "\(NumberFormat.fixed(1).text(distances.max() ?? .nan)) decades of every cell. **Colour:** signed square root of the "
        + "value, clipped at 10^{±30}. leaky ReLU has slope 0.1. Seed \(study.seed)."
    )
    .chartAltText(altText(outcome, cells))
  }

  private func kept(_ outcome: Outcome, _ cells: KeyPath<Start, [Cell]>) -> Int {
    outcome.starts.flatMap { $0[keyPath: cells] }.count { abs($0.median ?? .infinity) <= 1 }
  }

  private func title(_ outcome: Outcome, _ cells: KeyPath<Start, [Cell]>, carries: String)
    -> String
  {
    let all = outcome.starts.count * outcome.activations.count
    let rows = outcome.starts.map { start in
      start[keyPath: cells].count { abs($0.median ?? .infinity) <= 1 }
    }
    let lead =
      rows.contains(outcome.activations.count)
      ? "One start suits every activation" : "No start suits every activation"
    return "\(lead): \(kept(outcome, cells)) of \(all) pairs \(carries) \(outcome.depth) layers "
      + "within a factor of ten"
  }

  private func altText(_ outcome: Outcome, _ cells: KeyPath<Start, [Cell]>) -> String {
    let rows = outcome.starts.map { start in
      let numbers = start[keyPath: cells].map { cell in
        cell.median.map { NumberFormat.fixed(1).text($0) } ?? "none"
      }
      return "\(start.rule.replacing("*", with: "")): \(numbers.joined(separator: ", "))"
    }
    return "A table of decimal logarithms, starts by activations (in the order "
      + "\(outcome.activations.joined(separator: ", "))). \(rows.joined(separator: "; "))."
  }

  func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    func cell(_ start: String, _ activation: String) -> Double {
      guard let column = outcome.activations.firstIndex(of: activation) else { return .nan }
      return outcome.starts.first { $0.rule == start }?.gradient[column].median ?? -.infinity
    }
    return [
      Fact("pair-depth", outcome.depth), Fact("pair-width", outcome.width),
      Fact("pairs-kept-gradient", kept(outcome, \.gradient)),
      Fact("pairs-kept-signal", kept(outcome, \.signal)),
      Fact("pair-orthogonal-tanh", cell("Orthogonal", "tanh"), .fixed(1)),
      Fact("pair-orthogonal-identity", cell("Orthogonal", "identity"), .fixed(1)),
      Fact("pair-orthogonal-relu", cell("Orthogonal", "ReLU"), .fixed(1)),
      Fact("pairs-all", outcome.starts.count * outcome.activations.count),
      Fact("pair-he-relu", cell("He", "ReLU"), .fixed(1)),
      Fact("pair-xavier-relu", cell("Xavier", "ReLU"), .fixed(1)),
      Fact("pair-xavier-tanh", cell("Xavier", "tanh"), .fixed(1)),
      Fact("pair-he-tanh", cell("He", "tanh"), .fixed(1)),
      Fact("pair-xavier-sigmoid", cell("Xavier", "sigmoid"), .fixed(1)),
      Fact("pair-xavier-selu", cell("Xavier", "SELU"), .fixed(1)),
      Fact("pair-default-relu", cell("U(±1/√*m*)", "ReLU"), .fixed(1)),
    ]
  }
}

extension PairTable.Cell {
  /// The rms of a quantity whose mean square is summarised, relative to another layer's.
  fileprivate init(
    _ summary: MomentSummary, over other: MomentSummary? = nil, theory: Double?
  ) {
    let count = summary.log10.mean.samples
    guard count > 0, summary.log10.zeros <= count else {
      self.init(median: nil, margin: 0, theory: nil)
      return
    }
    let scale = other?.log10.median.value ?? 0
    self.init(
      median: 0.5 * (summary.log10.median.value - scale),
      margin: 0.5 * summary.log10.mean.halfWidth,
      theory: theory)
  }
}
