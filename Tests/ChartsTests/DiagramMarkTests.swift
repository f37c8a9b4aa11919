import Charts
import Graphics
import Testing

/// Boxes, arrows and brackets.
@Suite struct DiagramMarkTests {
  /// Everything a chart draws, without groups.
  private func commands(@ChartBuilder _ content: () -> [ChartPart]) throws -> [DrawCommand] {
    let chart = Chart("diagram", content: content)
      .chartXScale(domain: 0...10).chartYScale(domain: 0...10)
      .chartXAxis(.hidden).chartYAxis(.hidden).chartPlotHeight(200)
    let drawing = try chart.drawing(
      measuring: FixedWidthMeasurer(), width: 600, frame: .inline
    ).drawing
    func flat(_ commands: [DrawCommand]) -> [DrawCommand] {
      commands.flatMap { command in
        if case .group(let group) = command { flat(group.commands) } else { [command] }
      }
    }
    return flat(drawing.commands)
  }

  private func texts(_ commands: [DrawCommand]) -> [String] {
    commands.compactMap {
      if case .text(let line) = $0 { line.runs.map(\.text).joined() } else { nil }
    }
  }

  private func ends(of path: Path) -> (Point, Point)? {
    guard case .move(let start)? = path.elements.first else { return nil }
    switch path.elements.last {
    case .line(let end), .curve(_, _, let end): return (start, end)
    default: return nil
    }
  }

  @Test func aNodeIsAsLargeAsItsWords() throws {
    func width(_ text: String) throws -> Double {
      let commands = try commands {
        NodeMark(text, x: .value("x", 5), y: .value("y", 5))
      }
      for command in commands {
        if case .stroke(let path, _) = command, path.elements.count == 5,
          case .move(let a) = path.elements[0], case .line(let b) = path.elements[1]
        {
          return b.x - a.x
        }
      }
      return .nan
    }
    let style = TextStyle(.sans, size: 11.5)
    let measurer = FixedWidthMeasurer()
    for text in ["ab", "a longer one"] {
      #expect(abs(try width(text) - measurer.width(of: text, style: style) - 16) < 1e-9)
    }
  }

  @Test func anArrowLeavesRoomForNodes() throws {
    let commands = try commands {
      ArrowMark(x: .value("x", 0), y: .value("y", 5), xEnd: .value("x", 10), yEnd: .value("y", 5))
        .gap(start: 20, end: 30).arrowLabel("signal")
    }
    let shafts = commands.compactMap { command -> (Point, Point)? in
      if case .stroke(let path, _) = command { ends(of: path) } else { nil }
    }
    let (start, end) = try #require(shafts.first { abs($0.0.x - 20) < 0.01 })
    #expect(abs(end.x - 570) < 0.01 && start.y == end.y)
    #expect(texts(commands) == ["signal"])
    let head = commands.contains { command in
      if case .fill(let path, _) = command, case .move(let tip)? = path.elements.first {
        abs(tip.x - 570) < 0.01
      } else {
        false
      }
    }
    #expect(head)
  }

  @Test func anArrowShorterThanItsGapsIsNone() throws {
    let commands = try commands {
      ArrowMark(x: .value("x", 0), y: .value("y", 5), xEnd: .value("x", 0.5), yEnd: .value("y", 5))
        .gap(start: 20, end: 30).arrowLabel("signal")
    }
    #expect(texts(commands) == [])
  }

  @Test(arguments: [
    (BracketMark.Side.leading, -1.0, 0.0), (.trailing, 1, 0), (.top, 0, -1), (.bottom, 0, 1),
  ])
  func wordsStandBeyondTheBracket(_ side: BracketMark.Side, _ dx: Double, _ dy: Double) throws {
    let commands = try commands {
      if dx != 0 {
        BracketMark(
          "fan", x: .value("x", 5), yStart: .value("y", 2), yEnd: .value("y", 8), side: side)
      } else {
        BracketMark(
          "fan", xStart: .value("x", 2), xEnd: .value("x", 8), y: .value("y", 5), side: side)
      }
    }
    let word = try #require(
      commands.compactMap { if case .text(let line) = $0 { line } else { nil } }.first)
    #expect(dx * (word.origin.x - 300) > 10 || dx == 0)
    #expect(dy * (word.origin.y - 100) > 10 || dy == 0)
  }
}
