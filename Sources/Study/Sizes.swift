/// How an experiment says how large it is: in the field's terms, at each effort.
///
/// `--quick`, the default and `--thorough` are studies of 200, 1000 and 10,000 networks, so an
/// experiment names three numbers instead of a fraction of that knob. Studies between those, as tests
/// and programs make them, get numbers in between.
extension StudyConfiguration {
  /// The networks of the three efforts that have a name.
  public static let namedEfforts = (quick: 200, standard: 1000, thorough: 10_000)

  /// Whether the study is as large as `--thorough` at least: then grids are finer and reach further.
  public var isThorough: Bool { networks >= Self.namedEfforts.thorough }

  /// Whether the study is no larger than `--quick`: a look, with shorter trainings and smaller pictures.
  public var isQuick: Bool { networks <= Self.namedEfforts.quick }

  /// How many networks, matrices or inputs are drawn: exactly the named number at a named effort, on
  /// straight lines between them and from zero elsewhere, and at least `atLeast`.
  public func count(quick: Int, standard: Int, thorough: Int, atLeast: Int = 2) -> Int {
    let (few, usual, many) = Self.namedEfforts
    func between(_ low: Int, _ a: Int, _ high: Int, _ b: Int) -> Int {
      a + (b - a) * (networks - low) / (high - low)
    }
    let count =
      networks <= few
      ? quick * networks / few
      : networks <= usual
        ? between(few, quick, usual, standard)
        : networks <= many
          ? between(usual, standard, many, thorough) : thorough * networks / many
    return max(atLeast, count)
  }

  /// A width, as many units as it has in the default study of ``standardWidth``; `--width` scales it,
  /// to at least `atLeast`.
  public func units(_ standard: Int, atLeast: Int = 1) -> Int {
    max(atLeast, standard * width / Self.standardWidth)
  }
}
