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
    if let training = experiment as? OwnTraining {
      return training.plans.indices.map {
        OwnTrainingFigure(id: training.chartID($0), index: $0)
      }
    }
    guard let sweeps = experiment as? OwnSweeps else {
      return Self.figures.filter { $0.shows(experiment) }
    }
    return sweeps.plans.indices.flatMap { index -> [any Figure] in
      let id = sweeps.chartID(index)
      guard sweeps.plans[index].second != nil else { return [OwnSweepFigure(id: id, index: index)] }
      return [OwnGridFigure.Quantity.signal, .gradient].map {
        OwnGridFigure(id: "\(id)-\($0.rawValue)", index: index, quantity: $0)
      }
    }
  }

  /// All figures, by chapter; an experiment's `chartIDs` give their order in the report.
  static let figures: [any Figure] =
    whichStart + primer + products + backPropagation + activations + variance + initialisers
    + nonSquare
    + spectra + meanField + symptoms + remedies + finiteWidth + openQuestions + diagnosis + audit
    + [OwnNetworksFigure(), OwnEndsFigure()]
}
