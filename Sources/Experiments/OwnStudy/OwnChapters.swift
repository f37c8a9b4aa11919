import Study

extension Chapter {
  /// The chapter of built-in charts that a study file picks one by one; nil for none.
  static func ownCharts(of plan: StudyPlan) -> Chapter? {
    let ids = Set(plan.charts ?? [])
    let experiments = ExperimentCatalog.experiments.filter { !ids.isDisjoint(with: $0.chartIDs) }
    guard !experiments.isEmpty else { return nil }
    return Chapter(
      label: plan.networks.isEmpty ? "A" : plan.training == nil ? "B" : "C", id: ownChartsID,
      experiments: experiments,
      template: "own/charts.md")
  }

  /// The chapter of the networks and sweeps of a study file.
  static func ownNetworks(of plan: StudyPlan) -> Chapter {
    Chapter(
      label: "A", id: "own-networks",
      experiments: [OwnNetworks()]
        + (plan.sweeps.isEmpty ? [] : [OwnSweeps(plans: plan.sweeps) as any Experiment]),
      template: plan.sweeps.isEmpty ? "own/networks.md" : "own/networks-and-sweeps.md")
  }

  /// The chapter of the networks that a study file has trained; nil for none.
  static func ownTraining(of plan: StudyPlan) -> Chapter? {
    plan.training.map { plans in
      Chapter(
        label: "B", id: "own-training", experiments: [OwnTraining(plans: plans)],
        template: "own/training.md")
    }
  }

  /// Chapters of the user's own prose, lettered after the others of `plan`; `files` in reading order.
  public static func ownProse(files: [String], of plan: StudyPlan) -> [Chapter] {
    let taken =
      (plan.networks.isEmpty ? 0 : 1) + (plan.training == nil ? 0 : 1)
      + (ownCharts(of: plan) == nil ? 0 : 1)
    let names = slugs(files.map { $0.hasSuffix(".md") ? String($0.dropLast(3)) : $0 })
    return zip(files, names).prefix(26 - taken).enumerated().map { index, entry in
      Chapter(
        label: String(UnicodeScalar(UInt8(ascii: "A") + UInt8(taken + index))),
        id: "own-\(entry.1)", experiments: [], template: "prose/\(entry.0)")
    }
  }
}
