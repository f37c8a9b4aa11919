import ArgumentParser
import Foundation
import Graphics
import Publishing

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

  func run() throws {
    try Console.reportingErrors {
      let comparison = try ReportComparison(SavedReport(path: first), SavedReport(path: second))
      if let chart { try ChartFile.write(comparison.chart, to: chart) }
      if json {
        Console.print(String(decoding: try CanonicalJSON.encode(comparison), as: UTF8.self))
      } else {
        Console.print(table(comparison))
      }
    }
  }

  private func table(_ comparison: ReportComparison) -> String {
    let rows = comparison.rows.filter { all || $0.first != $0.second || $0.isSignificant == true }
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
    let significant = comparison.rows.count { $0.isSignificant == true }
    return text
      + "\(comparison.rows.count) facts compared, \(significant) of the measured ones significantly different (*)\n"
  }
}
