import Simulation
import Study

/// Measures how variance travels through a linear network, forward and backward.
///
/// The note's calculation has no activation; nor has this network.
public struct LinearVariance: Experiment {
  /// The networks and a case for each weight variance.
  public struct Outcome: Codable, Equatable, Sendable {
    /// n, the units per layer.
    public var width: Int
    /// L, the number of layers.
    public var depth: Int
    /// How many networks each case has; all cases share their draws.
    public var networks: Int
    /// One for each nσ², ascending.
    public var cases: [Case]
  }

  /// One weight variance, with decimal logarithms.
  public struct Case: Codable, Equatable, Sendable {
    /// nσ².
    public var gain: Double
    /// The variance of activations in layers 1 … L.
    public var forward: Profile
    /// The variance of ∂ℓ/∂z in layers 1 … L.
    public var backward: Profile
  }

  /// A quantity by layer, over networks.
  public struct Profile: Codable, Equatable, Sendable {
    /// log₁₀ of the mean over networks, by layer; the median's where a double cannot hold the mean.
    public var mean: [Double]
    /// log₁₀ of the lower end of the mean's 95 % interval, by layer.
    public var meanLow: [Double]
    /// log₁₀ of the upper end of the mean's 95 % interval, by layer.
    public var meanHigh: [Double]
    /// log₁₀ of the median over networks, by layer.
    public var median: [Double]
    /// log₁₀ of the 2.5 % quantile over networks, by layer.
    public var low: [Double]
    /// log₁₀ of the 97.5 % quantile over networks, by layer.
    public var high: [Double]
    /// log₁₀ (nσ²)ᵏ after k layers.
    public var theory: [Double]
    /// The factor per layer, from the mean over networks.
    public var factor: Estimate
  }

  static let gains = [0.5, 1.0, 2.0]

  public let id = "linear-variance"
  public let chartIDs = ["forward-variance", "backward-variance"]

  /// Makes the experiment.
  public init() {}

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    try await Self.simulate(
      width: study.width, depth: study.depth,
      networks: study.count(quick: 200, standard: 1000, thorough: 10_000),
      seed: seed, jobs: jobs)
  }

  static func simulate(width: Int, depth: Int, networks: Int, seed: SeedTree, jobs: Int)
    async throws -> Outcome
  {
    var cases: [Case] = []
    for gain in gains {
      let result = try await propagate(
        PropagationRequest(
          width: width, depth: depth, activation: Identity(),
          initializer: Normal(standardDeviation: (gain / Double(width)).squareRoot()),
          trials: networks, seed: seed, jobs: jobs))
      let rate = Elementary.log10(gain)
      cases.append(
        Case(
          gain: gain,
          forward: Profile(
            result.layers.map(\.activation), theory: (1...depth).map { rate * Double($0) },
            end: depth - 1),
          backward: Profile(
            result.layers.map(\.gradient), theory: (1...depth).map { rate * Double(depth - $0) },
            end: 0)))
    }
    return Outcome(width: width, depth: depth, networks: networks, cases: cases)
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    let depth = Double(outcome.depth)
    let names = ["half", "one", "two"]
    return zip(names, outcome.cases).flatMap { name, one in
      [
        Fact("forward-factor-\(name)", one.forward.factor, .fixed(4)),
        Fact("backward-factor-\(name)", one.backward.factor, .fixed(4)),
      ]
    } + [
      Fact("linear-depth", outcome.depth), Fact("linear-width", outcome.width),
      Fact("linear-networks", outcome.networks),
      Fact("forward-end-half", depth * Elementary.log10(0.5), .powerOfTen(1)),
      Fact("forward-end-two", depth * Elementary.log10(2), .powerOfTen(1)),
      Fact("forward-median-share", outcome.medianShare, .percent(0)),
      Fact("forward-median-share-theory", outcome.medianShareTheory, .percent(0)),
    ]
  }
}

extension LinearVariance.Profile {
  /// - Parameters:
  ///   - end: the index of the layer farthest from where the quantity started.
  init(_ layers: [MomentSummary], theory: [Double], end: Int) {
    // Where a Double cannot hold a mean (hundreds of layers), the median stands in; an interval
    // that reaches 0 is cut at a thousandth.
    func log(_ x: Double, _ layer: MomentSummary) -> Double {
      let mean = layer.mean.value
      guard mean > 0, mean.isFinite, x.isFinite else { return layer.log10.median.value }
      return Elementary.log10(max(x, mean / 1000))
    }
    let means = layers.map { log($0.mean.value, $0) }
    // Forward, layer L lies L layers from the input; backward, layer 1 lies L − 1 from the top.
    let exponent = 1 / Double(end == 0 ? layers.count - 1 : layers.count)
    let far = layers[end]
    func power(_ exponentSum: Double) -> Double {
      Elementary.exp(exponent * DecimalLogarithm.ln10 * exponentSum)
    }
    self.init(
      mean: means, meanLow: layers.map { log($0.mean.low, $0) },
      meanHigh: layers.map { log($0.mean.high, $0) },
      median: layers.map(\.log10.median.value), low: layers.map(\.log10.low),
      high: layers.map(\.log10.high), theory: theory,
      factor: Estimate(
        value: power(log(far.mean.value, far)), low: power(log(far.mean.low, far)),
        high: power(log(far.mean.high, far)), samples: far.mean.samples))
  }
}

extension LinearVariance.Outcome {
  /// The share of the theoretical mean that the median network has at the last layer.
  package var medianShare: Double {
    guard let one = cases.first(where: { $0.gain == 1 })?.forward, let last = one.median.last
    else { return .nan }
    return Elementary.exp(last * DecimalLogarithm.ln10)
  }

  /// e^(L(ψ(n/2) + ln 2 − ln n)): the geometric mean of L factors χ²ₙ/n.
  var medianShareTheory: Double {
    let n = Double(width)
    let perLayer = ChiSquared(degreesOfFreedom: n).logMean - n.logarithm
    return Elementary.exp(Double(depth) * perLayer)
  }
}
