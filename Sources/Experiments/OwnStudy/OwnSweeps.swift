import Simulation
import Study

/// Properties of a network varied, alone or in pairs: end to end, how much signal and gradient is left.
public struct OwnSweeps: DivisibleExperiment {
  /// The sweeps of the study file.
  public let plans: [SweepPlan]

  /// Makes the experiment.
  public init(plans: [SweepPlan]) { self.plans = plans }

  public let id = "own-sweeps"
  public var chartIDs: [String] {
    plans.indices.flatMap { index in
      plans[index].second == nil
        ? [chartID(index)] : [chartID(index) + "-signal", chartID(index) + "-gradient"]
    }
  }

  /// A sweep and its measurements, one for each value or pair of values.
  public struct Sweep: Codable, Equatable, Sendable {
    /// What was varied.
    public var plan: SweepPlan
    /// One for each value; of two properties, all values of the first for each of the second.
    public var measurements: [OwnMeasurement]
  }
  public typealias Outcome = [Sweep]

  package func chartID(_ index: Int) -> String {
    "own-sweep-\(index + 1)-\(slug(plans[index].name))"
  }

  public func cellCount(of study: StudyConfiguration) -> Int { plans.map(\.count).reduce(0, +) }

  public func runCell(
    _ index: Int, of study: StudyConfiguration, seed: SeedTree, jobs: Int
  ) async throws
    -> OwnMeasurement
  {
    let plan = study.plan ?? StudyPlan(title: "")
    var rest = index
    for sweep in plans {
      guard rest >= sweep.count else {
        return try await measure(sweep, rest, plan, seed, jobs: jobs)
      }
      rest -= sweep.count
    }
    preconditionFailure("there is no cell \(index)")
  }

  private func measure(
    _ sweep: SweepPlan, _ index: Int, _ plan: StudyPlan, _ seed: SeedTree, jobs: Int
  ) async throws -> OwnMeasurement {
    guard let base = plan.networks.first(where: { $0.name == sweep.network }) else {
      throw CatalogError(kind: "network", name: sweep.network, known: plan.networks.map(\.name))
    }
    let seed = seed.child(sweep.name).child(sweep.label(index))
    return try await .measure(sweep.variants(of: base)[index], study: plan, seed: seed, jobs: jobs)
  }

  public func combine(_ cells: [OwnMeasurement], of study: StudyConfiguration) -> [Sweep] {
    var rest = cells[...]
    return plans.map { plan in
      defer { rest = rest.dropFirst(plan.count) }
      return Sweep(plan: plan, measurements: Array(rest.prefix(plan.count)))
    }
  }

  public func trials(of study: StudyConfiguration) -> Int? {
    study.plan.flatMap { $0.precision == nil ? cellCount(of: study) * $0.trials : nil }
  }

  public func parameters(of study: StudyConfiguration) -> StudyConfiguration {
    StudyConfiguration(seed: study.seed, plan: study.plan?.measured)
  }

  public func facts(of outcome: [Sweep], study: StudyConfiguration) -> [Fact] {
    [Fact("own-sweep-count", outcome.count)]
      + outcome.enumerated().flatMap { index, sweep in
        let name = "own-sweep-\(index + 1)"
        return [
          Fact("\(name)-settings", sweep.measurements.count),
          Fact("\(name)-kept", sweep.measurements.count(where: \.isKept)),
          Fact("\(name)-best", text: sweep.best.markdownEscaped),
        ]
      }
  }
}

extension OwnSweeps.Sweep {
  /// The values of the setting that changes signal and gradient least.
  package var best: String {
    let index = measurements.indices.min { measurements[$0].distance < measurements[$1].distance }
    return index.map(plan.label) ?? "–"
  }

  /// The fewest networks of a setting.
  package var samples: Int { measurements.map(\.samples).min() ?? 0 }
}
