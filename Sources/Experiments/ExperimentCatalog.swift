import Study

/// All chapters of the study in reading order; adding an experiment means adding it here.
public enum ExperimentCatalog {
  /// The chapters with their experiments.
  public static let chapters: [Chapter] = [
    .whichStart, .notes, .notation, .primer, .products, .backPropagation, .activations, .variance,
    .initialisers, .nonSquare, .spectra, .meanField, .symptoms, .remedies, .finiteWidth,
    .openQuestions, .diagnosis, .audit, .glossary,
  ]

  /// All experiments in reading order.
  public static var experiments: [any Experiment] { chapters.flatMap(\.experiments) }

  /// The chapters of a study: all built-in ones, or those that a study file asks for after its own.
  public static func chapters(of study: StudyConfiguration) -> [Chapter] {
    guard let plan = study.plan else { return chapters }
    let own = plan.networks.isEmpty ? [] : [Chapter.ownNetworks(of: plan)]
    return own
      + [Chapter.ownTraining(of: plan), Chapter.ownCharts(of: plan)].compactMap(\.self)
      + chapters.filter { plan.chapters.contains($0.id) }
  }
}
