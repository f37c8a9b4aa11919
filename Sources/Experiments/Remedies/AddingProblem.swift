import Engine
import Simulation
import Study

/// Whether recurrent cells learn the sum of two marked numbers of a sequence, by its length.
///
/// Hochreiter and Schmidhuber 1997: one mark in each half, so that what is learned must travel over half of the
/// sequence at least. Adam, one rate for all cells (0.02, fixed before the first run), gradients clipped at norm one
/// as is usual. Always answering one has a loss of 1/12.
public struct AddingProblem: Experiment {
  public let id = "adding-problem"
  public let chartIDs = ["adding-problem"]

  /// Makes the experiment.
  public init() {}

  /// A case for each cell and length.
  public struct Outcome: Codable, Equatable, Sendable {
    /// Units per cell.
    public var units: Int
    /// Steps per sequence, ascending.
    public var lengths: [Int]
    /// How many networks each case trains.
    public var networks: Int
    /// Sequences per step of training.
    public var batch: Int
    /// The learning rate of Adam.
    public var rate: Double
    /// Numbers of steps of training after which networks were tested, from 0.
    public var steps: [Int]
    /// One for each length and cell, the cells of a length together.
    public var cases: [Case]
  }

  /// One cell on sequences of one length.
  public struct Case: Codable, Equatable, Sendable {
    /// `rnn`, `gru`, or `lstm-b` with the forget bias b.
    public var cell: String
    /// Steps per sequence.
    public var length: Int
    /// Test losses by step: medians over networks.
    public var losses: [Estimate]
  }

  /// How long sequences are with `--thorough`.
  static let thoroughLengths = [20, 50, 100, 200, 400]
  /// The loss of always answering one: half the variance of the sum of two uniform numbers.
  public static let guessing = 1.0 / 12

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    try await Self.simulate(
      units: 16, lengths: study.isThorough ? Self.thoroughLengths : [20, 50],
      networks: study.count(quick: 6, standard: 6, thorough: 30, atLeast: 6),
      steps: study.count(quick: 10, standard: 250, thorough: 2000, atLeast: 10), seed: seed,
      jobs: jobs)
  }

  static func simulate(
    units: Int, lengths: [Int], networks: Int, steps: Int, seed: SeedTree, jobs: Int
  ) async throws -> Outcome {
    let (batch, rate) = (8, 0.02)
    let records = (0...10).map { steps * $0 / 10 }
    var cases: [Case] = []
    for length in lengths {
      let task = try SequenceTasks.adding(
        length: length, training: 1600, test: 64, seed: seed.child("task").child(length))
      for cell in FrameworkCell.trained {
        var plan = TrainingPlan(
          Network(
            input: NetworkInput(task.shape),
            stages: [
              NamedStage(cell.stage(units: units)), NamedStage(Dense(1, rule: LeCun())),
              NamedStage(ReadOut(.squared)),
            ]), task: task, optimizer: .adam(rate: rate), clipping: .norm(1), steps: steps,
          batch: batch, records: records, networks: networks,
          seed: seed.child(cell.key).child(length), jobs: jobs)
        plan.notesStages = false
        let outcome = try await train(plan)
        cases.append(
          Case(
            cell: cell.key, length: length,
            losses: try records.indices.map { index in
              try .median(
                of: outcome.networks.map { network in
                  network.records.indices.contains(index) ? network.records[index].testLoss : 1
                })
            }))
      }
    }
    return Outcome(
      units: units, lengths: lengths, networks: networks, batch: batch, rate: rate,
      steps: records, cases: cases)
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    var facts = [
      Fact("adding-networks", outcome.networks), Fact("adding-units", outcome.units),
      Fact("adding-batch", outcome.batch), Fact("adding-rate", outcome.rate, .fixed(2)),
      Fact("adding-steps", outcome.steps.last ?? 0),
      Fact("adding-guessing", Self.guessing, .fixed(3)),
      Fact("adding-short", outcome.lengths.first ?? 0),
      Fact("adding-long", outcome.lengths.last ?? 0),
      Fact("adding-longest", Self.thoroughLengths.last ?? 0),
    ]
    for one in outcome.cases {
      let ends = [("short", outcome.lengths.first), ("long", outcome.lengths.last)]
      for (name, length) in ends where one.length == length {
        guard let last = one.losses.last else { continue }
        facts.append(Fact("adding-\(one.cell)-\(name)", last, .fixed(4)))
      }
    }
    return facts
  }
}
