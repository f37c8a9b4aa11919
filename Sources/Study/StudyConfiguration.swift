/// What a study simulates: the seed and the sizes of its experiments.
///
/// Plain data: it is saved into every manifest, and together with the program version it identifies
/// results. The defaults are those of the committed report.
public struct StudyConfiguration: Codable, Equatable, Sendable {
  /// The root of all random numbers; every experiment draws from a child seed of its own name.
  public var seed: UInt64
  /// The width of the square networks.
  public var width: Int
  /// The number of layers of the deep networks.
  public var depth: Int
  /// The layer widths of the hourglass network of note 001, the input's first.
  public var hourglass: [Int]
  /// How many random networks each setting is measured on.
  public var networks: Int
  /// The user's own networks; nil for the built-in study alone.
  public var plan: StudyPlan?

  /// The width of the square networks in the committed report.
  public static let standardWidth = 128

  /// The seed of the committed report.
  public static let defaultSeed: UInt64 = 20_261_121

  /// Makes a configuration; the defaults are the default study's.
  public init(
    seed: UInt64 = defaultSeed, width: Int = standardWidth, depth: Int = 50,
    hourglass: [Int] = [64, 128, 256, 128, 64], networks: Int = 1000,
    plan: StudyPlan? = nil
  ) {
    self.seed = seed
    self.width = width
    self.depth = depth
    self.hourglass = hourglass
    self.networks = networks
    self.plan = plan
  }
}
