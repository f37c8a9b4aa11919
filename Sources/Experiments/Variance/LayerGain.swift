import Charts
import Graphics
import Simulation

/// Measures by how much one layer with nσ² = 1 changes the length of one input.
///
/// On average not at all, whatever the law of the weights; for one network and one input, by a
/// factor that scatters with the width.
struct LayerGain: Experiment {
  struct Outcome: Codable, Equatable, Sendable {
    var points: [Point]
  }

  /// |Wx|²/|x|² for n × n matrices with nσ² = 1, over networks.
  struct Point: Codable, Equatable, Sendable {
    /// `normal` or `uniform`, the law of the weights.
    var law: String
    var width: Int
    var mean: Estimate
    /// Ends of the range of the central 95 % of networks.
    var low: Double
    var high: Double
  }

  let id = "layer-gain"
  let question = "By how much does one layer with nσ² = 1 change the length of one input?"
  let chartIDs = ["layer-gain"]

  func run(_ study: StudyConfiguration, jobs: Int) async throws -> Outcome {
    try await Self.simulate(
      widths: [8, 16, 32, 64, 128, 256, 512, 1024], denseWidths: [8, 16, 32, 64],
      networks: min(study.networks, 400), seed: SeedTree(seed: study.seed).child(id), jobs: jobs)
  }

  static func simulate(
    widths: [Int], denseWidths: [Int], networks: Int, seed: SeedTree, jobs: Int
  ) async throws -> Outcome {
    func point(_ law: String, _ width: Int, _ ratio: @escaping @Sendable (Int) -> Double)
      async throws -> Point
    {
      let ratios = try await mapTrials(networks, jobs: jobs, ratio)
      let quantiles = try Quantiles(of: ratios)
      return Point(
        law: law, width: width, mean: try .mean(of: ratios), low: quantiles.value(at: 0.025),
        high: quantiles.value(at: 0.975))
    }
    var points: [Point] = []
    for width in widths {
      let seed = seed.child("normal").child(width)
      points.append(
        try await point("normal", width) { normalGain(width: width, seed: seed.child($0)) })
    }
    for width in denseWidths {
      let seed = seed.child("uniform").child(width)
      points.append(
        try await point("uniform", width) { uniformGain(width: width, seed: seed.child($0)) })
    }
    return Outcome(points: points)
  }

  /// The components of Wx are independent N(0, |x|²/n) for any x: equation 1.5.
  private static func normalGain(width: Int, seed: SeedTree) -> Double {
    var random = seed.source()
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: width) { buffer in
      guard let base = buffer.baseAddress else { return .nan }
      random.fillNormals(base, count: width)
      return sumOfSquares(base, width) / Double(width)
    }
  }

  /// A matrix of U(−a, a) entries, a²/3 = 1/n, and a standard normal input, multiplied out.
  private static func uniformGain(width: Int, seed: SeedTree) -> Double {
    var random = seed.source()
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: width * (width + 1)) { buffer in
      guard let x = buffer.baseAddress else { return .nan }
      let weights = x + width
      random.fillNormals(x, count: width)
      random.fillUniforms(weights, count: width * width, radius: (3 / Double(width)).squareRoot())
      var total = 0.0
      for row in 0..<width {
        var sum = 0.0
        for column in 0..<width { sum += weights[row * width + column] * x[column] }
        total += sum * sum
      }
      return total / sumOfSquares(x, width)
    }
  }

  private static func sumOfSquares(_ x: UnsafePointer<Double>, _ count: Int) -> Double {
    var total = 0.0
    for index in 0..<count { total += x[index] * x[index] }
    return total
  }

  /// The width at which 95 % of networks stay within a share of 1: 2 (1.96/share)².
  static func width(forScatter share: Double) -> Double { 2 * (1.96 / share) * (1.96 / share) }

  func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    func point(_ law: String, _ width: Int) -> Point? {
      outcome.points.first { $0.law == law && $0.width == width }
    }
    guard let small = point("normal", 64), let wide = point("normal", 1024),
      let uniform = point("uniform", 64)
    else { return [] }
    return [
      Fact("layer-gain-normal", small.mean, .fixed(3)),
      Fact("layer-gain-uniform", uniform.mean, .fixed(3)),
      Fact("layer-gain-scatter-64", (small.high - small.low) / 2, .percent(0)),
      Fact("layer-gain-scatter-1024", (wide.high - wide.low) / 2, .percent(0)),
      Fact("layer-gain-width-ten-percent", Self.width(forScatter: 0.1), .count),
    ]
  }

  func charts(of outcome: Outcome, study: StudyConfiguration) throws -> [Chart] {
    let widths = outcome.points.filter { $0.law == "normal" }.map(\.width)
    let laws = [("normal", "normal weights", 1.0), ("uniform", "uniform weights", 1.12)]
    let networks = outcome.points.first?.mean.samples ?? 0
    let worst = outcome.points.map { $0.mean.halfWidth }.max() ?? 0
    let dense = 40
    let grid = (0...dense).map {
      Elementary.exp(
        Double(widths[0]).logarithm + Double($0) / Double(dense)
          * (Double(widths[widths.count - 1]) / Double(widths[0])).logarithm)
    }
    return [
      Chart("layer-gain") {
        RibbonMark(
          x: .value("Width", grid),
          lower: .value("95 % by theory", grid.map { Self.chiQuantile(0.025, $0) }),
          upper: .value("95 % by theory", grid.map { Self.chiQuantile(0.975, $0) }),
          series: .value("Law", "theory")
        )
        .foregroundStyle(.muted)
        RuleMark(y: .value("Gain", 1)).lineStyle(.theory)
        for (law, name, shift) in laws {
          let points = outcome.points.filter { $0.law == law }
          let xs = points.map { Double($0.width) * shift }
          ErrorBarMark(
            x: .value("Width", xs), lower: .value("95 % of networks", points.map(\.low)),
            upper: .value("95 % of networks", points.map(\.high)),
            series: .value("Law", name), shape: .bar)
          ErrorBarMark(
            x: .value("Width", xs), lower: .value("Mean, 95 % interval", points.map(\.mean.low)),
            upper: .value("Mean, 95 % interval", points.map(\.mean.high)),
            series: .value("Law", name))
          PointMark(
            x: .value("Width", xs), y: .value("Mean", points.map(\.mean.value)),
            series: .value("Law", name)
          )
          .symbolSize(radius: 3)
        }
        TextMark(
          "shaded: 95 % of networks by theory, *χ*²_{*n*}/*n*", x: .value("Width", 110),
          y: .value("Gain", 1.72)
        )
        .leader(toX: .value("Width", 34), y: .value("Gain", 1.5))
      }
      .chartForegroundStyleScale([
        "normal weights": SeriesStyle(line: Color(0x0B6477, 0x6FC3D3), symbol: .circle),
        "uniform weights": SeriesStyle(
          line: Color(0xB0720A, 0xE3AE55), text: Color(0x8C5A06, 0xE3AE55), symbol: .square),
      ])
      .chartLegend(.top)
      .chartXScale(type: .log, domain: 7...1250)
      .chartXAxis(values: widths.map(Double.init), labels: widths.map(String.init))
      .chartXAxisLabel("Width *n*, log axis")
      .chartYScale(domain: 0...2.5)
      .chartYAxisLabel("|*Wx*|² ÷ |*x*|²")
      .chartPlotHeight(300)
      .chartTitle(
        "A layer with *nσ*² = 1 keeps the squared length on average; a single wide one nearly does"
      )
      .chartSubtitle(
        "Squared length after one linear layer with *nσ*² = 1, relative to the squared length before."
      )
      .chartCaption(
        """
        **Method.** \(networks) networks for each point, one input each. **Dot:** mean, with its \
        95\u{a0}% *t* interval (at most ±\(NumberFormat.fixed(3).text(worst))). **Pale bar:** \
        central 95\u{a0}% of single networks. **Shaded:** the same by theory for normal weights, \
        quantiles of *χ*²_{*n*}/*n*, about 1 ± 1.96√(2/*n*). Normal weights are drawn through the \
        exact law of *Wx*, uniform ones as full matrices (up to *n* = \
        \(outcome.points.filter { $0.law == "uniform" }.map(\.width).max() ?? 0)). Seed \(study.seed).
        """
      )
      .chartAltText(
        """
        Dots at 1 for widths from \(widths[0]) to \(widths[widths.count - 1]): the mean ratio of \
        squared lengths, for normal and for uniform weights. The bars of 95 % of networks shrink \
        from \(outcome.points.first.map { NumberFormat.fixed(2).text($0.low) } ?? "") … \
        \(outcome.points.first.map { NumberFormat.fixed(2).text($0.high) } ?? "") at the smallest \
        width to a few per cent at the largest, as the shaded theory says.
        """)
    ]
  }

  /// The p-quantile of χ²ₙ/n, for real n between the widths.
  static func chiQuantile(_ p: Double, _ n: Double) -> Double {
    ChiSquared(degreesOfFreedom: n).quantile(p) / n
  }
}
