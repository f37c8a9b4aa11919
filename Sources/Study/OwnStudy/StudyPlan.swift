/// A study of the user's own networks: what a study file says.
public struct StudyPlan: Codable, Equatable, Sendable {
  /// How the report's pictures and page are coloured.
  public enum Theme: String, Codable, CaseIterable, Sendable {
    /// The page follows the reader's system; picture files are light.
    case auto
    /// Light, whatever the reader's system says.
    case light
    /// Dark, whatever the reader's system says.
    case dark
  }

  /// The report's title.
  public var title: String
  /// Who made it; nil leaves the line out.
  public var author: String?
  /// A sentence or two below the title; nil for the built-in one.
  public var summary: String?
  /// Where the report can be read, an address on the web, for citations; nil leaves it out.
  public var address: String?
  /// The language of the user's own prose as a tag such as `en` or `pt-BR`, for hyphenation, search
  /// engines and screen readers.
  public var language: String
  /// Light or dark pictures.
  public var theme: Theme
  /// The root of all random numbers.
  public var seed: UInt64
  /// How many random networks each setting is measured on.
  public var trials: Int
  /// The half-width of the 95 % interval to reach, as a share of the value; nil samples `trials`.
  public var precision: Double?
  /// Where sampling for `precision` stops at the latest.
  public var maximumTrials: Int
  /// The networks in the file’s order.
  public var networks: [NetworkPlan]
  /// The sweeps in the file’s order.
  public var sweeps: [SweepPlan]
  /// The networks that are trained, in the file's order; nil for none.
  public var training: [LearningPlan]?
  /// The ids of the charts to show; nil for all of the user's own networks and sweeps.
  public var charts: [String]?
  /// The ids of built-in chapters to include.
  public var chapters: [String]
  /// A folder with Markdown templates of the user's own chapters, relative to the study file.
  public var prose: String?

  /// Makes a plan.
  public init(
    title: String, author: String? = nil, summary: String? = nil, address: String? = nil,
    language: String = "en", theme: Theme = .auto, seed: UInt64 = StudyConfiguration.defaultSeed,
    trials: Int = 1000,
    precision: Double? = nil, maximumTrials: Int = 100_000, networks: [NetworkPlan] = [],
    sweeps: [SweepPlan] = [], charts: [String]? = nil, chapters: [String] = [],
    prose: String? = nil
  ) {
    self.title = title
    self.author = author
    self.summary = summary
    self.address = address
    self.language = language
    self.theme = theme
    self.seed = seed
    self.trials = trials
    self.precision = precision
    self.maximumTrials = maximumTrials
    self.networks = networks
    self.sweeps = sweeps
    self.charts = charts
    self.chapters = chapters
    self.prose = prose
  }

  /// Every network that is measured: the listed ones, then those of the sweeps.
  public var settings: [NetworkPlan] {
    networks
      + sweeps.flatMap { sweep in
        networks.first { $0.name == sweep.network }.map(sweep.variants) ?? []
      }
  }

  /// What decides the outcome of the own networks, without what only decides how it is shown.
  package var measured: StudyPlan {
    var plan = StudyPlan(
      title: "", seed: seed, trials: trials, precision: precision, maximumTrials: maximumTrials,
      networks: networks, sweeps: sweeps)
    plan.training = training
    return plan
  }
}
