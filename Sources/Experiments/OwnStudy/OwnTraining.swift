import Engine
import Simulation
import Study

/// The user's own networks in training, with each value of what a study file varies.
public struct OwnTraining: DivisibleExperiment {
  /// The plans of the study file.
  public let plans: [LearningPlan]

  /// Makes the experiment.
  public init(plans: [LearningPlan]) { self.plans = plans }

  public let id = "own-training"
  public var chartIDs: [String] { plans.indices.map(chartID) }

  package func chartID(_ index: Int) -> String {
    "own-training-\(index + 1)-\(slug(plans[index].name))"
  }

  /// A plan and its runs, one for each value.
  public struct Trained: Codable, Equatable, Sendable {
    /// What was trained, and what was varied.
    public var plan: LearningPlan
    /// The held-out loss from which on a network counts as one that learned: half of guessing.
    public var goal: Double
    /// One for each value.
    public var runs: [Run]
  }

  /// The networks of one value.
  public struct Run: Codable, Equatable, Sendable {
    /// The value as the study file gives it.
    public var value: String
    /// The held-out loss from which on a network counts as one that learned.
    public var goal: Double
    /// The steps before which networks were tested.
    public var steps: [Int]
    /// The median held-out loss, by step; infinite where so many networks diverged.
    public var median: [Double]
    /// The 10 % quantile of the held-out loss over networks, by step.
    public var low: [Double]
    /// The 90 % quantile of the held-out loss over networks, by step.
    public var high: [Double]
    /// At the last test, the share of samples answered correctly; nil where answers are numbers.
    public var accuracy: Double?
    /// The share of networks that learned, with Wilson's interval.
    public var learned: Estimate
    /// The median number of steps until a network had learned; nil where too few did.
    public var time: Double?
    /// How many networks left the range of numbers.
    public var diverged: Int
  }
  public typealias Outcome = [Trained]

  public func cellCount(of study: StudyConfiguration) -> Int {
    plans.reduce(0) { $0 + $1.values.count }
  }

  public func runCell(
    _ index: Int, of study: StudyConfiguration, seed: SeedTree, jobs: Int
  ) async throws -> Run {
    var rest = index
    for plan in plans {
      guard rest >= plan.values.count else {
        return try await train(plan, plan.values[rest], study.plan, seed, jobs: jobs)
      }
      rest -= plan.values.count
    }
    preconditionFailure("there is no cell \(index)")
  }

  private func train(
    _ plan: LearningPlan, _ value: String, _ study: StudyPlan?, _ seed: SeedTree, jobs: Int
  ) async throws -> Run {
    guard let base = study?.networks.first(where: { $0.name == plan.network }) else {
      throw CatalogError(
        kind: "network", name: plan.network, known: study?.networks.map(\.name) ?? [])
    }
    let task = try plan.learningTask(seed)
    var training = try plan.training(
      of: base, on: task, value: value, seed: seed.child(plan.name).child("networks"))
    training.jobs = jobs
    let outcome = try await Engine.train(training)
    let summary = try TrainingSummary(
      outcome, steps: plan.steps, goal: task.constantLoss / 2)
    let time = summary.learningTime?.value ?? .infinity
    return Run(
      value: value, goal: summary.goal, steps: summary.points.map(\.step),
      median: summary.points.map(\.loss.median), low: summary.points.map(\.loss.low),
      high: summary.points.map(\.loss.high),
      accuracy: summary.points.last?.accuracy?.median, learned: summary.learned,
      time: time.isFinite ? time : nil, diverged: summary.divergedAt.count { $0 != nil })
  }

  public func combine(_ cells: [Run], of study: StudyConfiguration) -> [Trained] {
    var rest = cells[...]
    return plans.map { plan in
      defer { rest = rest.dropFirst(plan.values.count) }
      let runs = Array(rest.prefix(plan.values.count))
      return Trained(plan: plan, goal: runs.first?.goal ?? .nan, runs: runs)
    }
  }

  public func trials(of study: StudyConfiguration) -> Int? {
    plans.reduce(0) { $0 + $1.values.count * $1.networks }
  }

  public func parameters(of study: StudyConfiguration) -> StudyConfiguration {
    StudyConfiguration(seed: study.seed, plan: study.plan?.measured)
  }

  public func facts(of outcome: [Trained], study: StudyConfiguration) -> [Fact] {
    [Fact("own-training-count", outcome.count)]
      + outcome.enumerated().flatMap { index, trained in
        let name = "own-training-\(index + 1)"
        return [
          Fact("\(name)-settings", trained.runs.count),
          Fact("\(name)-learned", trained.runs.count { $0.learned.value >= 0.5 }),
          Fact("\(name)-best", text: trained.best.markdownEscaped),
        ]
      }
  }

  public func tables(of outcome: [Trained], study: StudyConfiguration) -> [FactTable] {
    [
      FactTable(
        name: "own-training", header: ["name", "value", "loss", "correct", "learned", "time"],
        numeric: [false, false, true, true, true, true],
        rows: outcome.flatMap { trained in
          trained.runs.map { run in
            [
              trained.plan.name.markdownEscaped, run.value.markdownEscaped, "@loss-cell",
              "@correct-cell", "@learned-cell", "@time-cell",
            ]
          }
        },
        facts: outcome.flatMap { trained in
          trained.runs.map { run in
            let loss = run.median.last ?? .infinity
            return [
              Fact("final", text: loss.isFinite ? NumberFormat.significant(3).text(loss) : ""),
              Fact("share", text: run.accuracy.map(NumberFormat.percent(0).text) ?? ""),
              Fact("count", Int(run.learned.value * Double(run.learned.samples) + 0.5)),
              Fact("trained", run.learned.samples),
              Fact("when", text: run.time.map(NumberFormat.count.text) ?? ""),
            ]
          }
        })
    ]
  }
}

extension OwnTraining.Trained {
  /// The value with the lowest held-out loss at the end.
  package var best: String {
    let index = runs.indices.min {
      (runs[$0].median.last ?? .infinity) < (runs[$1].median.last ?? .infinity)
    }
    return index.map { runs[$0].value } ?? "–"
  }
}
