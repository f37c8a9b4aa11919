import ArgumentParser
import Figures
import Study
import Foundation
import Graphics
import Publishing
import ReportFolder

/// `report compare`: what changed between two runs.
struct Compare: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show what changed between two reports, in numbers with significance.",
    discussion: """
      Compares every fact that both reports state. A measured difference counts as significant when \
      its two-sided p is below 5 % after Bonferroni's correction.

      EXAMPLES
        report --seed 1 --output one; report --seed 2 --output two
        report compare one two
        report compare one two --json
        report compare one/results two/results --to differences
      """)

  @Argument(help: "The folder of the first report.")
  var first: String

  @Argument(help: "The folder of the second report.")
  var second: String

  @Flag(help: "List unchanged facts too.")
  var all = false

  @Flag(help: "Print JSON.")
  var json = false

  @Option(help: ArgumentHelp("Also draw the differences.", valueName: "file.svg|png|pdf"))
  var chart: String?

  @Option(
    help: ArgumentHelp(
      "Also write a folder with a page, charts and JSON; replaced as a whole.",
      valueName: "directory"))
  var to: String?

  func run() throws {
    try Console.reportingErrors {
      let (one, two) = (try Self.report(in: first), try Self.report(in: second))
      let comparison = try ReportComparison(one, two)
      if let chart { try ChartFile.write(comparison.charts()[0], to: chart) }
      if let to { try comparison.write(to: to, first: (first, one), second: second, all: all) }
      if json {
        Console.print(String(decoding: try CanonicalJSON.encode(comparison), as: UTF8.self))
      } else {
        Console.print(table(comparison))
      }
      if let to { Console().finish("Wrote the comparison to \(to): open \(to)/index.md") }
    }
  }

  /// The report in a folder; its results/ will do as well.
  private static func report(in path: String) throws -> SavedReport {
    let url = URL(fileURLWithPath: path, isDirectory: true).standardizedFileURL
    let isResults =
      url.lastPathComponent == "results"
      && !FileManager.default.fileExists(atPath: url.appending(path: "manifest.json").path)
    return try SavedReport(
      path: isResults ? url.deletingLastPathComponent().path : path, catalog: ReportCatalog())
  }

  private func table(_ comparison: ReportComparison) -> String {
    let rows = comparison.rows.filter { all || $0.isChanged }
    var text = ""
    let width = rows.map(\.name.count).max() ?? 0
    for row in rows {
      let padded = row.name + String(repeating: " ", count: width - row.name.count)
      let errors =
        row.standardErrors.map { " (\(String(format: "%+.1f", $0)) standard errors)" } ?? ""
      text +=
        "\(row.isSignificant == true ? "*" : " ") \(padded)  \(row.first) → \(row.second)\(errors)\n"
    }
    for name in comparison.onlyInFirst { text += "- \(name): only in \(first)\n" }
    for name in comparison.onlyInSecond { text += "+ \(name): only in \(second)\n" }
    return text + "\(comparison.rows.count) facts compared, \(comparison.significantCount) of the"
      + " measured ones significantly different (*)\n"
  }
}
