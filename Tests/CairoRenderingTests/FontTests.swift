import CairoRendering
import Foundation
import Graphics
import Testing

@Suite struct FontTests {
  @Test func withoutAnyFontTextIsStillDrawn() throws {
    let fonts = FontLibrary(directories: [])
    let renderer = CairoRenderer(fonts: fonts)
    let style = TextStyle(.sans, size: 20)
    let width = renderer.measurer.width(of: "HELLO 123", style: style)
    #expect(width > 50 && width < 200)
    let metrics = renderer.measurer.metrics(of: style)
    #expect(metrics.ascent > 0 && metrics.descent > 0)
    let drawing = SampleDrawing.single(
      .text(
        TextLine(
          [TextRun("HELLO 123 中", style: style, color: SampleDrawing.ink)], at: Point(5, 40),
          width: width)), size: Size(200, 60))
    for format in PictureFormat.allCases {
      #expect(
        try !renderer.render(drawing, as: format, appearance: .light, density: 1, salt: "").isEmpty)
    }
    let picture = try DecodedPNG(
      renderer.render(drawing, as: .png, appearance: .light, density: 1, salt: ""))
    #expect(picture.ink(x: 0..<200, y: 0..<60) > 0.01)
    #expect(renderer.warnings.contains(.noFont))
    #expect(renderer.warnings.contains(.missingGlyph("中")))
  }

  @Test func aMissingFamilyIsNamedWithItsPackage() throws {
    let dejaVu = "/usr/share/fonts/truetype/dejavu"
    try #require(FileManager.default.fileExists(atPath: dejaVu), "needs fonts-dejavu-core")
    let fonts = FontLibrary(directories: [dejaVu])
    #expect(
      fonts.check() == [
        .substituted(family: "Inter", package: "fonts-inter", with: "DejaVu Sans"),
        .substituted(family: "Inter Display", package: "fonts-inter", with: "DejaVu Sans"),
      ])
    let sentence = fonts.check()[0].description
    #expect(sentence.contains("Inter") && sentence.contains("apt-get install fonts-inter"))
  }

  @Test func missingFoldersAreNoFonts() {
    #expect(FontLibrary(directories: ["/nonexistent/fonts"]).check() == [.noFont])
  }

  @Test func finderTellsFamiliesApart() {
    let finder = FontFinder()
    #expect(finder.face(family: "No Such Family At All") == nil)
    #expect(finder.face(family: "DejaVu Sans Mono")?.path.contains("Mono") == true)
    let bold = finder.face(family: "DejaVu Sans", weight: 700)
    let regular = finder.face(family: "DejaVu Sans", weight: 400)
    #expect(bold != nil && bold != regular)
  }
}
