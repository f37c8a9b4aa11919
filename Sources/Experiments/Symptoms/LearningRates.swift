import Engine
import Simulation
import Study

/// Which learning rates a network can be trained with, by its depth and its start.
///
/// Full-batch gradient descent on digits, so that theory is exact: a step shrinks the error along the
/// direction of the largest curvature λ only if η < 2/λ. Fixed before the first run: ReLU, three depths, 16
/// units, the notes' N(0, 0.01²), He's start and one of twice its size, rates from 2⁻²⁰ upward, six networks.
///
/// Predicted before the first run: the window of He's start narrows by its upper edge, which follows 2/λ; the
/// small start has none but in the shallowest; the large one loses its window as depth grows. The first run,
/// with 2, 8 and 24 layers, forty pictures and 30 steps, asked for half of guessing: only two layers got
/// there, so that the measure became a tenth below it, and depths and steps shrank to what the report can
/// afford.
public struct LearningRates: Experiment {
  public let id = "learning-rates"
  public let chartIDs = ["learning-rates", "explosion"]

  /// Makes the experiment.
  public init() {}

  /// A case for each depth and start, and the run that explodes.
  public struct Outcome: Codable, Equatable, Sendable {
    /// Units per hidden layer.
    public var width: Int
    /// How many networks each rate has.
    public var networks: Int
    /// Steps of gradient descent.
    public var steps: Int
    /// Pictures that are learned, all in every step.
    public var samples: Int
    /// log₂ of the learning rates.
    public var rates: [Double]
    /// One for each depth and start, the starts of a depth together.
    public var cases: [Case]
    /// A linear network whose rate is too large, step by step.
    public var explosion: Explosion
  }

  /// One depth and start.
  public struct Case: Codable, Equatable, Sendable {
    /// Hidden layers.
    public var layers: Int
    /// The start's key: `small`, `right` or `large`.
    public var start: String
    /// By rate, the median loss after the last step; infinite where the median network diverged.
    public var losses: [Double]
    /// The lower end of the median's 95 % interval, by rate.
    public var low: [Double]
    /// The upper end of the median's 95 % interval, by rate; may be infinite.
    public var high: [Double]
    /// log₂ of 2/λ at the start: the median over networks.
    public var edge: Estimate?

    /// The first and the last rate, as log₂, at which the loss is at least a tenth below guessing; nil if there is
    /// none.
    func window(_ rates: [Double]) -> ClosedRange<Double>? { Self.window(rates, losses) }

    /// How many octaves that is; from those of rates whose interval lies below that loss to those of rates whose
    /// interval reaches below it.
    func octaves(_ rates: [Double]) -> Estimate {
      func width(_ losses: [Double]) -> Double {
        Self.window(rates, losses).map { $0.upperBound - $0.lowerBound } ?? 0
      }
      return Estimate(
        value: width(losses), low: width(high), high: width(low), samples: edge?.samples ?? 0)
    }

    private static func window(_ rates: [Double], _ losses: [Double]) -> ClosedRange<Double>? {
      let usable = zip(rates, losses).filter { $0.1 <= 0.9 * LearningRates.guessing }.map(\.0)
      guard let low = usable.first, let high = usable.last else { return nil }
      return low...high
    }
  }

  /// A run whose rate is beyond the edge: medians before each step.
  public struct Explosion: Codable, Equatable, Sendable {
    /// Hidden layers.
    public var layers: Int
    /// The learning rate.
    public var rate: Double
    /// log₁₀ of the loss.
    public var loss: [Double]
    /// log₁₀ of ‖W − W₀‖/‖W₀‖ of the first layer, from the second step on.
    public var movement: [Double]
    /// log₁₀ of the root mean square of the first layer's ∂ℓ/∂W.
    public var gradient: [Double]
  }

  /// ln 10.
  public static let guessing = Double.ln10

  static let starts: [(key: String, rule: any WeightInitializer)] = [
    ("small", Normal(standardDeviation: 0.01)), ("right", HeNormal()),
    ("large", Scaled(HeNormal(), by: 2)),
  ]

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    try await Self.simulate(
      depths: [2, 6, 12], width: study.units(16, atLeast: 8), steps: study.isQuick ? 16 : 24,
      rates: study.isQuick
        ? [-20, -12, -8, -6, -4, -3, -2, -1, 0, 2]
        : [-20, -16] + (-14...3).map(Double.init),
      networks: study.count(quick: 6, standard: 6, thorough: 60, atLeast: 6), seed: seed, jobs: jobs
    )
  }

  static func simulate(
    depths: [Int], width: Int, steps: Int, rates: [Double], networks: Int, seed: SeedTree,
    jobs: Int
  ) async throws -> Outcome {
    let samples = 20
    let task = try DigitLearners.task(training: samples, test: samples, seed: seed.child("digits"))
    func plan(_ layers: Int, _ rule: any WeightInitializer, _ rate: Double, _ steps: Int)
      -> TrainingPlan
    {
      var plan = TrainingPlan(
        DigitLearners.network(
          for: task, layers: layers, width: width, activation: ReLU(), rule: rule),
        task: task, optimizer: .gradientDescent(rate: rate), steps: steps, batch: samples,
        networks: networks, seed: seed.child("networks").child(layers), jobs: jobs)
      plan.notesStages = false
      return plan
    }
    var cases: [Case] = []
    for layers in depths {
      for (key, rule) in starts {
        var losses: [Estimate] = []
        for rate in rates {
          let outcome = try await train(plan(layers, rule, powerOfTwo(Int(rate)), steps))
          losses.append(
            DigitLearners.medianWithInterval(
              outcome.networks.map {
                $0.divergedAt == nil ? Double($0.losses.last ?? .infinity) : .infinity
              }))
        }
        var measured = plan(layers, rule, 0, 1)
        measured.curvatureIterations = 8
        measured.curvatureSteps = [0]
        measured.arithmetic = .float64
        let curvatures = try await train(measured).networks.compactMap {
          $0.records.first?.curvature
        }
        let edges = curvatures.filter { $0 > 0 }.map {
          1 - Elementary.log($0) / .ln2
        }
        cases.append(
          Case(
            layers: layers, start: key, losses: losses.map(\.value), low: losses.map(\.low),
            high: losses.map(\.high), edge: try? Estimate.median(of: edges)))
      }
    }
    return Outcome(
      width: width, networks: networks, steps: steps, samples: samples, rates: rates, cases: cases,
      explosion: try await explosion(plan(depths[1], HeNormal(), 0.1, 12), layers: depths[1]))
  }

  /// Every step of a training with a rate that is too large.
  private static func explosion(_ plan: TrainingPlan, layers: Int) async throws -> Explosion {
    var plan = plan
    plan.network.stages = plan.network.stages.map { named in
      // A unit that dies ends the explosion: the linear network shows it undisturbed.
      named.stage is ActivationStage ? NamedStage(ActivationStage(Identity())) : named
    }
    plan.records = Array(0...plan.steps)
    plan.notesStages = true
    let outcome = try await train(plan)
    let place = outcome.stages.firstIndex { $0.kind == Dense.kind } ?? 0
    func medians(_ value: (TrainedNetwork.Record) -> Double) -> [Double] {
      (0...plan.steps).compactMap { step in
        let all = outcome.networks.map {
          $0.records.count > step ? value($0.records[step]) : .infinity
        }
        let median = DigitLearners.median(all)
        return median.isFinite ? median : nil
      }
    }
    let loss = medians(\.testLoss)
    return Explosion(
      layers: layers, rate: plan.optimizer.rate, loss: loss.map { Elementary.log10($0) },
      movement: medians { $0.movement.first ?? .nan }.dropFirst().map { Elementary.log10($0) },
      gradient: medians { 0.5 * $0.logWeightGradient[place] / .ln10 })
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    var facts = [
      Fact("rates-networks", outcome.networks), Fact("rates-width", outcome.width),
      Fact("rates-steps", outcome.steps), Fact("rates-samples", outcome.samples),
      Fact("rates-explosion-layers", outcome.explosion.layers),
      Fact("rates-explosion-rate", outcome.explosion.rate, .fixed(1)),
      Fact("rates-explosion-steps", outcome.explosion.gradient.count - 1),
      Fact(
        "rates-explosion-gradient",
        (outcome.explosion.gradient.last ?? 0) - (outcome.explosion.gradient.first ?? 0),
        .fixed(0)),
      Fact(
        "rates-explosion-movement", outcome.explosion.movement.last ?? 0, .fixed(0)),
    ]
    for one in outcome.cases {
      let name = "rates-\(one.start)-\(one.layers)"
      let window = one.window(outcome.rates)
      facts.append(Fact("\(name)-usable", text: window == nil ? "" : "yes"))
      guard one.start != "small" else { continue }
      facts.append(Fact("\(name)-octaves", one.octaves(outcome.rates), .fixed(0)))
      guard one.start == "right" else { continue }
      facts.append(Fact("\(name)-top", window?.upperBound ?? outcome.rates[0], .fixed(0)))
      if let edge = one.edge { facts.append(Fact("\(name)-edge", edge, .fixed(1))) }
    }
    return facts
  }
}
