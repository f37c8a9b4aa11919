import Experiments
import Study
import Study

/// The catalogue of the report: the experiments with their figures.
public struct ReportCatalog: StudyCatalog {
  /// Makes the catalogue.
  public init() {}

  public var chapters: [Chapter] { ExperimentCatalog.chapters }

  public func chapters(of study: StudyConfiguration) -> [Chapter] {
    ExperimentCatalog.chapters(of: study)
  }

  public func figures(of experiment: any Experiment) -> [any Figure] {
    Self.figures.filter { $0.shows(experiment) }
  }

  /// All figures, by chapter; an experiment's `chartIDs` give their order in the report.
  static let figures: [any Figure] =
    products + backPropagation + activations + variance + initialisers + nonSquare + spectra + audit
}
