@testable import CairoRendering
import Foundation
import Graphics
import Testing

@Suite struct VectorFormatTests {
  private func bytes(_ format: PictureFormat) throws -> [UInt8] {
    let renderer = CairoRenderer()
    return try renderer.render(
      SampleDrawing.heavy(measurer: renderer.measurer), as: format, appearance: .light, density: 1,
      salt: "fig 1")
  }

  @Test func svgIsAccessible() throws {
    let svg = String(decoding: try bytes(.svg), as: UTF8.self)
    #expect(svg.contains("role=\"img\" aria-labelledby=\"c-fig-1-title c-fig-1-desc\""))
    #expect(svg.contains(">A &quot;heavy&quot; chart &lt;20 lines&gt;</title>"))
    #expect(svg.contains(">Twenty lines &amp; ribbons over 500 points.</desc>"))
  }

  @Test func svgMeasuresPixels() throws {
    let svg = String(decoding: try bytes(.svg), as: UTF8.self)
    #expect(svg.contains("width=\"800\" height=\"500\" viewBox=\"0 0 800 500\""))
    #expect(!svg.contains("pt\""))
  }

  @Test func everyReferenceHasItsIdAndIdsAreUnique() throws {
    let svg = String(decoding: try bytes(.svg), as: UTF8.self)
    let ids = svg.matches(of: /\sid="([^"]*)"/).map { String($0.1) }
    #expect(Set(ids).count == ids.count)
    let references = svg.matches(of: /(?:href="#|url\(#)([^")]*)/).map { String($0.1) }
    #expect(references.count > 100)
    #expect(Set(references).isSubset(of: Set(ids)))
    // Title and description carry the salt; glyphs, written thousands of times, begin with five
    // characters made of it.
    let glyphs = Set(ids.filter { !$0.hasPrefix("c-fig-1-") }.map { $0.prefix(5) })
    #expect(glyphs.count == 1)
    #expect(PortableSVG.shortPrefix(of: "fig-1") == glyphs.first.map(String.init))
    let salts = (1...500).map { PortableSVG.shortPrefix(of: "fig-\($0)") }
    #expect(Set(salts).count == salts.count)
  }

  @Test func svgNumbersAreShort() throws {
    let svg = String(decoding: try bytes(.svg), as: UTF8.self)
    for path in svg.matches(of: /\sd="([^"]*)"/) {
      #expect(path.1.firstMatch(of: /\.\d{4}/) == nil)
    }
    #expect(svg.firstMatch(of: /rgb\(/) == nil)
    #expect(svg.contains("#1c1d21"))
  }

  @Test func svgIsWellFormed() throws {
    let xmllint = "/usr/bin/xmllint"
    guard FileManager.default.isExecutableFile(atPath: xmllint) else {
      print("skipped: xmllint is not installed (libxml2-utils)")
      return
    }
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("\(UUID().uuidString).svg")
    try Data(try bytes(.svg)).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: xmllint)
    process.arguments = ["--noout", file.path]
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }

  @Test func hostileTitlesStayText() throws {
    let drawing = Drawing(
      size: Size(10, 10), title: "</title><script>alert(1)</script>\u{0}\u{8}", description: "\"]]>"
    )
    let svg = String(
      decoding: try CairoRenderer().render(
        drawing, as: .svg, appearance: .light, density: 1, salt: "\"><script>"), as: UTF8.self)
    #expect(!svg.contains("<script"))
    #expect(!svg.unicodeScalars.contains("\u{0}") && !svg.unicodeScalars.contains("\u{8}"))
  }

  @Test func pdfHasFixedDatesAndATitle() throws {
    let pdf = String(decoding: try bytes(.pdf), as: UTF8.self)
    #expect(pdf.hasPrefix("%PDF-"))
    #expect(pdf.contains("/CreationDate (20000101000000Z)") || pdf.contains("D:20000101000000"))
    #expect(pdf.contains("/Title"))
    // 800 px of 1/96 inch are 600 points.
    #expect(pdf.contains("0 0 600 375"))
  }
}
