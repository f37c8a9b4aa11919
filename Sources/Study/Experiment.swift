import Simulation

/// One question, asked of random networks and answered with numbers.
///
/// The three steps are separate so that each can be repeated alone: `run` simulates and returns plain
/// data, which is saved; `facts` and `tables`, and the figures of `Figures`, are functions of that data and
/// of nothing else. A report redrawn from saved outcomes is therefore the same, byte for byte. What it
/// asks, in words, stands in `templates/questions.txt`.
public protocol Experiment: Sendable {
  /// What was measured: numbers and names, no pictures.
  associatedtype Outcome: Codable, Equatable, Sendable

  /// The name users type, lower case with hyphens; also the name of the results file.
  var id: String { get }

  /// The ids of the charts it draws, in the order of the chapter.
  var chartIDs: [String] { get }

  /// Simulates; the same study and seed give the same outcome for any number of jobs.
  ///
  /// - Parameters:
  ///   - study: the sizes; ``StudyConfiguration/count(quick:standard:thorough:atLeast:)`` and
  ///     ``StudyConfiguration/units(_:atLeast:)`` turn them into the experiment's own.
  ///   - seed: the experiment's node of the study's seed tree, see ``seed(in:)``.
  ///   - jobs: how many threads to use.
  func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome

  /// The numbers of an outcome that prose may quote.
  func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact]

  /// The tables of an outcome.
  func tables(of outcome: Outcome, study: StudyConfiguration) -> [FactTable]

  /// The estimates of an outcome whose true value theory knows exactly.
  func checks(of outcome: Outcome) throws -> [TheoryCheck]

  /// What of a study its outcome depends on: two studies that agree in this share the outcome.
  func parameters(of study: StudyConfiguration) -> StudyConfiguration

  /// How many trials it will take, for progress; nil if that is not known.
  func trials(of study: StudyConfiguration) -> Int?

  /// Files for other programs that an outcome becomes, beside its results.
  ///
  /// - Throws: `WordBlockError` for words that are missing or that nothing asks for.
  func documents(of outcome: Outcome, words: ClaimWords) throws -> [ResultDocument]
}

extension Experiment {
  /// The node of a study's seed tree from which the experiment draws: the child of its own name.
  public func seed(in study: StudyConfiguration) -> SeedTree {
    SeedTree(seed: study.seed).child(id)
  }

  /// Simulates with the study's seed.
  public func run(_ study: StudyConfiguration, jobs: Int) async throws -> Outcome {
    try await run(study, seed: seed(in: study), jobs: jobs)
  }

  /// No tables unless an experiment has some.
  public func tables(of outcome: Outcome, study: StudyConfiguration) -> [FactTable] { [] }

  /// Unknown unless an experiment says it.
  public func trials(of study: StudyConfiguration) -> Int? { nil }

  /// All of the built-in study, and nothing of the user's own networks.
  public func parameters(of study: StudyConfiguration) -> StudyConfiguration {
    var study = study
    study.plan = nil
    return study
  }

  /// No files unless an experiment has some.
  public func documents(of outcome: Outcome, words: ClaimWords) -> [ResultDocument] { [] }
}

/// A JSON file of the report.
public struct ResultDocument: Sendable {
  /// The path below the report's folder, such as `claims.json`.
  public let path: String
  /// What is written into it.
  public let content: any Encodable & Sendable

  /// Makes a document.
  public init(path: String, content: any Encodable & Sendable) {
    self.path = path
    self.content = content
  }
}
