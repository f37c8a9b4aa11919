import Simulation

/// An experiment whose outcome is a list of independent cells, which machines can share.
///
/// `run` must give the same outcome as all cells run one by one.
public protocol DivisibleExperiment: Experiment {
  /// The outcome of one cell.
  associatedtype Cell: Codable, Sendable

  /// How many cells the study asks for.
  func cellCount(of study: StudyConfiguration) -> Int

  /// Simulates one cell, 0 ..< `cellCount`.
  ///
  /// - Parameter seed: the experiment's node of the study's seed tree.
  func runCell(
    _ index: Int, of study: StudyConfiguration, seed: SeedTree, jobs: Int
  ) async throws -> Cell

  /// The outcome from all cells in order.
  func combine(_ cells: [Cell], of study: StudyConfiguration) -> Outcome
}

extension DivisibleExperiment {
  /// Simulates cell after cell.
  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    var cells: [Cell] = []
    for index in 0..<cellCount(of: study) {
      cells.append(try await runCell(index, of: study, seed: seed, jobs: jobs))
    }
    return combine(cells, of: study)
  }
}
