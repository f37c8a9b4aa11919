import CairoRendering
import Charts
import Foundation
import Graphics
import Testing

/// The code of the article “Your first chart”, compiled.
@Suite struct FirstChartTests {
  struct Epoch {
    var run: String
    var number: Int
    var loss: Double
  }

  @Test func theArticlesChartIsDrawn() throws {
    let epochs = [
      Epoch(run: "Xavier", number: 1, loss: 2.3), Epoch(run: "Xavier", number: 2, loss: 1.4),
      Epoch(run: "Xavier", number: 3, loss: 0.9), Epoch(run: "He", number: 1, loss: 2.2),
      Epoch(run: "He", number: 2, loss: 0.7), Epoch(run: "He", number: 3, loss: 0.2),
    ]
    let chart = Chart(epochs) { epoch in
      LineMark(
        x: .value("Epoch", epoch.number), y: .value("Loss", epoch.loss),
        series: .value("Start", epoch.run))
    }
    let figure =
      chart
      .chartYScale(domain: 0.1...4, type: .log)
      .chartXAxis {
        AxisMarks(values: [1, 2, 3]) {
          AxisTick()
          AxisValueLabel { "epoch \(Int($0))" }
        }
      }
      .chartXAxisLabel("")
      .chartTitle("He’s start reaches in three epochs what Xavier’s does not")
      .chartSubtitle("Training loss, log axis.")
      .chartCaption("**Line:** one run each. **Seed** 7.")
    let columns = Chart("losses") {
      LineMark(
        x: .value("Epoch", [1, 2, 3]), y: .value("Loss", [2.3, 1.4, 0.9]),
        series: .value("Start", "Xavier"))
      PointMark(x: .value("Epoch", 3), y: .value("Loss", 0.9))
        .foregroundStyle(by: .value("Start", "Xavier"))
        .annotation(position: .bottom) { "still falling" }
    }
    let renderer = CairoRenderer()
    let (drawing, warnings) = try figure.drawing(measuring: renderer.measurer)
    let png = try renderer.render(drawing, as: .png, appearance: .dark, density: 2, salt: figure.id)
    let svg = try renderer.render(drawing, as: .svg, salt: figure.id)

    #expect(warnings.isEmpty)
    #expect(try DecodedPNG(png).width == 1600)
    #expect(String(decoding: svg, as: UTF8.self).contains("<title id=\"c-chart-title\">He’s start"))
    let words = InlineSVGSheet.file(of: drawing, id: "a")
    for word in ["epoch 1", "epoch 3", ">Xavier<", ">He<"] { #expect(words.contains(word)) }
    // Two lines of three data each, not six of one.
    #expect(lines(in: drawing.commands) == 2)
    let other = try columns.drawing(measuring: renderer.measurer)
    #expect(other.warnings.isEmpty)
    #expect(InlineSVGSheet.file(of: other.drawing, id: "a").contains("still falling"))
  }

  private func lines(in commands: [DrawCommand]) -> Int {
    commands.reduce(0) { sum, command in
      guard case .group(let group) = command else { return sum }
      return sum + (group.role == "line" ? 1 : lines(in: group.commands))
    }
  }

  /// The mark of “Adding a mark” and the scale of “Adding a scale”, in the theme of “Adding a theme”.
  @Test func theArticlesExtensionsAreDrawn() throws {
    let xs = [1.0, 2, 4, 8]
    let chart = Chart {
      CrossMark(x: .value("x", xs), y: .value("y", xs))
    }.chartXScale(type: ReciprocalScale())
    let fonts = CairoTextMeasurer()
    var slides = Theme.report
    slides.paper = Color(0xFFFFFF, 0x000000)
    slides.title.size = 28
    slides.titleLeading = 34
    let (drawing, _) = try chart.drawing(measuring: fonts, theme: slides, width: 1200)
    #expect(drawing.size.width == 1200 && drawing.background == slides.paper)
    #expect(chart.table.rows.count == 4 && drawing.description.contains("crosses"))
    let scale = ReciprocalScale()
    for x in xs { #expect(abs(scale.value(at: scale.coordinate(of: x)) - x) < 1e-12) }
  }

  /// Every line of code in the articles stands in this file.
  @Test(
    arguments: [
      ("YourFirstChart", 5), ("AddingAMark", 1), ("AddingAScale", 1), ("AddingATheme", 1),
    ])
  func theArticlesShowThisCode(article: (name: String, blocks: Int)) throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let text = try String(
      contentsOf: root.appending(path: "Sources/Charts/Charts.docc/\(article.name).md"),
      encoding: .utf8)
    func lines(_ text: some StringProtocol) -> [String] {
      text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    }
    let here = Set(lines(try String(contentsOf: URL(filePath: #filePath), encoding: .utf8)))
    let blocks = text.components(separatedBy: "```swift\n").dropFirst().map {
      $0.components(separatedBy: "```")[0]
    }
    #expect(blocks.count == article.blocks)
    for line in blocks.flatMap(lines) { #expect(here.contains(line), "“\(line)”") }
  }
}

public struct CrossMark: Mark {
  public var style = MarkStyle()
  var x: PlottableValue
  var y: PlottableValue

  public var channels: [Channel] { [Channel(.x, x), Channel(.y, y)] }
  public var spokenName: String? { "crosses" }

  public func draw(in plot: PlotArea) -> [DrawCommand] {
    plot.points(x, y).filter { !$0.x.isNaN && !$0.y.isNaN }.map { point in
      .fill(Symbol.cross.path(center: point, radius: 4), plot.colors(of: style).line)
    }
  }
}

public struct ReciprocalScale: ContinuousScale {
  public func coordinate(of value: Double) -> Double { value > 0 ? -1 / value : .nan }
  public func value(at coordinate: Double) -> Double { -1 / coordinate }
  public func ticks(_ range: ClosedRange<Double>, count: Int, format: NumberFormat) -> [Tick] {
    let ends = value(at: range.lowerBound)...value(at: range.upperBound)
    return LinearScale().ticks(ends, count: count, format: format).map {
      Tick(coordinate: coordinate(of: $0.coordinate), label: $0.label)
    }
  }
}
