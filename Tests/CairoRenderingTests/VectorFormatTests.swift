@testable import CairoRendering
import Foundation
import Graphics
import TestSupport
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
    // Title and description carry the salt; glyphs, written thousands of times, begin with four
    // characters made of it.
    let glyphs = Set(ids.filter { !$0.hasPrefix("c-fig-1-") }.map { $0.prefix(4) })
    #expect(glyphs.count == 1)
    #expect(PortableSVG.shortPrefix(of: "fig 1") == glyphs.first.map(String.init))
    let salts = (1...500).map { PortableSVG.shortPrefix(of: "fig-\($0)") }
    #expect(Set(salts).count == salts.count)
  }

  @Test func lettersAreDefinedOnceForAllSizes() throws {
    let renderer = CairoRenderer()
    func text(_ words: [(String, Double)]) throws -> String {
      let lines = words.enumerated().map { index, word -> DrawCommand in
        let style = TextStyle(.sans, size: word.1)
        return .text(
          TextLine(
            [TextRun(word.0, style: style, color: SampleDrawing.ink)],
            at: Point(10, 20 + 20 * Double(index)),
            width: renderer.measurer.width(of: word.0, style: style)))
      }
      let drawing = Drawing(size: Size(200, 200), title: "Letters", commands: lines)
      return String(
        decoding: try renderer.render(
          drawing, as: .svg, appearance: .light, density: 1, salt: "l"), as: UTF8.self)
    }
    func outlines(_ svg: String) -> Int { svg.matches(of: /<path id=/).count }
    #expect(outlines(try text([("abc", 11)])) == 3)
    #expect(outlines(try text([("abc", 11), ("cab", 17), ("bca", 23)])) == 3)
    // A word that comes back is defined; its letters stand once.
    let repeated = try text([("layer", 11), ("layer", 13), ("layer", 17)])
    #expect(repeated.matches(of: /<use\b/).count == 5 + 3)
    #expect(repeated.contains("translate(10 40)scale(.013)"))
  }

  @Test func tiltedTextTurnsAroundItsAnchor() throws {
    let renderer = CairoRenderer()
    let style = TextStyle(.sans, size: 20)
    let width = renderer.measurer.width(of: "HHH", style: style)
    var line = TextLine(
      [TextRun("HHH", style: style, color: SampleDrawing.ink)], at: Point(90, 20), anchor: .end,
      width: width)
    line.direction = .rising
    let picture = try DecodedPNG(SampleDrawing.single(.text(line), size: Size(100, 100)))
    // From the end at the top right the word falls to the bottom left, the ink above its baseline.
    #expect(picture.ink(x: 60..<90, y: 5..<50) > 0.05)
    #expect(picture.ink(x: 0..<40, y: 0..<40) == 0 && picture.ink(x: 60..<100, y: 60..<100) == 0)
    let svg = String(
      decoding: try renderer.render(
        SampleDrawing.single(.text(line)), as: .svg, appearance: .light, density: 1, salt: "t"),
      as: UTF8.self)
    let start = line.start(of: line.runs[0])
    #expect(abs(start.x - (90 - width * 0.5.squareRoot())) < 1e-9)
    #expect(svg.contains("matrix(.014142 -.014142 .014142 .014142 "))
    #expect(
      throws: Never.self,
      performing: {
        try renderer.render(
          SampleDrawing.single(.text(line)), as: .pdf, appearance: .light, density: 1, salt: "t")
      })
  }

  /// The same picture, whether Cairo paints it or a viewer reads our file.
  @Test func svgShowsWhatThePictureShows() throws {
    let viewer = "/usr/bin/rsvg-convert"
    guard FileManager.default.isExecutableFile(atPath: viewer) else {
      try skip("rsvg-convert is not installed (librsvg2-bin)")
    }
    let renderer = CairoRenderer()
    let drawing = SampleDrawing.heavy(measurer: renderer.measurer)
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let svg = folder.appendingPathComponent("a.svg").path
    let png = folder.appendingPathComponent("a.png").path
    try Data(try bytes(.svg)).write(to: URL(fileURLWithPath: svg))
    #expect(try ProgramRun(viewer, [svg, "-o", png]).status == 0)
    let theirs = try DecodedPNG(Array(try Data(contentsOf: URL(fileURLWithPath: png))))
    let ours = try DecodedPNG(drawing)
    #expect(theirs.width == ours.width && theirs.height == ours.height)
    // The worst tile of 20 × 20 pixels differs by a tenth of its ink at most: letters may lie a
    // quarter of a pixel apart.
    for y in stride(from: 0, to: ours.height, by: 20) {
      for x in stride(from: 0, to: ours.width, by: 20) {
        let difference =
          ours.ink(x: x..<x + 20, y: y..<y + 20) - theirs.ink(x: x..<x + 20, y: y..<y + 20)
        #expect(abs(difference) < 0.1, "tile at \(x), \(y)")
      }
    }
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
      try skip("xmllint is not installed (libxml2-utils)")
    }
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("\(UUID().uuidString).svg")
    try Data(try bytes(.svg)).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    #expect(try ProgramRun(xmllint, ["--noout", file.path]).status == 0)
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
