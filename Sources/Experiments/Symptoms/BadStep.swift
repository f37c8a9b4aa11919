import Engine
import Simulation
import Study

/// What one bad step costs, by when it happens.
///
/// Once, the weights are moved by a fifth of their length: against the gradient, as a step that is far too
/// long does, or in a random direction. Fixed before the first run: ReLU, He's start, 3 layers of 16 units,
/// steps 0, 10, 100 and 1000, the held-out loss 50 steps later against the same network undisturbed, six
/// networks.
///
/// Predicted before the first run: "most fragile at its start" holds for the step along the gradient, because
/// there the curvature is largest; random moves cost about the same at any time. The first run, with a batch
/// of 20 and eight networks, contradicted the first half.
public struct BadStep: Experiment {
  public let id = "bad-step"
  public let chartIDs = ["bad-step"]

  /// Makes the experiment.
  public init() {}

  /// A case for each time and kind, and the curvature on the way.
  public struct Outcome: Codable, Equatable, Sendable {
    /// Units per hidden layer.
    public var width: Int
    /// Hidden layers.
    public var layers: Int
    /// How many networks each case has, the same in all.
    public var networks: Int
    /// The learning rate of gradient descent.
    public var rate: Double
    /// The length of the bad step over that of all parameters.
    public var size: Double
    /// How many steps there are to recover.
    public var rest: Int
    /// One for each time and kind, the kinds of a time together.
    public var cases: [Case]
    /// λ, the Hessian's largest eigenvalue, by time.
    public var curvature: [Curvature]
  }

  /// One time and kind.
  public struct Case: Codable, Equatable, Sendable {
    /// How many steps were taken before.
    public var step: Int
    /// `descent` or `noise`.
    public var kind: String
    /// By how much the held-out loss is higher directly after, in nats: the median over networks.
    public var shock: Estimate
    /// By how much it is higher after the rest, in nats: the median over networks.
    public var cost: Estimate
    /// How many networks diverged.
    public var diverged: Int
  }

  /// The largest curvature at a time: the median over networks.
  public struct Curvature: Codable, Equatable, Sendable {
    /// How many steps were taken before.
    public var step: Int
    /// λ on the batch of the step: the median over networks.
    public var value: Estimate
  }

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    try await Self.simulate(
      width: study.units(16, atLeast: 8), layers: 3,
      times: [0, 10, 100, 1000], rest: study.isQuick ? 30 : 50,
      networks: study.count(quick: 6, standard: 6, thorough: 100, atLeast: 6), seed: seed,
      jobs: jobs)
  }

  static func simulate(
    width: Int, layers: Int, times: [Int], rest: Int, networks: Int, seed: SeedTree, jobs: Int
  ) async throws -> Outcome {
    let (rate, size) = (0.1, 0.2)
    let task = try DigitLearners.task(training: 200, test: 100, seed: seed.child("digits"))
    func plan(_ steps: Int) -> TrainingPlan {
      TrainingPlan(
        DigitLearners.network(
          for: task, layers: layers, width: width, activation: ReLU(), rule: HeNormal()),
        task: task, optimizer: .gradientDescent(rate: rate), steps: steps, batch: 10,
        networks: networks, seed: seed.child("networks"), jobs: jobs)
    }
    let last = (times.max() ?? 0) + rest
    var calm = plan(last)
    calm.records = times.flatMap { [$0, $0 + 1, $0 + rest] }
    calm.curvatureIterations = 4
    calm.curvatureSteps = Set(times)
    calm.recordsStart = false
    calm.notesStages = false
    let undisturbed = try await train(calm)
    var curvature: [Curvature] = []
    for step in times {
      let values = undisturbed.networks.compactMap { network in
        network.records.first { $0.step == step }?.curvature
      }
      curvature.append(Curvature(step: step, value: try Estimate.median(of: values)))
    }
    var cases: [Case] = []
    for step in times {
      for kind in [Disturbance.Kind.descent, .noise] {
        var disturbed = plan(step + rest)
        disturbed.records = [step + 1]
        disturbed.recordsStart = false
        disturbed.notesStages = false
        disturbed.disturbances = [Disturbance(step: step, kind: kind, size: size)]
        let outcome = try await train(disturbed)
        func difference(_ at: Int) throws -> Estimate {
          let pairs = zip(outcome.networks, undisturbed.networks)
          return try Estimate.median(
            of: pairs.map { one, other in
              let loss = { (network: TrainedNetwork) in
                network.records.first { $0.step == at }?.testLoss
              }
              // A network that is lost costs what guessing does, and more.
              return min(loss(one) ?? 100, 100) - (loss(other) ?? 0)
            })
        }
        cases.append(
          Case(
            step: step, kind: kind.rawValue, shock: try difference(step + 1),
            cost: try difference(step + rest),
            diverged: outcome.networks.count { $0.divergedAt != nil }))
      }
    }
    return Outcome(
      width: width, layers: layers, networks: networks, rate: rate, size: size, rest: rest,
      cases: cases, curvature: curvature)
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    var facts = [
      Fact("bad-networks", outcome.networks), Fact("bad-width", outcome.width),
      Fact("bad-layers", outcome.layers), Fact("bad-rest", outcome.rest),
      Fact("bad-rate", outcome.rate, .fixed(1)), Fact("bad-size", outcome.size, .percent(0)),
    ]
    for one in outcome.cases {
      facts += [
        Fact("bad-\(one.kind)-\(one.step)-shock", one.shock, .fixed(2)),
        Fact("bad-\(one.kind)-\(one.step)-cost", one.cost, .fixed(3)),
      ]
    }
    for one in outcome.curvature {
      facts.append(Fact("bad-curvature-\(one.step)", one.value, .significant(2)))
    }
    return facts
  }
}
