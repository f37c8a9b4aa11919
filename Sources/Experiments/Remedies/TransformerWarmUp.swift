import Engine
import Simulation
import Study

/// Which learning rates transformers can be trained with, by the place of their normalisation, with and without a
/// warm-up.
///
/// Xiong and others 2020: with the normalisation after each sum Adam needs a warm-up, with it before each branch it does
/// not. The networks are those of ``TransformerStarts``, with embeddings and positions N(0, 1), on a delayed copy
/// (Hochreiter and Schmidhuber 1997, Arjovsky and others 2016); Adam, peak rates by factors of two, a warm-up over half of the
/// steps, which the budget includes. A network has learned if its test loss is at most half of guessing.
///
/// Predicted before the first run, from the paper: a warm-up widens the window of post-normalised networks and leaves the
/// others' as it is. Larger networks were tried first, six each. With 6 layers of 32 channels and 300 steps a warm-up
/// raised the largest usable rate of all three by an octave, and that of post-normalised networks lay three octaves lower;
/// with 12 layers of 16 these did not learn at any rate from 2⁻¹¹ on, with or without. Embeddings were Xavier's then, smaller
/// than positions; with N(0, 1), as in the first transformer, all learn in far fewer steps, which the report can afford.
public struct TransformerWarmUp: Experiment {
  public let id = "transformer-warm-up"
  public let chartIDs = ["transformer-warm-up"]

  /// Makes the experiment.
  public init() {}

  /// A case for each network, without and with a warm-up.
  public struct Outcome: Codable, Equatable, Sendable {
    public var layers: Int
    public var width: Int
    public var symbols: Int
    public var shown: Int
    public var networks: Int
    public var batch: Int
    public var steps: Int
    public var warmUp: Int
    /// log₂ of the peak rates, an octave apart.
    public var rates: [Double]
    public var cases: [Case]
    /// By how many octaves the warm-up raises a network's edge, by ``TransformerStarts/networkKeys``.
    public var gains: [Estimate]
    /// By how many octaves post-normalised networks' edges lie below those of networks that are normalised before each
    /// branch, without and with a warm-up.
    public var gaps: [Estimate]
    /// The mean of the gains over the three placements.
    public var gain: Estimate
    /// By how much post-normalised networks gain more than those normalised before each branch.
    public var surplus: Estimate

    /// What saying blanks and then guessing symbols costs.
    public var guessing: Double { TransformerWarmUp.guessing(symbols: symbols) }

    /// How many octaves smaller the mean rate of a training is with the warm-up than without.
    public var dilution: Double {
      let share = 1 - Double(warmUp - 1) / Double(2 * steps)
      return -Elementary.log(share) / .ln2
    }
  }

  /// One placement of the normalisation.
  public struct Case: Codable, Equatable, Sendable {
    /// `post`, `pre` or `scaled`.
    public var network: String
    public var isWarm: Bool
    /// Median test losses by rate.
    public var losses: [Estimate]
    /// log₂ of the largest rate at which a network learns, an octave below the smallest for one that never does:
    /// mean over networks.
    public var edge: Estimate
  }

  /// Half of the answers are blanks, which cost nothing: ½ ln(symbols).
  static func guessing(symbols: Int) -> Double { Elementary.log(Double(symbols)) / 2 }

  static let heads = 2
  static let expansion = 2

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    let rates = study.isQuick ? [-8, -6, -4] : Array((study.isThorough ? -12 : -8)...(-4))
    return try await Self.simulate(
      layers: study.isThorough ? 6 : 4, width: study.isThorough ? 32 : 16,
      symbols: study.isThorough ? 8 : 2, shown: study.isThorough ? 3 : 2, rates: rates,
      networks: study.count(quick: 2, standard: 6, thorough: 30, atLeast: 2),
      steps: study.isThorough ? 300 : study.isQuick ? 10 : 20, seed: seed, jobs: jobs)
  }

  static func simulate(
    layers: Int, width: Int, symbols: Int, shown: Int, rates: [Int], networks: Int, steps: Int,
    seed: SeedTree, jobs: Int
  ) async throws -> Outcome {
    let batch = 6
    let task = try SequenceTasks.copy(
      symbols: symbols, shown: shown, delay: 0, training: 64 * batch,
      test: 4 * batch, seed: seed.child("task"))
    let goal = Self.guessing(symbols: symbols) / 2
    var cases: [Case] = []
    // By network, without and with a warm-up.
    var edges: [String: [[Double]]] = [:]
    for key in TransformerStarts.networkKeys {
      let normal = Normal(standardDeviation: 1)
      let body = TransformerStarts.stages(
        key, width: width, heads: heads, expansion: expansion, layers: layers,
        gain: TransformerStarts.gain(key, layers: layers))
      var plan = TrainingPlan(
        Network(
          input: NetworkInput(task.shape),
          stages: [NamedStage(Dense(width, rule: normal)), NamedStage(Positions(rule: normal))]
            + body + [
              NamedStage(Dense(symbols + 1, rule: XavierNormal())),
              NamedStage(ReadOut(.crossEntropy)),
            ]), task: task, optimizer: .adam(rate: 1), steps: steps, batch: batch,
        networks: networks, seed: seed.child("networks"), jobs: jobs)
      for isWarm in [false, true] {
        plan.warmUp = isWarm ? steps / 2 : 0
        var own = [Double](repeating: Double(rates.first ?? 0) - 1, count: networks)
        var losses: [Estimate] = []
        for rate in rates {
          let result = try await TunedTraining.run(
            plan, rates: [powerOfTwo(rate)], optimizer: { .adam(rate: $0) })
          losses.append(result.median)
          for (i, loss) in result.losses.enumerated() where loss <= goal {
            own[i] = Double(rate)
          }
        }
        cases.append(
          Case(network: key, isWarm: isWarm, losses: losses, edge: try .mean(of: own)))
        edges[key, default: []].append(own)
      }
    }
    // Pairs of networks with the same start, which meet the same samples in the same order.
    func difference(_ a: [Double], _ b: [Double]) -> [Double] { zip(a, b).map { $0 - $1 } }
    let (post, pre) = (edges["post"] ?? [], edges["pre"] ?? [])
    let gaps = (0...1).map { difference(pre[$0], post[$0]) }
    let gains = TransformerStarts.networkKeys.map { key in
      difference(edges[key]?[1] ?? [], edges[key]?[0] ?? [])
    }
    let means = (0..<networks).map { i in
      gains.reduce(0) { $0 + $1[i] } / Double(gains.count)
    }
    return Outcome(
      layers: layers, width: width, symbols: symbols, shown: shown, networks: networks,
      batch: batch, steps: steps, warmUp: steps / 2, rates: rates.map(Double.init), cases: cases,
      gains: try gains.map { try .mean(of: $0) }, gaps: try gaps.map { try .mean(of: $0) },
      gain: try .mean(of: means), surplus: try .mean(of: difference(gaps[0], gaps[1])))
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    var facts = [
      Fact("warm-layers", outcome.layers), Fact("warm-width", outcome.width),
      Fact("warm-heads", Self.heads), Fact("warm-symbols", outcome.symbols),
      Fact("warm-shown", outcome.shown), Fact("warm-networks", outcome.networks),
      Fact("warm-batch", outcome.batch), Fact("warm-steps", outcome.steps),
      Fact("warm-ramp", outcome.warmUp),
      Fact("warm-guessing", outcome.guessing, .fixed(2)),
      Fact("warm-dilution", outcome.dilution, .fixed(1)),
    ]
    for one in outcome.cases {
      let name = "warm-\(one.network)-\(one.isWarm ? "with" : "without")"
      facts.append(Fact("\(name)-edge", one.edge, .fixed(1)))
      if let best = one.losses.min(by: { $0.value < $1.value }) {
        facts.append(Fact("\(name)-best", best, .fixed(3)))
      }
    }
    for (key, gain) in zip(TransformerStarts.networkKeys, outcome.gains) {
      facts.append(Fact("warm-\(key)-gain", gain, .fixed(1)))
    }
    facts += [
      Fact("warm-gain", outcome.gain, .fixed(1)), Fact("warm-surplus", outcome.surplus, .fixed(1)),
    ]
    for (name, gap) in zip(["without", "with"], outcome.gaps) {
      facts.append(Fact("warm-gap-\(name)", gap, .fixed(1)))
    }
    return facts
  }
}
