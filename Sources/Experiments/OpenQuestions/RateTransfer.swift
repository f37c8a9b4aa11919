import Engine
import Simulation
import Study

/// Whether the best learning rate stays where it is when a network gets wider.
///
/// Yang and Hu 2021, "Tensor programs IV", table 1: in the maximal-update parametrisation (μP) the first layer's output
/// is multiplied by √n and the last one's divided by it, all weights begin with variance 1/n, and SGD has one rate for
/// all widths; in the standard one the best rate falls like 1/n once networks are wide. Fixed before the first run:
/// ReLU networks of three hidden layers without biases, rates by factors of two. Widths by factors of four were
/// planned; for what the report can afford they became three, nearly a factor of three apart.
public struct RateTransfer: Experiment {
  public let id = "rate-transfer"
  public let chartIDs = ["rate-transfer"]

  /// Makes the experiment.
  public init() {}

  /// A curve for each parametrisation and width.
  public struct Outcome: Codable, Equatable, Sendable {
    /// Units per hidden layer, ascending.
    public var widths: [Int]
    /// log₂ of the rates.
    public var rates: [Int]
    /// How many networks are trained at each width and rate.
    public var networks: Int
    /// Steps of gradient descent.
    public var steps: Int
    /// Pictures per step.
    public var batch: Int
    /// One for each parametrisation and width, the widths of a parametrisation together.
    public var curves: [Curve]
    /// By parametrisation: the slope of log₂(best rate) over log₂(width).
    public var slopes: [Slope]
  }

  /// One parametrisation and width.
  public struct Curve: Codable, Equatable, Sendable {
    /// `standard` or `maximal`.
    public var parametrization: String
    /// Units per hidden layer.
    public var width: Int
    /// The median over networks of the test loss after the last step, in nats, by rate.
    public var losses: [Estimate]
    /// log₂ of the best rate, network by network: mean.
    public var best: Estimate
  }

  /// How the best rate changes with the width.
  public struct Slope: Codable, Equatable, Sendable {
    /// `standard` or `maximal`.
    public var parametrization: String
    /// The slope of the least-squares line of each network's best rates: the mean over networks.
    public var slope: Estimate
    /// By the tangent kernel: the best rate is inversely proportional to it.
    public var theory: Double
  }

  /// The keys.
  public static let parametrizations = ["standard", "maximal"]
  /// The width at which both are the same.
  static let base = 16
  /// The squared length of an input: small, so that the first layer's part of the tangent kernel, which does not grow
  /// with the width, does not hide what does.
  static let inputLength = 4.0

  /// The mean tangent kernel of the standard network at its start.
  ///
  /// Every matrix adds the squared length of its input times that of the gradient at its output: |x|² · ½ for
  /// the first, n · ½ for the two hidden ones, n · 1 for the last.
  public static func kernel(width: Int) -> Double {
    inputLength / 2 + 2 * Double(width)
  }

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    try await Self.simulate(
      widths: study.isThorough ? [16, 64, 256, 512] : [16, 48, 128],
      rates: study.isThorough ? Array(-10...3) : Array(-6...1),
      networks: study.count(quick: 6, standard: 6, thorough: 30, atLeast: 6),
      steps: study.count(quick: 5, standard: 25, thorough: 200, atLeast: 4), seed: seed, jobs: jobs)
  }

  static func simulate(
    widths: [Int], rates: [Int], networks: Int, steps: Int, seed: SeedTree, jobs: Int
  ) async throws -> Outcome {
    let batch = 16
    let task = try DigitLearners.standardised(
      training: 320, test: 160, seed: seed.child("digits"))
    var curves: [Curve] = []
    var slopes: [Slope] = []
    // There both parametrisations are the same.
    var narrowest: (best: [Double], curve: Curve)?
    for key in parametrizations {
      // log₂ of the best rate of each network, by width.
      var bests: [[Double]] = []
      for width in widths {
        if key == "maximal", width == Self.base, let first = narrowest {
          bests.append(first.best)
          curves.append(first.curve)
          curves[curves.count - 1].parametrization = key
          continue
        }
        var byRate: [TunedTraining] = []
        for rate in rates {
          byRate.append(
            try await TunedTraining.run(
              TrainingPlan(
                network(key, width: width, task: task), task: task,
                optimizer: .gradientDescent(rate: 1), steps: steps, batch: batch,
                networks: networks, seed: seed.child("networks").child(width), jobs: jobs),
              rates: [powerOfTwo(rate)]))
        }
        let best = (0..<networks).map { network in
          vertex(rates.map(Double.init), byRate.map { Double.log($0.losses[network]) })
        }
        bests.append(best)
        curves.append(
          Curve(
            parametrization: key, width: width, losses: byRate.map(\.median),
            best: try .mean(of: best)))
        if key == "standard", width == Self.base { narrowest = (best, curves[curves.count - 1]) }
      }
      let x = widths.map { Elementary.log(Double($0)) / Elementary.log(2) }
      slopes.append(
        Slope(
          parametrization: key,
          slope: try .mean(of: (0..<networks).map { n in slope(x, bests.map { $0[n] }) }),
          theory: key == "maximal"
            ? 0
            : slope(x, widths.map { -Elementary.log(kernel(width: $0)) / Elementary.log(2) })))
    }
    return Outcome(
      widths: widths, rates: rates, networks: networks, steps: steps, batch: batch,
      curves: curves, slopes: slopes)
  }

  /// Where a parabola through the lowest point and its two neighbours is lowest; the point itself at an end.
  static func vertex(_ x: [Double], _ y: [Double]) -> Double {
    let at = y.indices.min { y[$0] < y[$1] } ?? 0
    guard at > 0, at < y.count - 1 else { return x[at] }
    let (x0, x1, x2) = (x[at - 1], x[at], x[at + 1])
    let (d0, d2) = ((y[at] - y[at - 1]) / (x1 - x0), (y[at + 1] - y[at]) / (x2 - x1))
    guard d2 - d0 > 0 else { return x1 }
    return min(x2, max(x0, 0.5 * (x0 + x1) - 0.5 * (x2 - x0) * d0 / (d2 - d0)))
  }

  /// The slope of the least-squares line.
  static func slope(_ x: [Double], _ y: [Double]) -> Double {
    let (mx, my) = (
      x.reduce(0, +) / Double(x.count), y.reduce(0, +) / Double(y.count)
    )
    let xx = x.reduce(0) { $0 + ($1 - mx) * ($1 - mx) }
    return zip(x, y).reduce(0) { $0 + ($1.0 - mx) * ($1.1 - my) } / xx
  }

  private static func network(_ key: String, width: Int, task: LearningTask) -> Network {
    let n = Double(width)
    let isMaximal = key == "maximal"
    func dense(_ units: Int, _ variance: Double) -> NamedStage {
      NamedStage(
        Dense(
          units, rule: Normal(standardDeviation: variance.squareRoot()), learnsBias: false))
    }
    func scale(_ factor: Double) -> [NamedStage] { isMaximal ? [NamedStage(Scale(factor))] : [] }
    let relu = NamedStage(ActivationStage(ReLU()))
    let base = Double(Self.base)
    // Inputs of squared length `inputLength`; the first layer gives a mean square of two all the same.
    let inputs = Self.inputLength
    let shrink = (inputs / Double(task.shape.count)).squareRoot()
    return Network(
      input: NetworkInput(task.shape),
      stages: [
        NamedStage(Scale(shrink)), dense(width, isMaximal ? 2 / inputs * base / n : 2 / inputs),
      ]
        + scale((n / base).squareRoot()) + [relu, dense(width, 2 / n), relu, dense(width, 2 / n)]
        + [relu, dense(10, 1 / n)] + scale((base / n).squareRoot())
        + [NamedStage(ReadOut(.crossEntropy))])
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    var facts = [
      Fact("transfer-networks", outcome.networks), Fact("transfer-steps", outcome.steps),
      Fact("transfer-batch", outcome.batch), Fact("transfer-narrow", outcome.widths.first ?? 0),
      Fact("transfer-wide", outcome.widths.last ?? 0),
    ]
    for slope in outcome.slopes {
      facts.append(Fact("transfer-\(slope.parametrization)-slope", slope.slope, .fixed(2)))
      facts.append(Fact("transfer-\(slope.parametrization)-theory", slope.theory, .fixed(2)))
      let own = outcome.curves.filter { $0.parametrization == slope.parametrization }
      for (name, curve) in [("narrow", own.first), ("wide", own.last)] {
        guard let curve else { continue }
        facts.append(Fact("transfer-\(slope.parametrization)-\(name)", curve.best, .fixed(1)))
        facts.append(
          Fact(
            "transfer-\(slope.parametrization)-\(name)-loss",
            curve.losses.map(\.value).min() ?? .nan, .fixed(2)))
      }
    }
    return facts
  }
}
