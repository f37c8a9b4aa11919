import CairoRendering
import Charts
import Study
import Foundation
import Graphics
import ReportFolder
import Simulation

extension ReportComparison {
  /// How many measured facts differ by more than chance explains.
  public var significantCount: Int { rows.count { $0.isSignificant == true } }

  /// Both charts of the comparison.
  ///
  /// - Throws: `WordBlockError` or `TemplateError` for words that do not fit.
  public func charts() throws -> [Chart] { [try chart(), try histogram()] }

  /// The measured differences as dots in standard errors, the largest first, at most 40.
  private func chart() throws -> Chart {
    let measured = rows.filter { $0.standardErrors?.isFinite == true }
      .sorted { abs($0.standardErrors ?? 0) > abs($1.standardErrors ?? 0) }.prefix(40)
    let facts = [
      Fact("count", significantCount), Fact("none", text: significantCount == 0 ? "yes" : ""),
      Fact("one", text: significantCount == 1 ? "yes" : ""), Fact("measured", measuredCount),
    ]
    return try ChartWords.chart("comparison", facts: facts) { words in
      Chart("comparison") {
        RuleMark(x: .value(words["same"], 0.0))
        RuleMark(x: .value(words["threshold"], threshold)).lineStyle(dash: [3, 3])
        RuleMark(x: .value(words["threshold"], -threshold)).lineStyle(dash: [3, 3])
        PointMark(
          x: .value(words["x"], measured.reversed().map { $0.standardErrors ?? 0 }),
          y: .value(words["fact"], measured.reversed().map(\.name)))
      }
      .chartXAxisLabel(words["x"])
      .chartYAxisLabel("")
      .chartPlotHeight(60 + 18 * Double(measured.count))
    }
  }

  /// All differences together, beside the normal law that chance alone would give them.
  private func histogram() throws -> Chart {
    let errors = rows.compactMap(\.standardErrors).filter { $0.isFinite && abs($0) <= 6 }
    let grid = stride(from: -4.0, through: 4.0, by: 0.1).map { $0 }
    // About 0, so that a common shift widens it too.
    let spread = (errors.map { $0 * $0 }.reduce(0, +) / Double(max(1, errors.count))).squareRoot()
    let facts = [
      Fact("spread", spread, .fixed(2)), Fact("drawn", errors.count),
      Fact("beyond", rows.count { abs($0.standardErrors ?? 0) > 6 }),
    ]
    return try ChartWords.chart("comparison-histogram", facts: facts) { words in
      Chart("comparison-histogram") {
        if errors.count > 1 {
          HistogramMark(values: .value(words["x"], errors), bins: .width(0.5, from: 0))
        }
        LineMark(
          x: .value(words["x"], grid),
          y: .value(words["chance"], grid.map { NormalDistribution.density($0) })
        )
        .lineStyle(.theoryOverlay)
      }
      .chartXAxisLabel(words["x"])
      .chartYAxisLabel(words["y"])
    }
  }

  /// How many facts are measured in both reports.
  var measuredCount: Int { rows.count { $0.standardErrors != nil } }

  /// Page, charts and JSON as a folder.
  ///
  /// - Throws: `OutputError` when the folder cannot be written; it is then as it was.
  public func write(
    to path: String, first: (path: String, report: SavedReport), second: String, all: Bool
  ) throws {
    let output = try OutputDirectory(path: path)
    do {
      let charts = try charts()
      for chart in charts {
        for format in [PictureFormat.svg, .png] {
          try output.write(
            ChartFile.bytes(of: chart, as: format), to: "\(chart.id).\(format.rawValue)")
        }
        try output.write(chart.table.csv, to: "\(chart.id).csv")
      }
      try output.write(CanonicalJSON.encode(self), to: "comparison.json")
      try output.write(
        try markdown(charts, first: first.path, second: second, all: all), to: "index.md")
      let manifest = Manifest(
        version: first.report.manifest.version, study: first.report.manifest.study, chapters: [],
        files: output.digests)
      try output.write(CanonicalJSON.encode(manifest), to: "manifest.json")
      try output.commit()
    } catch {
      output.discard()
      throw error
    }
  }

  /// The comparison as a page.
  ///
  /// - Throws: `WordBlockError` or `TemplateError` for built-in words that do not fit.
  func markdown(_ charts: [Chart], first: String, second: String, all: Bool) throws -> String {
    let shown = rows.filter { all || $0.isChanged }
    let table = FactTable(
      name: "comparison",
      header: ["fact", "first", "second", "errors", "significant"],
      numeric: [false, true, true, true, false],
      rows: shown.map { row in
        [
          "`\(row.name)`", row.first, row.second,
          row.standardErrors.map { NumberFormat.fixed(1).text($0) } ?? "–",
          row.isSignificant.map { $0 ? "@yes" : "@no" } ?? "–",
        ]
      })
    func names(_ facts: [String]) -> String { facts.map { "`\($0)`" }.joined(separator: ", ") }
    let templates = TemplateLibrary.builtIn
    var page = ProseNames(facts: [
      Fact("significant", text: String(significantCount)),
      Fact("measured", text: String(measuredCount)),
      Fact("first", text: first.markdownEscaped), Fact("second", text: second.markdownEscaped),
      Fact("changed", text: shown.isEmpty ? "" : "yes"),
      Fact("only-first", text: names(onlyInFirst)), Fact("only-second", text: names(onlyInSecond)),
    ])
    page.parts["charts"] = charts.map { "\n![\($0.title ?? "")](\($0.id).svg)\n" }.joined()
    page.tables["comparison"] =
      try ChartWords(templates, study: StudyConfiguration()).table(table, facts: []).markdown
    var prose = Prose(names: page)
    return try prose.render(
      templates.text(at: "compare-page.md"), path: "compare-page.md")
  }
}

extension ReportComparison.Row {
  /// Whether the words differ, or the numbers by more than chance explains.
  public var isChanged: Bool { first != second || isSignificant == true }
}
