import Charts
import Graphics
import Testing

/// Faults of words, with a measurer whose letters are all alike.
@Suite struct TextFaultsTests {
  private let measurer = FixedWidthMeasurer()

  private func line(_ text: String, _ x: Double, _ y: Double, rising: Bool = false) -> DrawCommand {
    let style = TextStyle(size: 10)
    var line = TextLine(
      [TextRun(text, style: style, color: Color(0, 0))], at: Point(x, y),
      width: measurer.width(of: text, style: style))
    if rising { line.direction = .rising }
    return .text(line)
  }

  private func faults(_ commands: [DrawCommand]) -> [TextFault] {
    Drawing(size: Size(200, 100), title: "", commands: commands).textFaults(measuring: measurer)
  }

  @Test func wordsApartAreFine() {
    #expect(faults([line("ABC", 10, 20), line("ABC", 10, 30), line("DEF", 40, 20)]) == [])
  }

  @Test func wordsOnEachOtherAreFound() {
    let found = faults([line("ABC", 10, 20), line("DEF", 12, 24)])
    #expect(found.count == 1)
    guard case .overlap("ABC", "DEF", let depth)? = found.first else {
      return #expect(Bool(false), "\(found)")
    }
    // Four pixels apart, capitals are as high as the measurer says.
    let height = measurer.metrics(of: TextStyle(size: 10)).capHeight
    #expect(abs(depth - (height - 4)) < 1e-9)
  }

  @Test func wordsOutsideAreFound() {
    let width = measurer.width(of: "ABC", style: TextStyle(size: 10))
    #expect(faults([line("ABC", 195, 50)]) == [.sticksOut("ABC", by: 195 + width - 200)])
    #expect(faults([line("ABC", -5, 50)]) == [.sticksOut("ABC", by: 5)])
    #expect(faults([line("ABC", 20, 3)]).count == 1)
  }

  @Test func cutWordsAreFound() {
    let clip = Rect(x: 0, y: 0, width: 20, height: 100)
    let group = DrawGroup(role: "marks", clip: clip, commands: [line("ABC", 10, 50)])
    let width = measurer.width(of: "ABC", style: TextStyle(size: 10))
    #expect(faults([.group(group)]) == [.clipped("ABC", by: 10 + width - 20)])
  }

  /// Turned words lie side by side where their upright boxes would overlap.
  @Test func turnedWordsAreMeasuredAsTheyLie() {
    #expect(
      faults([line("ABCDEF", 20, 90, rising: true), line("ABCDEF", 40, 90, rising: true)]) == [])
    #expect(
      faults([line("ABCDEF", 20, 90, rising: true), line("ABCDEF", 25, 90, rising: true)]).count
        == 1)
  }

  /// Words of a mark that would leave the drawing are broken and moved into it.
  @Test(arguments: [200.0, 350, 800])
  func wordsOfMarksStayInside(_ width: Double) throws {
    let words = "a remark of many words that no phone can show in a single line of its screen"
    let chart = Chart("words") {
      LineMark(x: .value("x", [0, 1]), y: .value("y", [0, 1]))
      TextMark(words, x: .value("x", 0.9), y: .value("y", 0.2))
      TextMark("another remark here", x: .value("x", 0.05), y: .value("y", 0.9), alignment: .end)
    }
    let drawing = try chart.drawing(measuring: measurer, width: width, frame: .inline).drawing
    #expect(drawing.textFaults(measuring: measurer) == [])
  }
}
