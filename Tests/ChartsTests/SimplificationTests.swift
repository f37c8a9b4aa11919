import Graphics
import Testing

@Suite struct SimplificationTests {
  @Test func pointsOnALineGo() {
    let line = Path(points: (0...100).map { Point(Double($0), 2 * Double($0)) })
    #expect(
      line.simplified(tolerance: 0.1) == Path.segment(Point(0, 0), Point(100, 200)))
  }

  @Test func theSimplifiedPathStaysWithinTheTolerance() {
    let points = (0...400).map { i in
      let t = Double(i) / 400
      return Point(800 * t, 300 * t * t * (1 - t) + 40 * t)
    }
    let simple = Path(points: points).simplified(tolerance: 0.1)
    #expect(simple.elements.count < 60)
    let corners = simple.elements.compactMap { element in
      switch element {
      case .move(let p), .line(let p): p
      default: nil
      }
    }
    // Between two corners the curve is given by its own points: none is farther than 0.1 px.
    for point in points {
      let distance =
        zip(corners, corners.dropFirst()).map { a, b in
          let (dx, dy) = (b.x - a.x, b.y - a.y)
          let t = min(
            1, max(0, ((point.x - a.x) * dx + (point.y - a.y) * dy) / (dx * dx + dy * dy)))
          let (x, y) = (a.x + t * dx - point.x, a.y + t * dy - point.y)
          return (x * x + y * y).squareRoot()
        }.min() ?? .infinity
      #expect(distance <= 0.1 + 1e-12)
    }
  }

  @Test func shapesAndPiecesStayWhole() {
    let rectangle = Path.rectangle(Rect(x: 1, y: 2, width: 3, height: 4))
    #expect(rectangle.simplified(tolerance: 0.1) == rectangle)
    let circle = Path.circle(center: Point(5, 5), radius: 3)
    #expect(circle.simplified(tolerance: 0.1) == circle)
    let pieces = Path([
      .move(Point(0, 0)), .line(Point(1, 0)), .move(Point(5, 0)), .line(Point(6, 0)), .close,
    ])
    #expect(pieces.simplified(tolerance: 0.1) == pieces)
    #expect(Path().simplified(tolerance: 0.1) == Path())
  }
}
