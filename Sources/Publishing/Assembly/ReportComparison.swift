import Charts
import Study
import Simulation

/// What changed between two reports, fact by fact, with significance.
public struct ReportComparison: Encodable, Sendable {
  /// A fact that both reports state.
  public struct Row: Encodable, Sendable {
    /// The fact's name.
    public let name: String
    /// The words of the first report.
    public let first: String
    /// The words of the second report.
    public let second: String
    /// The difference in standard errors, for two measured numbers; the standard error of each is its
    /// interval's half-width over 1.96.
    public let standardErrors: Double?
    /// Whether chance explains the difference badly: a two-sided p below 0.05 after Bonferroni's
    /// correction for all measured rows; nil for numbers and words without an interval.
    public let isSignificant: Bool?
  }

  /// The facts of both, in the first report's order.
  public let rows: [Row]
  /// Names that only the first report has.
  public let onlyInFirst: [String]
  /// Names that only the second report has.
  public let onlyInSecond: [String]
  /// How many standard errors a measured difference needs to be significant.
  public let threshold: Double

  /// Compares the facts of two reports.
  public init(_ first: SavedReport, _ second: SavedReport) throws {
    let (a, b) = (try first.facts(), try second.facts())
    let byName = Dictionary(uniqueKeysWithValues: b.map { ($0.name, $0) })
    let pairs = a.compactMap { fact in byName[fact.name].map { (fact, $0) } }
    let measured = pairs.compactMap { Self.standardErrors($0.0, $0.1) }.count
    // The quantile of 1 − 0.05/2/k: with k rows the chance of any false alarm stays at 5 %.
    let threshold = NormalDistribution.quantile(1 - 0.025 / Double(max(1, measured)))
    self.threshold = threshold
    let vocabulary = TemplateLibrary.builtIn.vocabulary
    rows = pairs.map { first, second in
      let errors = Self.standardErrors(first, second)
      return Row(
        name: first.name, first: first.text(vocabulary: vocabulary) ?? "",
        second: second.text(vocabulary: vocabulary) ?? "",
        standardErrors: errors,
        isSignificant: errors.map { abs($0) > threshold })
    }
    onlyInFirst = a.map(\.name).filter { byName[$0] == nil }
    let names = Set(a.map(\.name))
    onlyInSecond = b.map(\.name).filter { !names.contains($0) }
  }

  private static func standardErrors(_ first: Fact, _ second: Fact) -> Double? {
    guard case .estimate(let a) = first.value, case .estimate(let b) = second.value else {
      return nil
    }
    // What nothing was measured of, such as dead networks or a share of no intervals, differs from
    // nothing.
    guard a.halfWidth.isFinite, b.halfWidth.isFinite else { return nil }
    let error = (a.halfWidth * a.halfWidth + b.halfWidth * b.halfWidth).squareRoot() / 1.96
    let difference = b.value - a.value
    return error > 0 ? difference / error : difference == 0 ? 0 : .infinity
  }
}
