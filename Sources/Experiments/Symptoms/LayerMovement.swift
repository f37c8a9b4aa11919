import Engine
import Simulation
import Study

/// How far each layer moves in the first steps, for sigmoid, tanh and ReLU.
///
/// "Only the top layers learn" is what the notes expect of a gradient that vanishes. Stroke digits, plain
/// gradient descent. Fixed before the first run: ten hidden layers, the start that suits each activation and
/// the notes' N(0, 0.01²), thirty networks each, a rate of 0.1. The first run showed the small start's top layers
/// moving by orders more than the lower ones in all three networks, against the products of δ and h; the third
/// case, without biases, was added to find out why. Double precision, because a step far below the last digit of
/// a weight is none.
public struct LayerMovement: Experiment {
  public let id = "layer-movement"
  public let chartIDs = ["stroke-digits", "layer-movement"]

  /// Makes the experiment.
  public init() {}

  /// The networks, ten pictures, and a case for each setting.
  public struct Outcome: Codable, Equatable, Sendable {
    /// Units per hidden layer.
    public var width: Int
    /// Hidden layers.
    public var layers: Int
    /// Steps of gradient descent.
    public var steps: Int
    /// Pictures per step.
    public var batch: Int
    /// How many networks each case has.
    public var networks: Int
    /// The learning rate.
    public var rate: Double
    /// For each difficulty, one picture of every digit, row by row from the top.
    public var pictures: [Picture]
    /// For each activation the starts `right`, `small` and `bare`.
    public var cases: [Case]
  }

  /// One digit as it is drawn.
  public struct Picture: Codable, Equatable, Sendable {
    /// Which digit, from 0 to 9.
    public var digit: Int
    /// Pixels row by row from the top, 0 for paper and 1 for ink.
    public var rows: [[Double]]
  }

  /// One activation and start.
  public struct Case: Codable, Equatable, Sendable {
    /// The activation's name in the catalogue.
    public var activation: String
    /// The start's key: `right`, `small`, or `bare` for the small one without biases.
    public var start: String
    /// The initialiser's name in the catalogue, such as `xavier-normal`.
    public var rule: String
    /// ‖W − W₀‖/‖W₀‖ of each layer after the last step: medians over networks.
    public var movement: [Estimate]
    /// The share of test digits that are answered correctly after the last step.
    public var accuracy: Estimate

    /// How much further the last hidden layer moved than the first.
    public var topOverBottom: Double {
      guard let bottom = movement.first, movement.count > 2 else { return .nan }
      return movement[movement.count - 2].value / bottom.value
    }
  }

  static let settings: [(activation: any Activation, right: any WeightInitializer)] = [
    (Sigmoid(), XavierNormal()), (Tanh(), XavierNormal()), (ReLU(), HeNormal()),
  ]

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    try await Self.simulate(
      width: study.units(32, atLeast: 8), layers: 10,
      steps: study.isQuick ? 20 : study.isThorough ? 100 : 50, batch: 8,
      networks: study.count(quick: 6, standard: 30, thorough: 300, atLeast: 6), seed: seed,
      jobs: jobs)
  }

  static func simulate(
    width: Int, layers: Int, steps: Int, batch: Int, networks: Int, seed: SeedTree, jobs: Int
  ) async throws -> Outcome {
    let rate = 0.1
    let task = try StrokeDigits().task(training: 400, test: 80, seed: seed.child("digits"))
    var cases: [Case] = []
    for setting in settings {
      let small = Normal(standardDeviation: 0.01)
      let starts: [(String, any WeightInitializer)] = [
        ("right", setting.right), ("small", small), ("bare", small),
      ]
      for (start, rule) in starts {
        var plan = TrainingPlan(
          DigitLearners.network(
            for: task, layers: layers, width: width, activation: setting.activation, rule: rule,
            learnsBias: start != "bare"), task: task,
          optimizer: .gradientDescent(rate: rate), steps: steps, batch: batch,
          networks: networks,
          seed: seed.child(setting.activation.name).child(start == "right" ? start : "small"),
          arithmetic: .float64, jobs: jobs)
        plan.recordsStart = false
        let outcome = try await train(plan)
        let last = outcome.networks.compactMap(\.records.last)
        cases.append(
          Case(
            activation: setting.activation.name, start: start, rule: rule.name,
            movement: try (0...layers).map { layer in
              try Estimate.median(of: last.map { $0.movement[layer] })
            },
            accuracy: try Estimate.mean(of: last.map(\.accuracy))))
      }
    }
    return Outcome(
      width: width, layers: layers, steps: steps, batch: batch, networks: networks, rate: rate,
      pictures: pictures(seed.child("pictures")), cases: cases)
  }

  private static func pictures(_ seed: SeedTree) -> [Picture] {
    let side = StrokeDigits.side
    return (0..<10).map { digit in
      var source = seed.child(digit).source()
      let pixels = StrokeDigits().image(of: digit, &source)
      return Picture(
        digit: digit,
        rows: (0..<side).map { row in
          (0..<side).map { Double(min(1, max(0, pixels[row * side + $0]))) }
        })
    }
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    var facts = [
      Fact("movement-networks", outcome.networks), Fact("movement-width", outcome.width),
      Fact("movement-layers", outcome.layers), Fact("movement-steps", outcome.steps),
      Fact("movement-batch", outcome.batch), Fact("movement-rate", outcome.rate, .fixed(1)),
    ]
    for one in outcome.cases {
      let name = "movement-\(one.activation)-\(one.start)"
      let ratio = one.topOverBottom
      facts.append(
        ratio > 1000
          ? Fact("\(name)-ratio", Elementary.log10(ratio), .powerOfTen(1))
          : Fact("\(name)-ratio", ratio, .significant(2)))
      if one.start == "right" { facts.append(Fact("\(name)-accuracy", one.accuracy, .percent(0))) }
    }
    return facts
  }
}
