import CairoRendering
import Graphics
import Testing

@Suite struct TextTests {
  let ink = Color(0x000000, 0xFFFFFF)
  let style = TextStyle(.sans, size: 20)

  private func line(
    _ text: String, at origin: Point, anchor: TextAnchor, halo: Stroke? = nil
  ) -> DrawCommand {
    .text(
      TextLine(
        [TextRun(text, style: style, color: ink)], at: origin, anchor: anchor,
        width: CairoTextMeasurer().width(of: text, style: style), halo: halo))
  }

  @Test func anchorsPutInkOnTheRightSide() throws {
    func share(_ anchor: TextAnchor) throws -> (left: Double, right: Double) {
      let picture = try DecodedPNG(
        SampleDrawing.single(line("HHHHH", at: Point(100, 40), anchor: anchor), size: Size(200, 60))
      )
      return (picture.ink(x: 0..<100, y: 0..<60), picture.ink(x: 100..<200, y: 0..<60))
    }
    #expect(try share(.start).left == 0)
    #expect(try share(.end).right == 0)
    let middle = try share(.middle)
    #expect(middle.left > 0.02)
    #expect(abs(middle.left - middle.right) < 0.005)
  }

  @Test func textStandsOnItsBaseline() throws {
    let picture = try DecodedPNG(
      SampleDrawing.single(line("HHH", at: Point(10, 40), anchor: .start)))
    let capital = CairoTextMeasurer().metrics(of: style).capHeight
    #expect(picture.ink(x: 10..<50, y: 40..<60) == 0)
    #expect(picture.ink(x: 10..<50, y: 0..<(40 - Int(capital.rounded(.up)) - 1)) == 0)
    #expect(picture.ink(x: 10..<50, y: (40 - Int(capital) + 1)..<40) > 0.2)
  }

  @Test func haloKeepsLinesAway() throws {
    let wall = DrawCommand.fill(
      .rectangle(Rect(x: 0, y: 0, width: 100, height: 60)), Color(0x808080, 0))
    func picture(_ halo: Stroke?) throws -> DecodedPNG {
      try DecodedPNG(
        Drawing(
          size: Size(100, 60), title: "Halo",
          commands: [wall, line("I", at: Point(50, 40), anchor: .middle, halo: halo)]))
    }
    let white = Stroke(Color(0xFFFFFF, 0), width: 6)
    // The stem of the I is about two pixels wide; three pixels to its left lies the halo.
    #expect(try picture(nil)[47, 33] == 0xFF80_8080)
    #expect(try picture(white)[47, 33] == 0xFFFF_FFFF)
    #expect(try picture(white)[40, 33] == 0xFF80_8080)
  }

  @Test func digitsAreTabular() {
    let measurer = CairoTextMeasurer()
    for weight in FontWeight.allCases {
      let style = TextStyle(.sans, size: 11, weight: weight)
      let widths = (0...9).map { measurer.width(of: "\($0)\($0)\($0)", style: style) }
      // Medium and semibold are interpolated: their tabular digits differ by up to 3 of 2816 units
      // per em. Proportional digits would differ by 0.3 em.
      for width in widths { #expect(abs(width - widths[0]) < 3 * 3.5 / 2816 * style.size) }
    }
  }

  @Test func lettersAreKerned() {
    let measurer = CairoTextMeasurer()
    let pair = measurer.width(of: "AV", style: style)
    let apart = measurer.width(of: "A", style: style) + measurer.width(of: "V", style: style)
    #expect(pair < apart - 0.5)
  }

  @Test func widthIsLinearInSize() {
    let measurer = CairoTextMeasurer()
    let text = "Layer index (depth 64)"
    let small = measurer.width(of: text, style: TextStyle(.sans, size: 10))
    let large = measurer.width(of: text, style: TextStyle(.sans, size: 37))
    #expect(abs(large / small - 3.7) < 1e-12)
    #expect(small > 60 && small < 160)
  }

  @Test func weightsAndFamiliesDiffer() {
    let measurer = CairoTextMeasurer()
    let text = "Gradient variance"
    let widths = [
      TextStyle(.sans, size: 20), TextStyle(.sans, size: 20, weight: .medium),
      TextStyle(.sans, size: 20, weight: .semibold), TextStyle(.display, size: 20),
      TextStyle(.mono, size: 20),
    ].map { measurer.width(of: text, style: $0) }
    #expect(Set(widths).count == widths.count)
    #expect(widths[0] < widths[1] && widths[1] < widths[2])
  }

  @Test func measuredWidthIsPaintedWidth() throws {
    let text = "mmmmm 0.2350 mmmmm"
    let width = CairoTextMeasurer().width(of: text, style: style)
    let picture = try DecodedPNG(
      SampleDrawing.single(line(text, at: Point(0, 40), anchor: .start), size: Size(400, 60)),
      density: 4)
    var last = 0
    for x in 0..<picture.width where picture.ink(x: x..<(x + 1), y: 0..<240) > 0 { last = x }
    // The side bearing of an m is about a twelfth of an em.
    #expect(Double(last) / 4 < width)
    #expect(Double(last) / 4 > width - 2.5)
  }

  @Test func symbolsComeFromAnotherFaceWithoutWarning() {
    let fonts = FontLibrary()
    let measurer = CairoTextMeasurer(fonts: fonts)
    for text in ["σ² ∂ 𝔼", "⟨x⟩ ⊙ ℓ", "10⁻⁶"] {
      #expect(measurer.width(of: text, style: style) > 10)
    }
  }

  @Test func emptyTextHasNoWidth() {
    #expect(CairoTextMeasurer().width(of: "", style: style) == 0)
  }
}
