import CairoRendering
import Graphics
import Testing

/// Bad input leads to one clear error, whatever the format.
@Suite struct RefusalTests {
  let ink = Color(0x000000, 0xFFFFFF)

  private func error(
    _ command: DrawCommand, size: Size = Size(100, 60), density: Double = 1,
    _ format: PictureFormat = .png
  ) -> RenderingError? {
    do {
      _ = try CairoRenderer().render(
        SampleDrawing.single(command, size: size), as: format, appearance: .light,
        density: density, salt: "")
      return nil
    } catch { return error }
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity], PictureFormat.allCases)
  func refusesWhatIsNotFinite(_ value: Double, _ format: PictureFormat) {
    let wanted = RenderingError.notFinite(command: "commands[0]")
    let line = Path.segment(Point(0, 0), Point(value, 1))
    #expect(error(.fill(line, ink), format) == wanted)
    #expect(error(.stroke(line, Stroke(ink)), format) == wanted)
    #expect(
      error(.stroke(.segment(Point(0, 0), Point(1, 1)), Stroke(ink, width: value))) == wanted)
    let run = TextRun("a", style: TextStyle(size: 10), color: ink, dx: value)
    #expect(error(.text(TextLine([run], at: Point(1, 1), width: 5)), format) == wanted)
    #expect(
      error(
        .image(
          RasterImage(width: 1, height: 1, pixels: [ink]),
          in: Rect(x: value, y: 0, width: 1, height: 1)), format) == wanted)
  }

  @Test func namesThePlaceOfTheCommand() {
    let bad = DrawCommand.fill(Path(points: [Point(.nan, 0)]), ink)
    let group = DrawCommand.group(
      DrawGroup(role: "marks", commands: [.fill(Path(), ink), bad]))
    #expect(error(group) == .notFinite(command: "commands[0].commands[1]"))
  }

  @Test func refusesCoordinatesThatOverflow() {
    #expect(
      error(.fill(Path(points: [Point(1e12, 0)]), ink))
        == .outOfRange(command: "commands[0]", value: 1e12, limit: 1e6))
  }

  @Test func refusesImpossibleStrokes() {
    let line = Path.segment(Point(0, 0), Point(10, 10))
    for stroke in [
      Stroke(ink, width: -1), Stroke(ink, dash: [0, 0]), Stroke(ink, dash: [3, -1]),
    ] {
      guard case .stroke = error(.stroke(line, stroke)) else {
        Issue.record("\(stroke) was not refused")
        continue
      }
    }
  }

  @Test(arguments: [
    (Size(0, 10), 1.0), (Size(10, -1), 1), (Size(40_000, 10), 1), (Size(20_000, 10), 2),
    (Size(.nan, 10), 1), (Size(.infinity, 10), 1), (Size(10, 10), 0), (Size(10, 10), .nan),
    (Size(10, 10), -1), (Size(31_000, 31_000), 1), (Size(1e300, 1e300), 1e300),
  ])
  func refusesImpossibleSizes(_ size: Size, _ density: Double) {
    guard case .size = error(.fill(Path(), ink), size: size, density: density) else {
      Issue.record("\(size) at \(density) was not refused")
      return
    }
  }

  @Test func everyErrorIsASentenceWithTheValue() {
    #expect("\(RenderingError.size(width: 40_000, height: 10, density: 1))".contains("40000"))
    #expect("\(RenderingError.notFinite(command: "commands[3]"))".contains("commands[3]"))
  }

  @Test(arguments: PictureFormat.allCases)
  func anEmptyDrawingIsAPicture(_ format: PictureFormat) throws {
    let drawing = Drawing(size: Size(10, 10), title: "")
    let bytes = try CairoRenderer().render(
      drawing, as: format, appearance: .light, density: 1, salt: "")
    #expect(bytes.count > 50)
  }
}
