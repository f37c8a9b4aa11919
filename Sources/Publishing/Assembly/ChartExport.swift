import CairoRendering
import Charts
import Study
import Foundation
import Graphics
import ReportFolder

/// Charts as single files, for slides and papers.
public struct ChartExport: Sendable {
  /// The formats of the files.
  public var formats: [PictureFormat]
  /// Light or dark paper.
  public var appearance: Appearance
  /// In pixels at density 1; the height follows.
  public var width: Double
  /// PNG pixels per drawing pixel.
  public var density: Double
  /// Without title and caption, which a slide or a paper sets itself.
  public var isBare: Bool

  /// Makes an export.
  public init(
    formats: [PictureFormat], appearance: Appearance, width: Double, density: Double, isBare: Bool
  ) {
    self.formats = formats
    self.appearance = appearance
    self.width = width
    self.density = density
    self.isBare = isBare
  }

  /// Draws the named charts of a report into a folder with an index page; returns the file names.
  ///
  /// - Parameters:
  ///   - ids: charts, experiments or chapters; all charts for none.
  ///   - warn: told which words of a chart do not fit at this width.
  public func export(
    _ ids: [String], of report: SavedReport, into path: String, warn: (String) -> Void = { _ in }
  ) throws -> [String] {
    let figures = try selected(ids, of: report)
    let output = try OutputDirectory(path: path)
    do {
      let renderer = CairoRenderer()
      var index = "# Charts\n"
      for (number, chart) in figures {
        let drawing = try chart.drawing(
          measuring: renderer.measurer, width: width, frame: isBare ? .inline : .standalone
        ).drawing
        for fault in drawing.textFaults(measuring: renderer.measurer) {
          warn("figure \(number), \(chart.id): \(fault)")
        }
        index +=
          "\n## \(PageWords.builtIn[.figureReference, number: number]): \(RichText(chart.title ?? chart.id).markdown)\n\n"
        for format in formats {
          let file = "\(chart.id).\(format.rawValue)"
          let bytes = try renderer.render(
            drawing, as: format, appearance: appearance, density: density, salt: chart.id)
          try output.write(bytes, to: file)
          index += "[\(file)](\(file)) "
        }
        if let picture = formats.first(where: { $0 != .pdf }) {
          index +=
            "\n\n![\(drawing.description.markdownEscaped)](\(chart.id).\(picture.rawValue))\n"
        } else {
          index += "\n"
        }
      }
      try output.write(index, to: "index.md")
      let manifest = Manifest(
        version: report.manifest.version, study: report.manifest.study,
        chapters: report.manifest.chapters, files: output.digests)
      try output.write(CanonicalJSON.encode(manifest), to: "manifest.json")
      let files = output.digests.keys.sorted()
      try output.commit()
      return files
    } catch {
      output.discard()
      throw error
    }
  }

  private func selected(_ ids: [String], of report: SavedReport) throws -> [(
    number: String, chart: Chart
  )] {
    let figures = try report.presentation().figures
    let names = Set(figures.flatMap { [$0.chart.id, $0.experiment, $0.chapter.id] })
    for id in ids where !names.contains(id) {
      throw ExportError.unknown(id: id, known: figures.map(\.chart.id))
    }
    return figures.filter { figure in
      ids.isEmpty
        || ids.contains { [figure.chart.id, figure.experiment, figure.chapter.id].contains($0) }
    }.map { ($0.number, $0.chart) }
  }
}

/// What can be wrong with an export.
public enum ExportError: Error, Equatable, CustomStringConvertible {
  case unknown(id: String, known: [String])

  /// The sentence for the user.
  public var description: String {
    switch self {
    case .unknown(let id, let known):
      "the report has no chart, experiment or chapter “\(id)”; its charts are "
        + known.joined(separator: ", ")
    }
  }
}
