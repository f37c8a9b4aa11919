import CairoRendering
import ChartGallery
import Charts
import Foundation
import Graphics
import TestSupport
import Testing

/// Labels in Chinese where a face has the characters, in English and with a warning where none has.
@Suite struct LanguageTests {
  @Test func withoutAFaceLabelsStayEnglish() throws {
    // A folder with nothing but the report's own face, and one with none.
    let inter = FontFinder().face(family: "Inter").map {
      URL(fileURLWithPath: $0.path).deletingLastPathComponent().path
    }
    for folders in [inter.map { [$0] } ?? [], []] {
      for (language, name) in [("zh", "Chinese"), ("ja", "Japanese"), ("ko", "Korean")] {
        let fonts = FontLibrary(directories: folders, language: language)
        #expect(fonts.language == "en")
        let warning = try #require(fonts.warnings.first).description
        #expect(warning.contains("no installed typeface has \(name) characters"))
        #expect(warning.contains("labels stay English") && warning.contains("fonts-noto-cjk"))
        let chart = Gallery.labels(in: fonts.language)
        #expect(chart.title?.hasPrefix("In twenty ReLU layers") == true)
      }
      #expect(FontLibrary(directories: folders, language: "en").warnings.isEmpty)
    }
  }

  @Test func withAFaceLabelsAreChinese() throws {
    let fonts = FontLibrary(language: "zh")
    guard fonts.language == "zh" else {
      try skip("\(fonts.warnings.map(\.description).joined(separator: "; "))")
    }
    let chart = Gallery.labels(in: fonts.language)
    let renderer = CairoRenderer(fonts: fonts)
    let (drawing, warnings) = try chart.drawing(measuring: renderer.measurer)
    #expect(warnings.isEmpty)
    let svg = String(
      decoding: try renderer.render(drawing, as: .svg, salt: "zh"), as: UTF8.self)
    #expect(svg.contains("在二十层的"))
    // Every character was found: none is the empty box of a missing glyph.
    #expect(
      !fonts.warnings.contains { if case .missingGlyph = $0 { true } else { false } })
    // A Chinese character is as wide as it is high.
    let style = TextStyle(.sans, size: 20)
    #expect(abs(renderer.measurer.width(of: "梯度", style: style) - 40) < 2)
    #expect(try DecodedPNG(drawing).ink(x: 36..<300, y: 36..<60) > 0.05)
  }
}
