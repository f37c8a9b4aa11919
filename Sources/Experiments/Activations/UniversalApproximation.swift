import Charts
import Graphics
import Simulation

/// Measures how well one hidden layer fits a continuous function, as it grows.
///
/// Hidden weights are random and stay so; only the output layer is fitted, by least squares. So the
/// errors are what a width can reach without any luck in training.
struct UniversalApproximation: Experiment {
  struct Outcome: Codable, Equatable, Sendable {
    var widths: [Int]
    var draws: Int
    var cases: [Case]
    /// Fits of the median draw for some widths of tanh units, at `grid`.
    var examples: [Example]
    /// The error of the interpolating ReLU network, by width.
    var constructed: [Double]
  }

  /// Relative root mean square errors of one activation.
  struct Case: Codable, Equatable, Sendable {
    var activation: String
    /// The geometric mean over draws, by width.
    var error: [Estimate]
    /// Ends of the central 80 % of draws.
    var low: [Double]
    var high: [Double]
  }

  struct Example: Codable, Equatable, Sendable {
    var width: Int
    var error: Double
    var fit: [Double]
  }

  static let grid = (0...128).map { -1 + Double($0) / 64 }
  static let kink = 0.3

  /// sin 6x + |x − 0.3|: smooth but for a kink that is no point of a regular grid.
  static func target(_ x: Double) -> Double { sine(6 * x) + abs(x - kink) }

  /// sin x by its series, the same on every machine; within 10⁻¹² for |x| ≤ 6.
  private static func sine(_ x: Double) -> Double {
    var (term, sum) = (x, x)
    for k in 1...18 {
      term *= -x * x / Double(2 * k * (2 * k + 1))
      sum += term
    }
    return sum
  }

  let id = "universal-approximation"
  let question = "How well does one hidden layer fit a continuous function, as it grows?"
  let chartIDs = ["universal-approximation"]

  func run(_ study: StudyConfiguration, jobs: Int) async throws -> Outcome {
    try await Self.simulate(
      widths: [2, 4, 8, 16, 32, 64], draws: 21, seed: SeedTree(seed: study.seed).child(id),
      jobs: jobs)
  }

  static func simulate(widths: [Int], draws: Int, seed: SeedTree, jobs: Int) async throws
    -> Outcome
  {
    var cases: [Case] = []
    var examples: [Example] = []
    for activation in [Tanh(), ReLU()] as [any Activation] {
      var one = Case(activation: activation.displayName, error: [], low: [], high: [])
      for width in widths {
        let seed = seed.child(activation.name).child(width)
        let fits = try await mapTrials(draws, jobs: jobs) {
          try fit(activation, width: width, seed: seed.child($0))
        }
        let errors = fits.map(\.error)
        let quantiles = try Quantiles(of: errors)
        one.error.append(try .geometricMean(of: errors))
        one.low.append(quantiles.value(at: 0.1))
        one.high.append(quantiles.value(at: 0.9))
        if activation is Tanh, width == 2 || width == 8 || width == 64,
          let typical = fits.sorted(by: { $0.error < $1.error }).dropFirst(draws / 2).first
        {
          examples.append(Example(width: width, error: typical.error, fit: typical.values))
        }
      }
      cases.append(one)
    }
    return Outcome(
      widths: widths, draws: draws, cases: cases, examples: examples,
      constructed: widths.map(constructedError))
  }

  private static func relativeError(_ values: [Double]) -> Double {
    let truth = grid.map(target)
    let error = zip(values, truth).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    return (error / truth.reduce(0) { $0 + $1 * $1 }).squareRoot()
  }

  /// One random hidden layer with its best output layer.
  ///
  /// Units f(a(x − c)) with centres c uniform on [−1, 1]; a is ±1 for ReLU, whose scale changes
  /// nothing, and N(0, 6²) for tanh. A ridge of 10⁻⁶ keeps nearly equal units from cancelling.
  private static func fit(_ f: any Activation, width: Int, seed: SeedTree) throws
    -> (error: Double, values: [Double])
  {
    var random = seed.source()
    let units = (0..<width).map { _ in
      let center = 2 * random.uniform() - 1
      let slope = random.normal()
      return (center, f is ReLU ? (slope > 0 ? 1.0 : -1) : 6 * slope)
    }
    let columns = width + 1
    let rows = grid.map { x in units.map { f.value(at: $0.1 * (x - $0.0)) } + [1] }
    let ridge = (0..<columns).map { row in (0..<columns).map { $0 == row ? 1e-6 : 0 } }
    let qr = try QRDecomposition(Matrix(rows + ridge))
    let truth = grid.map(target) + Array(repeating: 0.0, count: columns)
    var weights = [Double](repeating: 0, count: columns)
    for i in stride(from: columns - 1, through: 0, by: -1) {
      var sum = 0.0
      for row in truth.indices { sum += qr.q[row, i] * truth[row] }
      for j in i + 1..<max(columns, i + 1) { sum -= qr.r[i, j] * weights[j] }
      weights[i] = sum / qr.r[i, i]
    }
    let values = rows.map { row in zip(row, weights).reduce(0) { $0 + $1.0 * $1.1 } }
    return (relativeError(values), values)
  }

  /// The ReLU network that interpolates the target at n + 1 equally spaced points (equation 3.6).
  private static func constructedError(_ width: Int) -> Double {
    let step = 2 / Double(width)
    let knots = (0...width).map { target(-1 + step * Double($0)) }
    return relativeError(
      grid.map { x in
        let place = (x + 1) / step
        let index = min(Int(place), width - 1)
        let share = place - Double(index)
        return (1 - share) * knots[index] + share * knots[index + 1]
      })
  }

  func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    let (tanh, relu) = (outcome.cases[0], outcome.cases[1])
    return [
      Fact("approximation-narrow-width", outcome.widths[1]),
      Fact("approximation-wide-width", outcome.widths[outcome.widths.count - 1]),
      Fact("approximation-narrow", tanh.error[1], .percent(0)),
      Fact("approximation-wide", tanh.error[tanh.error.count - 1], .percent(2)),
      Fact("approximation-wide-relu", relu.error[relu.error.count - 1], .percent(1)),
      Fact(
        "approximation-constructed", outcome.constructed[outcome.constructed.count - 1],
        .percent(2)),
      Fact("approximation-draws", outcome.draws),
    ]
  }

  func charts(of outcome: Outcome, study: StudyConfiguration) throws -> [Chart] {
    let widths = outcome.widths.map(Double.init)
    let tanh = outcome.cases[0]
    let first = NumberFormat.percent(0).text(tanh.error[1].value)
    let last = NumberFormat.percent(2).text(tanh.error[tanh.error.count - 1].value)
    return [
      Chart("universal-approximation") {
        Panel("Fits with tanh units", detail: "dashed: the function, sin 6*x* + |*x* − 0.3|") {
          for (example, style) in zip(outcome.examples, [0.45, 0.7, 1]) {
            LineMark(
              x: .value("x", Self.grid), y: .value("Fit", example.fit),
              series: .value("Width", "\(example.width) units")
            )
            .lineStyle(width: 1.4 + style / 2).endLabelHidden()
          }
          LineMark(
            x: .value("x", Self.grid), y: .value("Function", Self.grid.map(Self.target)),
            series: .value("Width", "function")
          )
          .lineStyle(.theoryOverlay).endLabelHidden()
          for (index, example) in outcome.examples.enumerated() {
            TextMark(
              "\(example.width) units", x: .value("x", -0.96),
              y: .value("y", -0.35 - 0.22 * Double(index))
            )
            .foregroundStyle(.series("\(example.width) units")).bold()
          }
        }
        .chartXScale(domain: -1...1)
        .chartXAxis(values: [-1, 0, 1], grid: false)
        .chartXAxisLabel("*x*")
        .chartYScale(domain: -1.1...2.4)
        Panel(
          "Error by number of hidden units", detail: "rms error ÷ rms of the function, log axes"
        ) {
          LineMark(
            x: .value("Units", widths), y: .value("Error", outcome.constructed),
            series: .value("Units", "constructed")
          )
          .lineStyle(.theory).endLabelHidden()
          for one in outcome.cases {
            let series = PlottableValue.value("Units", one.activation)
            RibbonMark(
              x: .value("Units", widths), lower: .value("80 % of draws", one.low),
              upper: .value("80 % of draws", one.high), series: series)
            ErrorBarMark(
              x: .value("Units", widths), lower: .value("95 % interval", one.error.map(\.low)),
              upper: .value("95 % interval", one.error.map(\.high)), series: series)
            LineMark(
              x: .value("Units", widths), y: .value("Error", one.error.map(\.value)),
              series: series
            )
            .endLabel(showsSymbol: false)
          }
          TextMark(
            "dashed: ReLU,\nconstructed", x: .value("Units", 3), y: .value("Error", 0.012)
          )
          .leader(toX: .value("Units", 16), y: .value("Error", outcome.constructed[3]))
        }
        .chartXScale(type: .log, domain: 2...64)
        .chartXAxis(values: widths, labels: outcome.widths.map(String.init))
        .chartXAxisLabel("Hidden units, log axis")
        .chartYScale(type: .log)
      }
      .chartForegroundStyleScale([
        "2 units": SeriesStyle(line: Color(0x9FB7BF, 0x4F6A73), text: Color(0x5F7C86, 0x8CAAB4)),
        "8 units": SeriesStyle(line: Color(0x5B5FC7, 0xA9ACF5), text: Color(0x4B4FB0, 0xA9ACF5)),
        "64 units": SeriesStyle(line: Color(0x00868B, 0x4CC6C9), text: Color(0x00747A, 0x4CC6C9)),
      ])
      .chartFacetScales(.free)
      .chartFacet(columns: 2)
      .chartDirectLabels()
      .chartYAxisLabel("")
      .chartPlotHeight(290)
      .chartTitle(
        "One hidden layer approximates a continuous function the better, the wider it is: \(first) error with \(outcome.widths[1]) units, \(last) with \(outcome.widths[outcome.widths.count - 1])"
      )
      .chartSubtitle(
        "Random hidden units, output layer by least squares, for a function with a kink on [−1, 1]."
      )
      .chartCaption(
        """
        **Method.** \(outcome.draws) random hidden layers for each width and activation, fitted at \
        \(Self.grid.count) points. **Left:** the fit with the median error. **Right:** geometric \
        mean of the error with its 95\u{a0}% *t* interval of the logarithm; ribbon: central 80\u{a0}% of \
        draws. **Dashed:** the ReLU network that interpolates the function at equally spaced points \
        (equation 3.6); nothing random. Seed \(study.seed).
        """
      )
      .chartAltText(
        """
        Left: a wavy function with a kink and three fits; 2 tanh units miss it, 8 follow it roughly, \
        64 lie on it. Right: the relative error falls on log axes with the number of units, for tanh \
        from \(NumberFormat.percent(0).text(tanh.error[0].value)) at 2 units to \(last) at 64, for \
        ReLU more slowly, and for the constructed network on a straight line.
        """)
    ]
  }
}
