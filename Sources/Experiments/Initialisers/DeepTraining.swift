import Simulation
import Study

/// Whether deep ReLU networks train from Xavier's start and from He's.
///
/// He et al. 2015, figures 2 and 3: a network of 22 layers learns from both starts, from He's earlier;
/// one of 30 layers learns from He's and "completely stalls" from Xavier's. The optimiser is theirs
/// (momentum 0.9, rate 0.01); the network is fully connected and small, and learns eight examples by
/// heart. Fixed before the first run with this generator, after a pilot with another one: width,
/// examples, steps. Target: enough networks to part all from none (two Wilson intervals).
public struct DeepTraining: Experiment {
  public let id = "deep-training"
  public let chartIDs = ["deep-training"]

  /// Makes the experiment.
  public init() {}

  /// What was measured.
  public struct Outcome: Codable, Equatable, Sendable {
    public var width: Int
    public var examples: Int
    public var steps: Int
    public var cases: [Case]
    /// How large the activations are before training, in networks of the larger depth.
    public var starts: [Start]
  }

  /// All networks of one depth and start.
  public struct Case: Codable, Equatable, Sendable {
    public var rule: String
    public var layers: Int
    /// The step of each record.
    public var recordedAt: [Int]
    /// The loss at those steps, network by network; shorter where a network diverged.
    public var losses: [[Double]]

    /// The last finite loss of each network.
    public var finals: [Double] { losses.map { $0.last ?? .nan } }

    public var diverged: Int { losses.count { $0.count < recordedAt.count } }

    /// How many networks end below half of what guessing gives.
    public var learned: Int {
      losses.count { $0.count == recordedAt.count && ($0.last ?? .nan) < DeepTraining.guessing / 2 }
    }

    /// The share that learned, with Wilson's interval.
    public var share: Estimate? { try? .proportion(successes: learned, trials: losses.count) }

    /// The step at which half of the networks have learned; nil if they have not.
    public var medianStep: Int? {
      let steps = losses.map { run in
        run.firstIndex { $0 < DeepTraining.guessing / 2 }.map { recordedAt[$0] } ?? .max
      }.sorted()
      let middle = steps[(steps.count - 1) / 2]
      return middle == .max ? nil : middle
    }
  }

  /// The typical activation of each layer at the start.
  public struct Start: Codable, Equatable, Sendable {
    public var rule: String
    /// log₁₀ of the rms: means over networks.
    public var sizes: [Estimate]
    /// The same by the exact law of a finite ReLU network.
    public var theory: [Double]
  }

  static let rules: [StartingRule] = [.he, .xavier]
  static let depths = [22, 30]
  /// ln 2, the loss of a network that gives both classes the same probability.
  public static let guessing = 0.693147180559945309
  public static let inputs = 8
  /// The paper's rate of learning and its momentum.
  public static let rate = 0.01
  public static let momentum = 0.9
  /// About as many steps the paper takes.
  public static let publishedSteps = 1e5

  public func run(_ study: StudyConfiguration, jobs: Int) async throws -> Outcome {
    try await Self.simulate(
      width: max(8, study.width / 4), depths: Self.depths, steps: 300,
      networks: max(3, study.networks / 125), sampled: 4 * study.networks,
      seed: SeedTree(seed: study.seed).child(id), jobs: jobs)
  }

  static func simulate(
    width: Int, depths: [Int], steps: Int, networks: Int, sampled: Int, seed: SeedTree, jobs: Int
  ) async throws -> Outcome {
    let examples = 8
    let settings = depths.flatMap { depth in rules.map { (depth, $0) } }
    let runs = try await mapTrials(settings.count * networks, jobs: jobs) { index in
      let ((depth, rule), network) = (settings[index / networks], index % networks)
      let seed = seed.child("training").child(network)
      return try trainNetwork(
        TrainingRequest(
          hidden: Array(repeating: width, count: depth - 1), activation: ReLU(),
          initializer: rule.initializer, optimizer: .momentum(rate: rate, decay: momentum),
          steps: steps, recordEvery: max(1, steps / 15), seed: seed),
        on: try data(examples, seed: seed.child("data")))
    }
    let cases = settings.enumerated().map { index, setting in
      let mine = runs[index * networks..<(index + 1) * networks]
      return Case(
        rule: setting.1.name, layers: setting.0,
        recordedAt: stride(from: 0, to: steps, by: max(1, steps / 15)) + [steps],
        losses: mine.map { $0.records.map(\.loss) })
    }
    return Outcome(
      width: width, examples: examples, steps: steps, cases: cases,
      starts: try await starts(width: width, depth: depths.max() ?? 1, sampled, seed, jobs))
  }

  /// Normal inputs with two classes in turn, which nothing but the example itself tells apart.
  private static func data(_ examples: Int, seed: SeedTree) throws -> Dataset {
    var random = seed.source()
    var inputs = Matrix(rows: examples, columns: Self.inputs)
    for index in inputs.elements.indices { inputs.elements[index] = random.normal() }
    var targets = Matrix(rows: examples, columns: 2)
    for row in 0..<examples { targets[row, row % 2] = 1 }
    return try Dataset(inputs: inputs, targets: targets, task: .classification)
  }

  private static func starts(
    width: Int, depth: Int, _ networks: Int, _ seed: SeedTree, _ jobs: Int
  ) async throws -> [Start] {
    let widths = [Self.inputs] + Array(repeating: width, count: depth - 1)
    let pass = try await HomogeneousPass(
      widths: widths, activation: ReLU(), reference: .he, networks: networks,
      seed: seed.child("starts"), jobs: jobs)
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
      Fact("deep-training-networks", outcome.cases[0].losses.count),
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
      facts.append(
        Fact(
          "\(name)-step",
          text: one.medianStep.map { NumberFormat.count.text(Double($0)) } ?? ""))
      if let share = one.share { facts.append(Fact("\(name)-share", share, .percent(0))) }
      if let loss = try? Estimate.mean(of: one.finals) {
        // A loss is not negative; the t interval of a few networks may be.
        facts.append(Fact("\(name)-loss", loss.map { max(0, $0) }, .significant(2)))
      }
    }
    return facts
  }
}

extension DeepTraining.Outcome {
  /// The finding of He and others: the smaller depth learns from both starts, from He's earlier; the larger one
  /// learns from He's alone.
  public var isAsPublished: Bool {
    func one(_ rule: StartingRule, _ layers: Int?) -> DeepTraining.Case? {
      cases.first { $0.rule == rule.name && $0.layers == layers }
    }
    let (low, high) = (cases.map(\.layers).min(), cases.map(\.layers).max())
    guard let heLow = one(.he, low)?.medianStep, let xavierLow = one(.xavier, low)?.medianStep,
      one(.he, high)?.medianStep != nil, let stalled = one(.xavier, high)
    else { return false }
    return heLow < xavierLow && stalled.learned == 0
  }

  /// Whether Xavier's networks learn later than He's at both depths, and later at the larger one.
  public var xavierWaitsLonger: Bool {
    func step(_ rule: StartingRule, _ layers: Int?) -> Int {
      cases.first { $0.rule == rule.name && $0.layers == layers }?.medianStep ?? .max
    }
    let (low, high) = (cases.map(\.layers).min(), cases.map(\.layers).max())
    return step(.he, low) < step(.xavier, low) && step(.he, high) < step(.xavier, high)
      && step(.xavier, low) < step(.xavier, high)
  }

  /// The typical factor per layer on the rms under Xavier's start, behind the first layer.
  var factorPerLayer: Estimate {
    guard let sizes = starts.last?.sizes, let first = sizes.first, let last = sizes.last,
      sizes.count > 1
    else { return Estimate(value: .nan, low: .nan, high: .nan, samples: 0) }
    // The interval of the last layer covers that of the path to it.
    return last.map { Elementary.power10(($0 - first.value) / Double(sizes.count - 1)) }
  }

  var theoreticalFactor: Double {
    guard let theory = starts.last?.theory, let first = theory.first, let last = theory.last,
      theory.count > 1
    else { return .nan }
    return Elementary.power10((last - first) / Double(theory.count - 1))
  }
}
