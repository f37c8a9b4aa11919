import Engine
import Simulation
import Study

/// How units die and saturate while a network trains, by learning rate and by the start of the biases.
///
/// A ReLU is dead if it is zero for every held-out picture. Fixed before the first run: 3 layers of 16 units,
/// 60 steps, a test every ten, six networks, rates 2⁻⁴ to 2², biases from −0.5, 0 and 0.5; tanh and sigmoid
/// with Xavier's start for saturation.
///
/// Predicted before the first run: the share that is dead grows with the rate and with negative biases; dead
/// units of the first layer never come back, because what they see does not change; some of the upper layers
/// do.
public struct DyingUnits: Experiment {
  public let id = "dying-units"
  public let chartIDs = ["dying-units"]

  /// Makes the experiment.
  public init() {}

  /// Cases by rate, bias and activation.
  public struct Outcome: Codable, Equatable, Sendable {
    /// Units per hidden layer.
    public var width: Int
    /// Hidden layers.
    public var layers: Int
    /// How many networks each rate has.
    public var networks: Int
    /// Steps of gradient descent.
    public var steps: Int
    /// log₂ of the learning rates.
    public var rates: [Double]
    /// One for each start of the biases, ascending.
    public var dead: [Dead]
    /// Sigmoid, then tanh.
    public var saturated: [Saturated]
  }

  /// ReLU units with one bias.
  public struct Dead: Codable, Equatable, Sendable {
    /// The value from which the hidden layers' biases start.
    public var bias: Double
    /// The share of all units that is dead before the first step.
    public var before: Double
    /// By rate, the share of units that is dead at the end: means over networks.
    public var after: [Estimate]
    /// By rate and layer, how many units of all networks were dead at a test before the last.
    public var died: [[Int]]
    /// By rate and layer, how many of those were alive at the last test.
    public var revived: [[Int]]
  }

  /// An activation that saturates: by rate, the mean share of saturated entries at the end.
  public struct Saturated: Codable, Equatable, Sendable {
    /// The activation's name in the catalogue.
    public var activation: String
    /// The share of saturated entries before the first step: the mean over networks.
    public var before: Double
    /// That share at the end, by rate: means over networks.
    public var after: [Estimate]
  }

  /// log₂ of the rate from which on most units die.
  static let destroying = 0.0

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    try await Self.simulate(
      width: study.units(16, atLeast: 8), layers: 3,
      steps: study.isQuick ? 30 : 60, rates: [-4, -2, 0, 1, 2],
      networks: study.count(quick: 6, standard: 6, thorough: 100, atLeast: 6), seed: seed,
      jobs: jobs)
  }

  static func simulate(
    width: Int, layers: Int, steps: Int, rates: [Double], networks: Int, seed: SeedTree,
    jobs: Int
  ) async throws -> Outcome {
    let task = try DigitLearners.task(training: 200, test: 100, seed: seed.child("digits"))
    func outcome(
      _ activation: any Activation, _ rule: any WeightInitializer, _ bias: Double, _ rate: Double
    ) async throws -> TrainingOutcome {
      var plan = TrainingPlan(
        DigitLearners.network(
          for: task, layers: layers, width: width, activation: activation, rule: rule, bias: bias),
        task: task, optimizer: .gradientDescent(rate: powerOfTwo(Int(rate))), steps: steps,
        batch: 20,
        records: (1..<6).map { $0 * steps / 6 }, networks: networks,
        seed: seed.child("networks"), jobs: jobs)
      plan.watchesUnits = true
      return try await train(plan)
    }
    var dead: [Dead] = []
    for bias in [-0.5, 0, 0.5] {
      var one = Dead(bias: bias, before: 0, after: [], died: [], revived: [])
      for rate in rates {
        let trained = try await outcome(ReLU(), HeNormal(), bias, rate)
        let places = trained.stages.indices.filter {
          trained.stages[$0].kind == ActivationStage.kind
        }
        func share(_ record: TrainedNetwork.Record?) -> Double {
          guard let record else { return 1 }
          let count = places.reduce(0) { $0 + record.silentUnits[$1].count }
          return Double(count) / Double(width * places.count)
        }
        let first = trained.networks.map { share($0.records.first) }
        one.before = first.reduce(0, +) / Double(first.count)
        // A network that diverged answers nothing: all of it is dead.
        one.after.append(
          try Estimate.mean(
            of: trained.networks.map { $0.divergedAt == nil ? share($0.records.last) : 1 }))
        var (died, revived) = ([Int](), [Int]())
        for place in places {
          var (all, back) = (0, 0)
          for network in trained.networks where network.divergedAt == nil {
            guard let last = network.records.last else { continue }
            let once = Set(network.records.dropLast().flatMap { $0.silentUnits[place] })
            all += once.count
            back += once.subtracting(last.silentUnits[place]).count
          }
          died.append(all)
          revived.append(back)
        }
        one.died.append(died)
        one.revived.append(revived)
      }
      dead.append(one)
    }
    var saturated: [Saturated] = []
    for activation in [Sigmoid(), Tanh()] as [any Activation] {
      var one = Saturated(activation: activation.name, before: 0, after: [])
      for rate in rates {
        let trained = try await outcome(activation, XavierNormal(), 0, rate)
        func share(_ record: TrainedNetwork.Record?) -> Double {
          let shares = (record?.saturated ?? []).filter { !$0.isNaN }
          return shares.isEmpty ? 1 : shares.reduce(0, +) / Double(shares.count)
        }
        one.before =
          trained.networks.map { share($0.records.first) }.reduce(0, +) / Double(networks)
        one.after.append(try Estimate.mean(of: trained.networks.map { share($0.records.last) }))
      }
      saturated.append(one)
    }
    return Outcome(
      width: width, layers: layers, networks: networks, steps: steps, rates: rates, dead: dead,
      saturated: saturated)
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    var facts = [
      Fact("dying-networks", outcome.networks), Fact("dying-width", outcome.width),
      Fact("dying-layers", outcome.layers), Fact("dying-steps", outcome.steps),
    ]
    let names = ["low", "zero", "high"]
    for (name, one) in zip(names, outcome.dead) {
      facts.append(Fact("dying-\(name)-before", one.before, .percent(0)))
      for (place, rate) in [(0, "slow"), (outcome.rates.count - 1, "fast")] {
        facts.append(Fact("dying-\(name)-\(rate)", one.after[place], .percent(0)))
      }
    }
    // A bias below zero tells of the start; and rates that destroy networks stand apart from those at which most
    // networks learn.
    let alive = outcome.dead.filter { $0.bias >= 0 }
    func total(_ counts: (Dead) -> [[Int]], _ isFirst: Bool, _ isGentle: Bool) -> Int {
      alive.flatMap { zip(outcome.rates, counts($0)) }
        .filter { ($0.0 < Self.destroying) == isGentle }
        .reduce(0) { sum, entry in
          sum + (isFirst ? entry.1[0] : entry.1.dropFirst().reduce(0, +))
        }
    }
    for (name, isFirst) in [("first", true), ("upper", false)] {
      for (rates, isGentle) in [("gentle", true), ("harsh", false)] {
        let (died, revived) = (
          total(\.died, isFirst, isGentle), total(\.revived, isFirst, isGentle)
        )
        // Where no unit died, any share may have come back.
        let share =
          (try? Estimate.proportion(successes: revived, trials: died))
          ?? Estimate(value: .nan, low: 0, high: 1, samples: 0)
        facts += [
          Fact("dying-\(name)-\(rates)-died", died),
          Fact("dying-\(name)-\(rates)-revived", revived),
          Fact("dying-\(name)-\(rates)-share", share, .percent(0)),
        ]
      }
    }
    for one in outcome.saturated {
      facts += [
        Fact("dying-\(one.activation)-before", one.before, .percent(0)),
        Fact("dying-\(one.activation)-slow", one.after[0], .percent(0)),
        Fact("dying-\(one.activation)-fast", one.after[one.after.count - 1], .percent(0)),
      ]
    }
    return facts
  }
}
