import Simulation

/// All chapters of the study in reading order; adding an experiment means adding it here.
public enum ExperimentCatalog {
  /// The chapters with their experiments.
  public static let chapters: [Chapter] = [
    .notation, .products, .backPropagation, .activations, .variance, .initialisers, .nonSquare,
    .spectra, .audit, .glossary,
  ]

  /// All experiments in reading order.
  public static var experiments: [any Experiment] { chapters.flatMap(\.experiments) }

  /// The chapters of a study: all built-in ones, or those that a study file asks for after its own.
  public static func chapters(of study: StudyConfiguration) -> [Chapter] {
    guard let plan = study.plan else { return chapters }
    let own = plan.networks.isEmpty ? [] : [Chapter.ownNetworks(of: plan)]
    return own + [Chapter.ownCharts(of: plan)].compactMap(\.self)
      + chapters.filter { plan.chapters.contains($0.id) }
  }

  /// The chapters that hold any of the given chapter, experiment or chart ids; all for none.
  ///
  /// Whole chapters, because prose quotes all experiments of its chapter.
  public static func chapters(only ids: [String], of study: StudyConfiguration)
    throws(CatalogError) -> [Chapter]
  {
    let chapters = chapters(of: study)
    guard !ids.isEmpty else { return chapters }
    for id in ids where !chapters.contains(where: { $0.answers(to: id) }) {
      throw CatalogError(
        kind: "chapter, experiment or chart", name: id,
        known: chapters.flatMap { [$0.id] + $0.experiments.map(\.id) })
    }
    return chapters.filter { chapter in ids.contains { chapter.answers(to: $0) } }
  }
}

extension Chapter {
  fileprivate func answers(to id: String) -> Bool {
    self.id == id || experiments.contains { $0.id == id || $0.chartIDs.contains(id) }
  }
}
