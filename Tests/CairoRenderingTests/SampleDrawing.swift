import Graphics

/// Drawings that use every command; shared by the tests of this target.
enum SampleDrawing {
  static let paper = Color(0xFCFBF8, 0x15171A)
  static let ink = Color(0x1C1D21, 0xE9E7E2)
  static let blue = Color(0x0072B2, 0x56B4E9)

  /// A heavy chart: 20 lines of 500 points with ribbons, axis labels in two weights, a heatmap.
  static func heavy(measurer: some TextMeasuring) -> Drawing {
    var marks: [DrawCommand] = []
    for series in 0..<20 {
      let hue = Color(
        light: RGBA(red: Double(series) / 20, green: 0.35, blue: 1 - Double(series) / 20),
        dark: RGBA(red: 0.9, green: Double(series) / 20, blue: 0.6))
      var line: [Point] = []
      var upper: [Point] = []
      var lower: [Point] = []
      for i in 0..<500 {
        let x = 40 + Double(i) * 1.4
        // A cheap wiggle without the C library.
        let t = Double((i * (series + 3)) % 97) / 97
        let y = 60 + Double(series) * 18 + 12 * t * (1 - t) + Double(i) * 0.05
        line.append(Point(x, y))
        upper.append(Point(x, y - 5))
        lower.append(Point(x, y + 5))
      }
      marks.append(
        .fill(Path(points: upper + lower.reversed(), closed: true), hue.opacity(0.17, 0.24)))
      marks.append(.stroke(Path(points: line), Stroke(hue, width: 1.5)))
    }
    var labels: [DrawCommand] = []
    for i in 0..<40 {
      let text = "Layer \(i): ×0.\(235 + i) per layer"
      let style = TextStyle(.sans, size: 11, weight: i % 2 == 0 ? .regular : .semibold)
      labels.append(
        .text(
          TextLine(
            [TextRun(text, style: style, color: ink)],
            at: Point(400 + Double(i % 4) * 90, 60 + Double(i / 4) * 40),
            anchor: i % 3 == 0 ? .start : .end, width: measurer.width(of: text, style: style),
            halo: i % 5 == 0 ? Stroke(paper, width: 3.5) : nil)))
    }
    let pixels = (0..<99).map { i in
      Color(
        light: RGBA(red: Double(i) / 99, green: 0.5, blue: 0.3),
        dark: RGBA(red: 0.2, green: 0.5, blue: Double(i) / 99))
    }
    return Drawing(
      size: Size(800, 500), title: "A \"heavy\" chart <20 lines>",
      description: "Twenty lines & ribbons over 500 points.", background: paper,
      commands: [
        .group(
          DrawGroup(
            role: "marks", clip: Rect(x: 40, y: 40, width: 700, height: 420), commands: marks)),
        .group(DrawGroup(role: "axis", commands: labels)),
        .image(
          RasterImage(width: 11, height: 9, pixels: pixels),
          in: Rect(x: 20.5, y: 400.25, width: 110, height: 81)),
        .stroke(
          .segment(Point(40, 470), Point(740, 470)),
          Stroke(ink, width: 1.1, dash: [2, 5.5], cap: .round)),
      ])
  }

  /// A drawing of one command on white paper.
  static func single(_ command: DrawCommand, size: Size = Size(100, 60)) -> Drawing {
    Drawing(
      size: size, title: "One", background: Color(0xFFFFFF, 0x000000), commands: [command])
  }
}
