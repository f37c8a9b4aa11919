import Engine
import Simulation
import Study

/// Whether deep ReLU networks train from Xavier's start and from He's.
///
/// He et al. 2015, figures 2 and 3: a network of 22 layers learns from both starts, from He's earlier;
/// one of 30 layers learns from He's and "completely stalls" from Xavier's. The optimiser is theirs
/// (momentum 0.9, rate 0.01); the network is fully connected and small, and learns eight examples by
/// heart. What counts is *when* it learns: whether it has within some number of steps depends on that number.
/// Width, examples and rate were fixed before the first run. Target: 30 networks for each depth and start.
public struct DeepTraining: Experiment {
  public let id = "deep-training"
  public let chartIDs = ["deep-training"]

  /// Makes the experiment.
  public init() {}

  /// What was measured.
  public struct Outcome: Codable, Equatable, Sendable {
    /// Units per hidden layer.
    public var width: Int
    /// How many examples are learned by heart.
    public var examples: Int
    /// How many steps a network has at most.
    public var steps: Int
    /// One for each depth and start, the two starts of a depth together.
    public var cases: [Case]
    /// How large the activations are before training, in networks of the larger depth.
    public var starts: [Start]
  }

  /// All networks of one depth and start.
  public struct Case: Codable, Equatable, Sendable {
    /// The start's name in saved outcomes, `He` or `Xavier`.
    public var rule: String
    /// The number of layers, the last one to the output included.
    public var layers: Int
    /// One for each network; the same numbers in all cases have the same data.
    public var runs: [Run]

    /// How many networks have learned.
    public var learned: Int { runs.count { $0.learnedAt != nil } }

    /// How many networks left the range of numbers.
    public var diverged: Int { runs.count(where: \.diverged) }

    /// The share that learned, with Wilson's interval.
    public var share: Estimate? { try? .proportion(successes: learned, trials: runs.count) }

    /// The step by which half of the networks have learned, with the interval between order statistics.
    ///
    /// Networks that have not learned count as later than all steps: infinite, as the value or an end may be.
    public var medianStep: (value: Double, low: Double, high: Double) {
      let never = 1e9
      let steps = runs.map { $0.learnedAt.map(Double.init) ?? never }
      func step(_ number: Double) -> Double { number >= 0.5 * never ? .infinity : number }
      guard let median = try? Estimate.median(of: steps) else {
        let sorted = steps.sorted()
        let (first, last) = (sorted[0], sorted[sorted.count - 1])
        return (step(sorted[(sorted.count - 1) / 2]), step(first), step(last))
      }
      return (step(median.value), step(median.low), step(median.high))
    }
  }

  /// One network, up to the step at which it has learned.
  public struct Run: Codable, Equatable, Sendable {
    /// The numbers of steps after which the loss was noted.
    public var steps: [Int]
    /// The loss in nats on the examples, at each of `steps`.
    public var losses: [Double]
    /// The first step at which the loss is below half of what guessing gives; nil if there is none.
    public var learnedAt: Int?
    /// Whether the loss left the range of numbers.
    public var diverged: Bool
  }

  /// The typical activation of each layer at the start.
  public struct Start: Codable, Equatable, Sendable {
    /// The start's name in saved outcomes, `He` or `Xavier`.
    public var rule: String
    /// log₁₀ of the rms of each hidden layer: means over networks.
    public var sizes: [Estimate]
    /// The same by the exact law of a finite ReLU network.
    public var theory: [Double]
  }

  static let rules: [StartingRule] = [.he, .xavier]
  static let depths = [22, 30]
  /// ln 2, the loss of a network that gives both classes the same probability.
  public static let guessing = Double.ln2
  /// How many numbers an example has.
  public static let inputs = 8
  /// The paper's learning rate.
  public static let rate = 0.01
  /// The paper's momentum.
  public static let momentum = 0.9
  /// About as many steps the paper takes.
  public static let publishedSteps = 1e5

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    try await Self.simulate(
      width: study.units(32, atLeast: 8), depths: Self.depths,
      steps: study.isQuick ? 200 : 400,
      networks: study.count(quick: 6, standard: 30, thorough: 300, atLeast: 3),
      sampled: study.count(quick: 800, standard: 4000, thorough: 40_000),
      seed: seed, jobs: jobs)
  }

  static func simulate(
    width: Int, depths: [Int], steps: Int, networks: Int, sampled: Int, seed: SeedTree, jobs: Int
  ) async throws -> Outcome {
    let examples = 8
    let settings = depths.flatMap { depth in rules.map { (depth, $0) } }
    let runs = try await mapTrials(settings.count * networks, jobs: jobs) { index in
      let ((depth, rule), network) = (settings[index / networks], index % networks)
      return try run(
        rule, depth: depth, width: width, examples: examples, steps: steps,
        seed: seed.child("training").child(network))
    }
    let cases = settings.enumerated().map { index, setting in
      Case(
        rule: setting.1.name, layers: setting.0,
        runs: Array(runs[index * networks..<(index + 1) * networks]))
    }
    return Outcome(
      width: width, examples: examples, steps: steps, cases: cases,
      starts: try await starts(width: width, depth: depths.max() ?? 1, sampled, seed, jobs))
  }

  private static func run(
    _ rule: StartingRule, depth: Int, width: Int, examples: Int, steps: Int, seed: SeedTree
  ) throws -> Run {
    let task = LearningTask.twoClasses(
      examples: examples, inputs: inputs, seed: seed.child("data"))
    var plan = TrainingPlan(
      Network(
        chain: Array(repeating: width, count: depth - 1), for: task, activation: ReLU(),
        rule: rule.initializer),
      task: task, optimizer: .momentum(rate: rate, decay: momentum), steps: steps,
      batch: examples, networks: 1, seed: seed)
    plan.notesStages = false
    plan.recordsStart = false
    plan.stopsBelow = guessing / 2
    let network = try trainInTurn(plan).networks[0]
    let last = network.losses.count - 1
    let isLearned = last >= 0 && Double(network.losses[last]) < guessing / 2
    let learnedAt = isLearned ? last : nil
    let every = max(1, steps / 20)
    var result = Run(
      steps: [], losses: [], learnedAt: learnedAt, diverged: network.divergedAt != nil)
    for (step, loss) in network.losses.enumerated() where step % every == 0 || step == learnedAt {
      result.steps.append(step)
      result.losses.append(Double(loss))
    }
    if !isLearned, let end = network.records.last, end.step == steps {
      result.steps.append(steps)
      result.losses.append(end.testLoss)
    }
    return result
  }

  private static func starts(
    width: Int, depth: Int, _ networks: Int, _ seed: SeedTree, _ jobs: Int
  ) async throws -> [Start] {
    let widths = [Self.inputs] + Array(repeating: width, count: depth - 1)
    let pass = try await HomogeneousPass(
      widths: widths, activation: ReLU(), reference: .he, networks: networks,
      seed: seed.child("starts"), jobs: jobs, isForwardOnly: true)
    return try rules.map { rule in
      let variances = rule.variances(of: widths)
      let theory = try (1..<widths.count).map { layer in
        let law = try FiniteWidthLaw(
          .relu, widths: Array(widths[1...layer]), weightVariances: Array(variances[..<layer]))
        // |h|² of a layer for an input of mean log |x|², per unit.
        let input = ChiSquared(degreesOfFreedom: Double(Self.inputs)).logMean
        return 0.5 * (law.logMean + input - Double(width).logarithm) / DecimalLogarithm.ln10
      }
      return Start(
        rule: rule.name, sizes: pass.typicalForward(rule).map { $0.map { 0.5 * $0 } },
        theory: theory)
    }
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    var facts = [
      Fact("deep-training-width", outcome.width), Fact("deep-training-steps", outcome.steps),
      Fact("deep-training-examples", outcome.examples),
      Fact("deep-training-networks", outcome.cases[0].runs.count),
      Fact("deep-training-guessing", Self.guessing, .fixed(3)),
      Fact("deep-training-as-published", text: outcome.isAsPublished ? "yes" : ""),
      Fact("deep-training-waits", text: outcome.xavierWaitsLonger ? "yes" : ""),
      Fact("deep-training-slower", Elementary.power10(4 * Elementary.log10(2)), .fixed(0)),
      Fact("deep-training-factor", outcome.factorPerLayer, .fixed(3)),
      Fact("deep-training-factor-theory", outcome.theoreticalFactor, .fixed(3)),
    ]
    for one in outcome.cases {
      let name = "deep-\(one.rule.lowercased())-\(one.layers)"
      facts.append(Fact("\(name)-learned", one.learned))
      let median = one.medianStep
      for (part, step) in [("", median.value), ("-low", median.low), ("-high", median.high)] {
        facts.append(
          Fact("\(name)-step\(part)", text: step.isFinite ? NumberFormat.count.text(step) : ""))
      }
      if let share = one.share { facts.append(Fact("\(name)-share", share, .percent(0))) }
    }
    for depth in Self.depths {
      let test = outcome.earlier(at: depth)
      facts += [
        Fact("deep-\(depth)-he-earlier", test.first),
        Fact("deep-\(depth)-xavier-earlier", test.second),
        Self.chance("deep-\(depth)-earlier-p", test),
        Self.chance("deep-\(depth)-share-p", outcome.learnedAtAll(at: depth)),
      ]
    }
    return facts
  }
}

extension DeepTraining {
  /// A probability as people write it: with a power of ten where it is small.
  private static func chance(_ name: String, _ test: SignTest) -> Fact {
    Fact(name, test.pValue, test.pValue < 0.001 ? .scientific(0) : .significant(2))
  }
}
