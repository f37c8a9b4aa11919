import CairoRendering
import Graphics
import Testing

/// Each test draws one thing and looks at the pixels that prove it.
@Suite struct PaintingTests {
  let red = Color(0xFF0000, 0x00FF00)
  let black = Color(0x000000, 0xFFFFFF)

  @Test func fillsInTheColourOfTheAppearance() throws {
    let drawing = SampleDrawing.single(
      .fill(.rectangle(Rect(x: 10, y: 10, width: 30, height: 20)), red))
    let light = try DecodedPNG(drawing)
    #expect(light[25, 20] == 0xFFFF_0000)
    #expect(light[60, 20] == 0xFFFF_FFFF)
    let dark = try DecodedPNG(drawing, appearance: .dark)
    #expect(dark[25, 20] == 0xFF00_FF00)
    #expect(dark[60, 20] == 0xFF00_0000)
  }

  @Test func densityScalesPixels() throws {
    let drawing = SampleDrawing.single(
      .fill(.rectangle(Rect(x: 10, y: 10, width: 30, height: 20)), red))
    let picture = try DecodedPNG(drawing, density: 3)
    #expect(picture.width == 300 && picture.height == 180)
    #expect(picture[31, 31] == 0xFFFF_0000)
    #expect(picture[28, 31] == 0xFFFF_FFFF)
  }

  @Test func windingRuleFillsOverlaps() throws {
    let square = Path.rectangle(Rect(x: 10, y: 10, width: 30, height: 30)).elements
    let inner = Path.rectangle(Rect(x: 20, y: 20, width: 10, height: 10)).elements
    let picture = try DecodedPNG(SampleDrawing.single(.fill(Path(square + inner), red)))
    #expect(picture[25, 25] == 0xFFFF_0000)
  }

  @Test func strokesDashesWithGaps() throws {
    let line = Path.segment(Point(0, 30), Point(100, 30))
    let picture = try DecodedPNG(
      SampleDrawing.single(.stroke(line, Stroke(black, width: 4, dash: [10, 10]))))
    #expect(picture[5, 30] == 0xFF00_0000)
    #expect(picture[15, 30] == 0xFFFF_FFFF)
    #expect(picture[25, 30] == 0xFF00_0000)
    #expect(picture[25, 33] == 0xFFFF_FFFF)
  }

  @Test func roundCapsReachBeyondTheEnd() throws {
    let line = Path.segment(Point(30, 30), Point(70, 30))
    func picture(_ cap: Stroke.Cap) throws -> DecodedPNG {
      try DecodedPNG(SampleDrawing.single(.stroke(line, Stroke(black, width: 10, cap: cap))))
    }
    #expect(try picture(.butt)[27, 30] == 0xFFFF_FFFF)
    #expect(try picture(.round)[27, 30] == 0xFF00_0000)
    #expect(try picture(.round)[25, 25] == 0xFFFF_FFFF)
    #expect(try picture(.square)[25, 25] == 0xFF00_0000)
  }

  @Test func curvesAreFilled() throws {
    let picture = try DecodedPNG(
      SampleDrawing.single(.fill(.circle(center: Point(50, 30), radius: 20), black)))
    #expect(picture[50, 30] == 0xFF00_0000)
    #expect(picture[50 + 13, 30 + 13] == 0xFF00_0000)
    #expect(picture[50 + 16, 30 + 16] == 0xFFFF_FFFF)
    // π r² to a thousandth: antialiasing is unbiased.
    let area = picture.ink(x: 0..<100, y: 0..<60) * 6000
    #expect(abs(area / (400 * Double.pi) - 1) < 0.002)
  }

  @Test func imagesHaveSharpCells() throws {
    let pixels = [Color(0xFF0000, 0), Color(0x00FF00, 0), Color(0x0000FF, 0), Color(0xFFFF00, 0)]
    let picture = try DecodedPNG(
      SampleDrawing.single(
        .image(
          RasterImage(width: 2, height: 2, pixels: pixels),
          in: Rect(x: 10, y: 10, width: 40, height: 40))))
    #expect(picture[11, 11] == 0xFFFF_0000)
    #expect(picture[29, 29] == 0xFFFF_0000)
    #expect(picture[30, 29] == 0xFF00_FF00)
    #expect(picture[29, 30] == 0xFF00_00FF)
    #expect(picture[30, 30] == 0xFFFF_FF00)
    #expect(picture[50, 49] == 0xFFFF_FFFF)
  }

  @Test func groupsClipAndThenStopClipping() throws {
    let wide = DrawCommand.fill(.rectangle(Rect(x: 0, y: 0, width: 100, height: 60)), red)
    let after = DrawCommand.fill(.rectangle(Rect(x: 80, y: 0, width: 20, height: 60)), black)
    let drawing = Drawing(
      size: Size(100, 60), title: "Clip", background: Color(0xFFFFFF, 0),
      commands: [
        .group(
          DrawGroup(
            role: "marks", clip: Rect(x: 20, y: 20, width: 20, height: 20), commands: [wide])),
        after,
      ])
    let picture = try DecodedPNG(drawing)
    #expect(picture[30, 30] == 0xFFFF_0000)
    #expect(picture[10, 30] == 0xFFFF_FFFF)
    #expect(picture[50, 30] == 0xFFFF_FFFF)
    #expect(picture[90, 5] == 0xFF00_0000)
  }

  @Test func noBackgroundIsTransparent() throws {
    var drawing = SampleDrawing.single(
      .fill(.rectangle(Rect(x: 10, y: 10, width: 30, height: 20)), red.opacity(0.5)))
    drawing.background = nil
    let picture = try DecodedPNG(drawing)
    #expect(picture[60, 20] == 0)
    // Premultiplied again by the reader: half of 255, rounded either way.
    #expect([0x80, 0x7F].contains(picture[25, 20] >> 24))
    #expect([0x80, 0x7F].contains(picture[25, 20] >> 16 & 0xFF))
    #expect(picture[25, 20] & 0xFFFF == 0)
  }

  @Test func manyColoursKeepTheirValues() throws {
    // More colours than a palette holds, none of them rare: the file must stay in full colour.
    let pixels = (0..<400).map { i in
      Color(
        light: RGBA(red: Double(i % 20) / 19, green: Double(i / 20) / 19, blue: 0.5),
        dark: RGBA(hex: 0))
    }
    let picture = try DecodedPNG(
      Drawing(
        size: Size(200, 200), title: "Colours",
        commands: [
          .image(
            RasterImage(width: 20, height: 20, pixels: pixels),
            in: Rect(x: 0, y: 0, width: 200, height: 200))
        ]))
    for i in 0..<400 {
      let pixel = picture[(i % 20) * 10 + 5, (i / 20) * 10 + 5]
      let wanted = (Double(i % 20) / 19 * 255, Double(i / 20) / 19 * 255)
      #expect(abs(Double(pixel >> 16 & 0xFF) - wanted.0) <= 6)
      #expect(abs(Double(pixel >> 8 & 0xFF) - wanted.1) <= 6)
    }
  }
}
