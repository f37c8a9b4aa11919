import Simulation

/// What a report can be made of: chapters with their experiments, and the figures that show them.
///
/// Publishing assembles any catalogue; it knows none of the experiments, and so need not wait for
/// them to be compiled.
public protocol StudyCatalog: Sendable {
  /// The built-in chapters in reading order.
  var chapters: [Chapter] { get }

  /// The chapters of a study: the built-in ones, or what its plan asks for.
  func chapters(of study: StudyConfiguration) -> [Chapter]

  /// The figures of an experiment, in the order of the chapter.
  func figures(of experiment: any Experiment) -> [any Figure]
}

extension StudyCatalog {
  /// All built-in experiments in reading order.
  public var experiments: [any Experiment] { chapters.flatMap(\.experiments) }

  /// The chapters that hold any of the given chapter, experiment or chart ids; all for none.
  ///
  /// Whole chapters, because prose quotes all experiments of its chapter.
  ///
  /// - Throws: `CatalogError` for an id that nothing answers to.
  public func chapters(only ids: [String], of study: StudyConfiguration) throws(CatalogError)
    -> [Chapter]
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
