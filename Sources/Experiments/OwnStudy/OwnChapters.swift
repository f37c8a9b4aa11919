extension Chapter {
  /// The chapter of the networks and sweeps of a study file.
  static func ownNetworks(of plan: StudyPlan) -> Chapter {
    Chapter(
      label: "A", id: "own-networks",
      experiments: [OwnNetworks()]
        + (plan.sweeps.isEmpty ? [] : [OwnSweeps(plans: plan.sweeps) as any Experiment]),
      template: plan.sweeps.isEmpty ? "own/networks.md" : "own/networks-and-sweeps.md")
  }

  /// Chapters of the user's own prose, lettered after the networks; `files` in reading order.
  public static func ownProse(files: [String]) -> [Chapter] {
    files.prefix(25).enumerated().map { index, file in
      let name = file.hasSuffix(".md") ? String(file.dropLast(3)) : file
      return Chapter(
        label: String(UnicodeScalar(UInt8(ascii: "B") + UInt8(index))), id: "own-\(slug(name))",
        experiments: [], template: "prose/\(file)")
    }
  }
}
