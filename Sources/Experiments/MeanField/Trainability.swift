import Engine
import Simulation
import Study

/// How deep a network can be and still learn: figure 5 of Schoenholz and others (2017), in small.
///
/// tanh, σ_b² = 0.05, σ_w² from 1 to 4: correlations settle over a depth scale ξ, and networks of up to about
/// 6ξ layers learn. The paper trains 300 units on images; these have few units and a handful of random
/// examples to tell apart, so that the whole map takes a second.
public struct Trainability: Experiment {
  /// Theory along the axis, and the trained networks.
  public struct Outcome: Codable, Equatable, Sendable {
    /// σ_b².
    public var biasVariance: Double
    /// One for each σ_w² of a grid, ascending.
    public var curve: [Scale]
    /// σ_w² at the edge of chaos, χ₁ = 1.
    public var criticalWeightVariance: Double
    /// Units per hidden layer.
    public var width: Int
    /// How many examples of two classes are learned by heart.
    public var examples: Int
    /// The learning rate of SGD with momentum 0.9.
    public var rate: Double
    /// The numbers of steps after which networks are judged.
    public var budgets: [Int]
    /// σ_w² of the trained networks, ascending.
    public var weightVariances: [Double]
    /// Hidden layers of the trained networks, ascending.
    public var depths: [Int]
    /// By budget, then by depth from the shallowest, then by weight variance: the loss over that of guessing,
    /// the mean over networks.
    public var losses: [[[Double]]]
    /// In the same order: how many networks have a loss below half of that of guessing.
    public var learned: [[[Int]]]
    /// How many there are in each cell.
    public var networks: Int
  }

  /// The depth scales at one weight variance.
  public struct Scale: Codable, Equatable, Sendable {
    /// σ_w².
    public var weightVariance: Double
    /// ξ_c of correlations; nil where infinite.
    public var correlation: Double?
    /// ξ_∇ of gradients; nil where infinite.
    public var gradient: Double?
  }

  /// σ_b² of all networks.
  public static let biasVariance = 0.05
  static let weightVariances: [Double] = [1, 1.5, 2, 2.5, 3, 3.5, 4]
  static let depths = [8, 16, 24, 32, 40]
  /// ln 2, the loss of a network that gives both classes the same probability.
  static let guessing = Double.ln2

  public let id = "trainability"
  public let chartIDs = ["trainability"]

  /// Makes the experiment.
  public init() {}

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    try await Self.simulate(
      width: study.units(32, atLeast: 8), depths: Self.depths, budgets: [16, 64],
      networks: study.count(quick: 1, standard: 4, thorough: 30, atLeast: 1), seed: seed,
      jobs: jobs)
  }

  static func simulate(
    width: Int, depths: [Int], budgets: [Int], networks: Int, seed: SeedTree, jobs: Int
  ) async throws -> Outcome {
    let examples = 8
    let rate = 0.007
    let last = budgets.last ?? 1
    let settings = depths.flatMap { depth in weightVariances.map { (depth, $0) } }
    // The deepest first, so that threads finish together.
    let order = Array(settings.indices.reversed())
    let runs = try await mapTrials(order.count * networks, jobs: jobs) { index -> [Double] in
      let (depth, variance) = settings[order[index / networks]]
      let seed = seed.child(index % networks)
      let task = LearningTask.twoClasses(
        examples: examples, inputs: width, seed: seed.child("data"))
      var plan = TrainingPlan(
        Network(
          chain: Array(repeating: width, count: depth), for: task, activation: Tanh(),
          rule: Scaled(LeCun(), by: variance.squareRoot()), bias: BiasLaw(variance: biasVariance)),
        task: task, optimizer: .momentum(rate: rate, decay: 0.9), steps: last, batch: examples,
        records: budgets, networks: 1, seed: seed.child(depth).child("\(variance)"))
      plan.notesStages = false
      plan.recordsStart = false
      let records = try trainInTurn(plan).networks[0].records
      // A run that diverged has learned nothing.
      return budgets.map { budget in
        (records.first { $0.step == budget }?.testLoss ?? .infinity) / guessing
      }
    }
    /// What the networks of each cell give together, by budget, depth and variance.
    func cells<Value>(_ value: ([Double]) -> Value) -> [[[Value]]] {
      budgets.indices.map { budget in
        depths.indices.map { d in
          weightVariances.indices.map { w in
            let setting = order.firstIndex(of: d * weightVariances.count + w) ?? 0
            return value(runs[setting * networks..<(setting + 1) * networks].map { $0[budget] })
          }
        }
      }
    }
    let losses = cells { min(9.99, $0.reduce(0, +) / Double(networks)) }
    let learned = cells { $0.count { $0 < 0.5 } }
    let curve = try await mapTrials(31, jobs: jobs) { index in
      let variance = 1 + 0.1 * Double(index)
      let phase = try MeanFieldPhase(
        activation: Tanh(), weightVariance: variance, biasVariance: biasVariance)
      return Scale(
        weightVariance: variance, correlation: phase.depthScale, gradient: phase.gradientDepthScale
      )
    }
    return Outcome(
      biasVariance: biasVariance, curve: curve,
      criticalWeightVariance: try EdgeOfChaos.criticalPoint(
        of: Tanh(), biasVariance: biasVariance
      ).weightVariance,
      width: width, examples: examples, rate: rate, budgets: budgets,
      weightVariances: weightVariances, depths: depths, losses: losses,
      learned: learned, networks: networks)
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    func learned(_ budget: Int) -> Int {
      outcome.losses[budget].joined().count { $0 < 0.5 }
    }
    // Inside 6ξ, and beyond it, as theory sees each cell.
    func share(inside: Bool, _ budget: Int) -> Estimate {
      var (hits, all) = (0, 0)
      for (d, depth) in outcome.depths.enumerated() {
        for (w, variance) in outcome.weightVariances.enumerated() {
          let scale = outcome.curve.min {
            abs($0.weightVariance - variance) < abs($1.weightVariance - variance)
          }
          let isInside = Double(depth) <= 6 * (scale?.correlation ?? .infinity)
          guard isInside == inside else { continue }
          all += outcome.networks
          hits += outcome.learned[budget][d][w]
        }
      }
      let none = Estimate(value: .nan, low: .nan, high: .nan, samples: 0)
      return (try? Estimate.proportion(successes: hits, trials: all)) ?? none
    }
    let last = outcome.budgets.count - 1
    return [
      Fact("train-networks", outcome.networks), Fact("train-width", outcome.width),
      Fact("train-examples", outcome.examples), Fact("train-rate", outcome.rate, .fixed(3)),
      Fact("train-short", outcome.budgets[0]), Fact("train-long", outcome.budgets[last]),
      Fact("train-cells", outcome.depths.count * outcome.weightVariances.count),
      Fact("train-learned-short", learned(0)), Fact("train-learned-long", learned(last)),
      Fact("train-inside-short", share(inside: true, 0), .percent(0)),
      Fact("train-inside-long", share(inside: true, last), .percent(0)),
      Fact("train-beyond-short", share(inside: false, 0), .percent(0)),
      Fact("train-beyond-long", share(inside: false, last), .percent(0)),
      Fact("train-critical", outcome.criticalWeightVariance, .fixed(2)),
      Fact("train-scale-one", outcome.curve.first?.correlation ?? .nan, .fixed(1)),
      Fact("train-scale-four", outcome.curve.last?.correlation ?? .nan, .fixed(1)),
    ]
  }
}
