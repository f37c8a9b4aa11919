import CairoRendering
import ChartGallery
import Charts
import Study
import Foundation
import Graphics
import ReportFolder
import Simulation

/// The chart module's own examples as a folder of pictures with an index page.
public struct GalleryFolder: Sendable {
  /// The version of the program, for the manifest.
  public var version: String
  /// How many charts are drawn at once.
  public var jobs: Int

  /// Makes a gallery.
  public init(version: String, jobs: Int) {
    self.version = version
    self.jobs = jobs
  }

  /// Draws every example, light and dark, in every format, and writes the index pages; returns how
  /// many charts there are.
  ///
  /// - Throws: `OutputError` when the folder cannot be written; it is then as it was.
  public func write(to path: String) async throws -> Int {
    let output = try OutputDirectory(path: path)
    do {
      let examples = Gallery.examples + [Gallery.labels(in: FontLibrary(language: "zh").language)]
      let pictures = try await mapConcurrently(examples.count, jobs: jobs) {
        try Picture(examples[$0])
      }
      for picture in pictures {
        for (name, bytes) in picture.files { try output.write(bytes, to: name) }
      }
      for (name, bytes) in try Self.markPictures() { try output.write(bytes, to: name) }
      try output.write(Self.page(pictures), to: "index.html")
      try output.write(Self.markdown(pictures), to: "index.md")
      let manifest = Manifest(
        version: version, study: StudyConfiguration(), chapters: [], files: output.digests)
      try output.write(CanonicalJSON.encode(manifest), to: "manifest.json")
      try output.commit()
      return pictures.count
    } catch {
      output.discard()
      throw error
    }
  }

  /// The pictures of the marks' documentation pages, for light and dark pages.
  private static func markPictures() throws -> [(name: String, bytes: [UInt8])] {
    let renderer = CairoRenderer()
    return try Gallery.marks.flatMap { chart in
      let drawing = try chart.drawing(
        measuring: renderer.measurer, width: 520, frame: .inline
      ).drawing
      return try [(Appearance.light, ""), (.dark, "~dark")].map { appearance, suffix in
        (
          "marks/\(chart.id)\(suffix).svg",
          try renderer.render(drawing, as: .svg, appearance: appearance, salt: chart.id)
        )
      }
    }
  }

  /// An example in all its files.
  private struct Picture: Sendable {
    let chart: Chart
    let drawing: Drawing
    let warnings: [ChartWarning]
    let files: [(name: String, bytes: [UInt8])]

    /// Draws with a renderer of its own, because font faces are not thread-safe.
    init(_ chart: Chart) throws {
      let renderer = CairoRenderer(
        fonts: FontLibrary(language: chart.id == "labels-in-chinese" ? "zh" : "en"))
      let id = chart.id
      let (drawing, warnings) = try chart.drawing(measuring: renderer.measurer)
      let phone = try chart.drawing(
        measuring: renderer.measurer, width: 390
      ).drawing
      func bytes(_ drawing: Drawing, _ format: PictureFormat, _ appearance: Appearance) throws
        -> [UInt8]
      {
        try renderer.render(drawing, as: format, appearance: appearance, density: 2, salt: id)
      }
      files = [
        ("\(id).png", try bytes(drawing, .png, .light)),
        ("\(id)-dark.png", try bytes(drawing, .png, .dark)),
        ("\(id)-phone.png", try bytes(phone, .png, .light)),
        ("\(id).svg", try bytes(drawing, .svg, .light)),
        ("\(id).pdf", try bytes(drawing, .pdf, .light)),
        ("\(id).csv", Array(chart.table.csv.utf8)),
      ]
      self.chart = chart
      self.warnings = warnings
      self.drawing = drawing
    }
  }

  private static func page(_ pictures: [Picture]) -> String {
    var sheet = InlineSVGSheet()
    let inline = pictures.map { sheet.text(of: $0.drawing, id: "c-\($0.chart.id)") }
    var html = """
      <!doctype html>
      <html lang="en">
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>Charts</title>
      <style>
      :root { color-scheme: light dark; }
      body { max-width: 800px; margin: 40px auto; padding: 0 16px; color: #1c1d21;
        color: light-dark(#1c1d21, #e9e7e2); background: light-dark(#f4f2ec, #1d2024);
        font: 13px/19px Inter, "DejaVu Sans", sans-serif; }
      h2 { font: 600 15px/20px Inter, sans-serif; margin: 48px 0 12px; }
      svg { max-width: 100%; height: auto; }
      a { color: light-dark(#0b6477, #6fc3d3); margin-right: 12px; }
      \(sheet.css)</style>
      <h1>Charts</h1>
      <p>Every mark, scale and layout of the chart module, in your light or dark setting.</p>

      """
    for (picture, svg) in zip(pictures, inline) {
      let id = picture.chart.id
      html += "<h2 id=\"section-\(id)\">\(id)</h2>\n\(svg)\n"
      for warning in picture.warnings { html += "<p>Warning: \(warning.description)</p>\n" }
      html += "<p>"
      for (name, _) in picture.files { html += "<a href=\"\(name)\">\(name)</a>" }
      html += "</p>\n"
    }
    return html + "</html>\n"
  }

  private static func markdown(_ pictures: [Picture]) -> String {
    var text = "# Charts\n"
    for picture in pictures {
      let id = picture.chart.id
      text += "\n## \(RichText(picture.chart.title ?? id).markdown)\n\n"
      text += "![\(picture.drawing.description.markdownEscaped)](\(id).png)\n\n"
      text += picture.files.map { "[\($0.name)](\($0.name))" }.joined(separator: " ") + "\n"
    }
    return text
  }
}
