import Engine
import Simulation
import Study

/// How much Adam, and how much a normalisation, forgive a start that is too small or too large.
///
/// He's start times 2⁻⁶ … 2⁶ in every hidden layer of a ReLU network; SGD with momentum and Adam, with batch,
/// layer and no normalisation, each at the rate that suits it at scale one: what a person has who tuned once
/// and then changes the start. Fixed before the first run: four hidden layers, so that the signal of the
/// smallest start is 2⁻³⁰ of what it should be. The range forgiven is that of scales whose median loss is
/// within a tenth of the loss at scale one, in powers of two.
public struct StartScale: Experiment {
  public let id = "start-scale"
  public let chartIDs = ["start-scale"]

  /// Makes the experiment.
  public init() {}

  /// A curve for each optimiser and normalisation.
  public struct Outcome: Codable, Equatable, Sendable {
    /// Units per hidden layer.
    public var width: Int
    /// Hidden layers.
    public var layers: Int
    /// How many networks are trained at each scale.
    public var networks: Int
    /// How many steps each network takes.
    public var steps: Int
    /// Pictures per step.
    public var batch: Int
    /// log₂ of the factor on He's start, ascending.
    public var scales: [Int]
    /// One for each normalisation and optimiser, the optimisers of a normalisation together.
    public var curves: [Curve]
  }

  /// One optimiser and normalisation; entries by scale.
  public struct Curve: Codable, Equatable, Sendable {
    /// `sgd` or `adam`.
    public var optimizer: String
    /// `none`, `batch` or `layer`.
    public var normalization: String
    /// The learning rate that suited scale one best.
    public var rate: Double
    /// The median over networks of the test loss after the last step, in nats.
    public var losses: [Estimate]

    /// The scales around one whose loss is at most a tenth above that at scale one, as powers of two.
    ///
    /// nil if there is no scale one.
    ///
    /// - Parameter loss: what to compare: the medians, or an end of their intervals.
    public func forgiven(
      _ scales: [Int], by loss: (Estimate) -> Double = \.value
    ) -> ClosedRange<Int>? {
      guard let centre = scales.firstIndex(of: 0) else { return nil }
      let bound = 1.1 * losses[centre].value
      var (low, high) = (centre, centre)
      while low > 0, loss(losses[low - 1]) <= bound { low -= 1 }
      while high < losses.count - 1, loss(losses[high + 1]) <= bound { high += 1 }
      return scales[low]...scales[high]
    }

    /// Over how many powers of two; from scales whose interval lies below the bound to those whose interval reaches
    /// below it.
    public func powers(_ scales: [Int]) -> Estimate {
      func width(_ loss: (Estimate) -> Double) -> Double {
        forgiven(scales, by: loss).map { Double($0.upperBound - $0.lowerBound) } ?? 0
      }
      return Estimate(
        value: width(\.value), low: width(\.high), high: width(\.low),
        samples: losses.first?.samples ?? 0)
    }
  }

  /// The keys of the optimisers, SGD with momentum 0.9 and Adam.
  public static let optimizers = ["sgd", "adam"]
  /// The keys of what stands between a dense layer and its ReLU.
  public static let normalizations = ["none", "layer", "batch"]

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    try await Self.simulate(
      width: 16, layers: 4,
      scales: study.isThorough ? Array(-6...6) : [-6, -4, -2, -1, 0, 1, 2, 4, 6],
      networks: study.count(quick: 6, standard: 6, thorough: 60, atLeast: 6),
      steps: study.count(quick: 6, standard: 40, thorough: 300, atLeast: 5), seed: seed,
      jobs: jobs)
  }

  static func simulate(
    width: Int, layers: Int, scales: [Int], networks: Int, steps: Int, seed: SeedTree, jobs: Int
  ) async throws -> Outcome {
    let batch = 16
    let task = try DigitLearners.standardised(
      training: 320, test: 160, seed: seed.child("digits"))
    var curves: [Curve] = []
    for normalization in normalizations {
      for optimizer in optimizers {
        func plan(_ scale: Int) -> TrainingPlan {
          TrainingPlan(
            network(normalization, width: width, layers: layers, scale: scale, task: task),
            task: task, optimizer: .gradientDescent(rate: 1), steps: steps, batch: batch,
            networks: networks, seed: seed.child("networks"), jobs: jobs)
        }
        let make: (Double) -> Optimizer = {
          optimizer == "sgd" ? .momentum(rate: $0) : .adam(rate: $0)
        }
        let rates = optimizer == "sgd" ? [0.01, 0.03, 0.1] : [0.003, 0.01, 0.03]
        let tuned = try await TunedTraining.run(
          plan(0), rates: rates, optimizer: make)
        var curve = Curve(
          optimizer: optimizer, normalization: normalization, rate: tuned.rate, losses: [])
        for scale in scales {
          let result =
            scale == 0
            ? tuned
            : try await TunedTraining.run(
              plan(scale), rates: [tuned.rate], optimizer: make)
          curve.losses.append(result.median)
        }
        curves.append(curve)
      }
    }
    return Outcome(
      width: width, layers: layers, networks: networks, steps: steps, batch: batch,
      scales: scales, curves: curves)
  }

  private static func network(
    _ normalization: String, width: Int, layers: Int, scale: Int, task: LearningTask
  ) -> Network {
    let gain = powerOfTwo(scale)
    var stages: [NamedStage] = []
    for _ in 0..<layers {
      stages.append(NamedStage(Dense(width, rule: HeNormal(), gain: gain)))
      switch normalization {
      case "batch": stages.append(NamedStage(Normalize(.batch)))
      case "layer": stages.append(NamedStage(Normalize(.layer)))
      default: break
      }
      stages.append(NamedStage(ActivationStage(ReLU())))
    }
    stages += [
      // The read-out keeps its scale: nothing normalises behind it, and its size alone would decide the loss.
      NamedStage(Dense(10, rule: XavierNormal())), NamedStage(ReadOut(.crossEntropy)),
    ]
    return Network(input: NetworkInput(task.shape), stages: stages)
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    var facts = [
      Fact("start-scale-networks", outcome.networks), Fact("start-scale-width", outcome.width),
      Fact("start-scale-layers", outcome.layers), Fact("start-scale-steps", outcome.steps),
      Fact("start-scale-batch", outcome.batch),
      Fact("start-scale-largest", outcome.scales.last ?? 0),
      Fact("start-scale-count", outcome.scales.count),
    ]
    for curve in outcome.curves {
      let name = "start-scale-\(curve.optimizer)-\(curve.normalization)"
      let centre = outcome.scales.firstIndex(of: 0) ?? 0
      // A quarter of He's scale, twice and four times it.
      for (end, power) in [("quarter", -2), ("two", 1), ("four", 2)] {
        if let place = outcome.scales.firstIndex(of: power) {
          facts.append(Fact("\(name)-\(end)", curve.losses[place], .fixed(2)))
        }
      }
      guard let first = curve.losses.first, let last = curve.losses.last else { continue }
      facts += [
        Fact("\(name)-powers", curve.powers(outcome.scales), .fixed(0)),
        Fact("\(name)-rate", curve.rate, .significant(1)),
        Fact("\(name)-loss", curve.losses[centre], .fixed(2)),
        Fact("\(name)-smallest", first, .fixed(2)), Fact("\(name)-largest", last, .fixed(2)),
      ]
    }
    return facts
  }
}
