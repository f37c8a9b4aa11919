import Engine
import ExperimentMeasuring
import Simulation
import Study

/// Whether outputs and inputs that are not centred at zero slow descent down.
///
/// The same network with sigmoid, 2σ − 1, tanh and ReLU, on digits as they are (ink 1 on paper 0) and with their mean
/// removed. Each with its own best rate, else the comparison is one of rates; the best is chosen on pilot networks,
/// whose times are not reported. Fixed before the first run: layers of 16 units, Xavier's start for all but ReLU, which
/// has He's, seven rates, a test every few steps, six networks; the measure is the median number of steps until the
/// held-out loss is well below guessing. In the first run, with three layers, 120 steps and half of guessing, the
/// sigmoid never got there; two layers, 80 steps and 70 % are what all can be compared by. σ − ½, the sigmoid moved and
/// nothing else, was added later: 2σ − 1 is twice as steep as well.
///
/// Predicted before the first run: sigmoid slowest by far, 2σ − 1 next because its slope is half of tanh's,
/// tanh and ReLU alike; centred inputs help the sigmoid least, whose hidden layers are off centre all the
/// same.
public struct BiasShift: Experiment {
  public let id = "bias-shift"
  public let chartIDs = ["bias-shift"]

  /// Makes the experiment.
  public init() {}

  /// A case for each activation and kind of input.
  public struct Outcome: Codable, Equatable, Sendable {
    /// Units per hidden layer.
    public var width: Int
    /// Hidden layers.
    public var layers: Int
    /// How many networks each rate is measured on.
    public var networks: Int
    /// Steps of gradient descent at most.
    public var steps: Int
    /// log₂ of the learning rates.
    public var rates: [Double]
    /// For each activation, digits as they are, then with their mean removed.
    public var cases: [Case]
  }

  /// One activation and kind of input.
  public struct Case: Codable, Equatable, Sendable {
    /// `sigmoid`, `centred-sigmoid` for σ − ½, `half-tanh` for 2σ − 1, `tanh` or `relu`.
    public var activation: String
    /// Whether the mean of the inputs was removed.
    public var isCentred: Bool
    /// By rate, the median number of steps with its interval; infinite where it was never reached.
    public var times: [Estimate]
    /// The same with the rate that was best for the pilots.
    public var best: Estimate
    /// log₂ of that rate.
    public var bestRate: Double
  }

  static let activations: [(key: String, activation: any Activation, rule: any WeightInitializer)] =
    [
      ("sigmoid", Sigmoid(), XavierNormal()),
      ("centred-sigmoid", CentredSigmoid(), XavierNormal()),
      ("half-tanh", HalfTanh(), XavierNormal()), ("tanh", Tanh(), XavierNormal()),
      ("relu", ReLU(), HeNormal()),
    ]

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    try await Self.simulate(
      width: study.units(16, atLeast: 8), layers: 2, steps: study.isQuick ? 40 : 80,
      rates: study.isQuick ? [-2, -1, 0, 2] : [-3, -2, -1, 0, 1, 2, 3],
      networks: study.count(quick: 6, standard: 6, thorough: 100, atLeast: 6), seed: seed,
      jobs: jobs)
  }

  static func simulate(
    width: Int, layers: Int, steps: Int, rates: [Double], networks: Int, seed: SeedTree,
    jobs: Int
  ) async throws -> Outcome {
    let raw = try DigitLearners.task(training: 200, test: 40, seed: seed.child("digits"))
    var cases: [Case] = []
    for (key, activation, rule) in activations {
      for isCentred in [false, true] {
        let task = isCentred ? raw.centred() : raw
        func summary(
          _ rate: Double, _ networks: Int, _ seed: SeedTree
        ) async throws -> TrainingSummary {
          var plan = TrainingPlan(
            DigitLearners.network(
              for: task, layers: layers, width: width, activation: activation, rule: rule),
            task: task, optimizer: .gradientDescent(rate: powerOfTwo(Int(rate))), steps: steps,
            batch: 20, records: Array(stride(from: 5, to: steps, by: 5)), networks: networks,
            seed: seed, jobs: jobs)
          plan.notesStages = false
          return try TrainingSummary(
            try await train(plan), steps: steps, goal: 0.7 * LearningRates.guessing)
        }
        var times: [Estimate] = []
        var pilots: [Double] = []
        for rate in rates {
          let own = try await summary(rate, networks, seed.child("networks"))
          let never = Estimate(
            value: .infinity, low: .infinity, high: .infinity, samples: networks)
          times.append(own.learningTime ?? never)
          let pilot = try await summary(rate, TunedTraining.pilots, seed.child("pilot"))
          pilots.append(
            DigitLearners.median(pilot.learnedAt.map { $0.map(Double.init) ?? .infinity }))
        }
        let best = pilots.indices.min { pilots[$0] < pilots[$1] } ?? 0
        cases.append(
          Case(
            activation: key, isCentred: isCentred, times: times, best: times[best],
            bestRate: rates[best]))
      }
    }
    return Outcome(
      width: width, layers: layers, networks: networks, steps: steps, rates: rates, cases: cases)
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    var facts = [
      Fact("shift-networks", outcome.networks), Fact("shift-width", outcome.width),
      Fact("shift-layers", outcome.layers), Fact("shift-steps", outcome.steps),
      Fact("shift-pilots", TunedTraining.pilots),
    ]
    for one in outcome.cases {
      let name = "shift-\(one.activation)-\(one.isCentred ? "centred" : "raw")"
      facts.append(Fact("\(name)-reached", text: one.best.value.isFinite ? "yes" : ""))
      // Later than the last step counts as the last.
      let last = Double(outcome.steps)
      facts.append(
        Fact(
          name,
          Estimate(
            value: min(one.best.value, last), low: min(one.best.low, last),
            high: min(one.best.high, last), samples: one.best.samples), .fixed(0)))
    }
    return facts
  }
}
