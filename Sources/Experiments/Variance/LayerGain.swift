import Simulation
import Study

/// Measures by how much one layer with nσ² = 1 changes the length of one input.
///
/// On average not at all, whatever the law of the weights; for one network and one input, by a
/// factor that scatters with the width.
public struct LayerGain: Experiment {
  /// What was measured.
  public struct Outcome: Codable, Equatable, Sendable {
    /// Normal weights by width, then uniform weights by width.
    public var points: [Point]
  }

  /// |Wx|²/|x|² for n × n matrices with nσ² = 1, over networks.
  public struct Point: Codable, Equatable, Sendable {
    /// `normal` or `uniform`, the law of the weights.
    public var law: String
    /// n.
    public var width: Int
    /// The mean over networks, 1 in expectation.
    public var mean: Estimate
    /// The 2.5 % quantile over networks.
    public var low: Double
    /// The 97.5 % quantile over networks.
    public var high: Double
  }

  public let id = "layer-gain"
  public let chartIDs = ["layer-gain"]

  /// Makes the experiment.
  public init() {}

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    try await Self.simulate(
      widths: [8, 16, 32, 64, 128, 256, 512, 1024], denseWidths: [8, 16, 32, 64],
      networks: study.count(quick: 200, standard: 400, thorough: 400), seed: seed, jobs: jobs)
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

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
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
}
