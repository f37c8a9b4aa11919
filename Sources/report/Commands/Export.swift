import ArgumentParser
import Figures
import Study
import Graphics
import Publishing

/// `report export`: charts as single files, or the whole report on paper.
struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write charts of a report as single files, or the whole report as a PDF.",
    discussion: """
      The whole report is printed by Chromium, where it is installed, with an outline; charts need no
      browser.

      EXAMPLES
        report export --format pdf                    (the whole report, report.pdf)
        report export --format pdf --to thesis.pdf
        report export --only gradient-decay --format pdf --to figures
        report export --format png --theme dark --width 1200 --density 3 --to slides
      """)

  @Option(
    name: .long, parsing: .upToNextOption,
    help: ArgumentHelp("Charts, experiments or chapters (default: all).", valueName: "id"))
  var only: [String] = []

  @Option(help: "The formats, separated by commas: png, svg, pdf.")
  var format = "png,svg,pdf"

  @Option(
    parsing: .unconditional,
    help: "The paper: \(Appearance.allCases.map(\.rawValue).joined(separator: " or ")).")
  var theme: Appearance = .light

  @Option(
    parsing: .unconditional,
    help: "The width in pixels, 200 … 8000; below 520 each panel gets a row of its own.")
  var width = 800.0

  @Option(parsing: .unconditional, help: "PNG pixels per pixel of width, 0.5 … 8.")
  var density = 2.0

  @Flag(help: "Leave out title, subtitle and caption, for pages that set them.")
  var bare = false

  @Option(help: ArgumentHelp("The report to take the results from.", valueName: "directory"))
  var output = "output"

  @Option(
    help: ArgumentHelp(
      "The folder for charts, replaced as a whole (default: charts); or, with --format pdf, the file for the whole report (default: report.pdf).",
      valueName: "path"))
  var to: String?

  /// The file for the whole report, when that is what was asked for: as PDF, nothing left out, and no
  /// folder named.
  private var wholeReport: String? {
    guard formats == [.pdf], only.isEmpty else { return nil }
    guard let to else { return "report.pdf" }
    return to.lowercased().hasSuffix(".pdf") ? to : nil
  }

  private var formats: [PictureFormat]? {
    let names = format.split(separator: ",", omittingEmptySubsequences: false)
    let formats = names.compactMap {
      PictureFormat(rawValue: $0.trimmingPrefix(" ").lowercased())
    }
    return formats.count == names.count ? formats : nil
  }

  func validate() throws {
    guard formats != nil else {
      throw ValidationError("--format \(format) should be png, svg or pdf, separated by commas.")
    }
    guard (200...8000).contains(width) else {
      throw ValidationError("--width \(width) is out of range; give 200 to 8000.")
    }
    guard (0.5...8).contains(density) else {
      throw ValidationError("--density \(density) is out of range; give 0.5 to 8.")
    }
    guard width * density <= 32_000 else {
      throw ValidationError(
        "--width \(width) at --density \(density) makes pictures wider than 32,000 pixels; lower one of them."
      )
    }
  }

  func run() throws {
    try Console.reportingErrors {
      if let file = wholeReport {
        try PDFExport().print(reportAt: output, to: file)
        return Console().finish("Wrote the whole report: open \(file)")
      }
      let to = to ?? "charts"
      let export = ChartExport(
        formats: formats ?? [], appearance: theme, width: width, density: density, isBare: bare)
      let files = try export.export(
        only, of: SavedReport(path: output, catalog: ReportCatalog()), into: to,
        warn: { Console().show(.warning($0)) })
      Console().finish("Wrote \(files.count) files to \(to): open \(to)/index.md")
    }
  }
}

extension Appearance: ExpressibleByArgument {}
