import Foundation
import Graphics
import TestSupport
import Testing

@testable import ChartGallery
@testable import Charts

@Suite struct MarkTests {
  @Test func datumByDatumEqualsColumns() throws {
    let columns = Chart("c") {
      for name in ["a", "b"] {
        LineMark(
          x: .value("x", [1, 2, 3]), y: .value("y", [1.0, 4, 9]), series: .value("s", name))
      }
    }
    let data = Chart("c", [1, 2, 3]) { x in
      for name in ["a", "b"] {
        LineMark(
          x: .value("x", x), y: .value("y", Double(x * x)), series: .value("s", name))
      }
    }
    let measurer = FixedWidthMeasurer()
    #expect(
      try columns.drawing(measuring: measurer).drawing
        == data.drawing(measuring: measurer).drawing)
  }

  @Test func histogramCountsEachValueOnce() {
    let values = [0.0, 0.1, 0.5, 1, 1, 1.5, 2, .nan, 7]
    let mark = HistogramMark(
      values: .value("v", values), bins: .edges([0, 0.5, 1, 2]), normalization: .count)
    // Bins hold their lower edge; the last one holds both.
    #expect(mark.heights == [2, 1, 4])
    #expect(mark.outside == 2)
  }

  @Test(arguments: [HistogramMark.Bins.automatic, .count(13), .width(0.07, from: 0.01)])
  func histogramsHaveAreaOne(bins: HistogramMark.Bins) {
    var noise = GalleryData.Noise(seed: 2)
    let values = (0..<2000).map { _ in noise.normal() }
    let mark = HistogramMark(values: .value("v", values), bins: bins)
    let area = mark.heights.indices.reduce(0.0) {
      $0 + mark.heights[$1] * (mark.edges[$1 + 1] - mark.edges[$1])
    }
    #expect(abs(area - 1) < 1e-12)
    #expect(mark.outside == 0)
  }

  /// Against the definition, the mean of normal curves: linear binning costs at most about
  /// (step/h)²/8 of the peak, here 2·10⁻⁴.
  @Test func kernelDensityEqualsItsDefinition() {
    var noise = GalleryData.Noise(seed: 4)
    let values = (0..<300).map { _ in noise.normal() }
    let estimate = KernelDensity(values, bandwidth: 0.3, range: -5...5, points: 1001)
    for index in stride(from: 0, to: 1001, by: 50) {
      let x = estimate.x[index]
      let exact =
        values.reduce(0) { sum, value in
          sum + exp(-(x - value) * (x - value) / (2 * 0.3 * 0.3))
        } / (300 * 0.3 * (2 * Double.pi).squareRoot())
      #expect(abs(estimate.density[index] - exact) < 3e-4)
    }
  }

  @Test func reflectedDensityHasAreaOne() {
    var noise = GalleryData.Noise(seed: 6)
    let values = (0..<3000).map { _ in GalleryData.tanh(2 * noise.normal()) }
    let estimate = KernelDensity(values, bandwidth: 0.05, range: -1...1, bounds: -1...1)
    let step = estimate.x[1] - estimate.x[0]
    let inner = estimate.density.dropFirst().dropLast().reduce(0, +)
    let ends = (estimate.density[0] + estimate.density[estimate.density.count - 1]) / 2
    #expect(abs((inner + ends) * step - 1) < 1e-9)
  }

  @Test func bandwidthIsSilvermans() {
    // s = 1.5811, IQR = 4 − 2 = 2 of 1…5: 0.9·min(s, 2/1.34)·5^(−1/5) = 0.97358.
    #expect(abs(KernelDensity([1, 2, 3, 4, 5]).bandwidth - 0.97358) < 1e-5)
  }

  @Test func barsOfOnePlaceStack() throws {
    let bars = Chart.combined([
      BarMark(x: .value("x", ["a", "b"]), y: .value("y", [1.0, 2]), series: .value("s", "p")),
      BarMark(x: .value("x", ["a", "b"]), y: .value("y", [3.0, -4]), series: .value("s", "q")),
      BarMark(x: .value("x", ["b", "a"]), y: .value("y", [5.0, 6]), series: .value("s", "r")),
    ]).compactMap { $0 as? BarMark }
    #expect(bars.map(\.bases) == [[0, 0], [1, 0], [2, 4]])
  }

  @Test func barSlotsShareTheBand() {
    let marks = ["p", "q", "r"].map {
      BarMark(x: .value("x", ["a"]), y: .value("y", [1.0])).position(by: .value("s", $0))
    }
    let slots = BarSlots.assign(marks)
    #expect(slots.values.map(\.offset).sorted().map { ($0 * 3).rounded() } == [-1, 0, 1])
    #expect(slots.values.allSatisfy { $0.width <= 1.0 / 3 })
  }

  /// Colours of matplotlib 3.11, from `Tests/References/colormaps.py`.
  @Test(arguments: [
    ("viridis", ColorGradient.viridis), ("cividis", .cividis), ("magma", .magma),
  ])
  func gradientsFollowTheirOriginals(name: String, gradient: ColorGradient) throws {
    let maps: [String: [[Double]]] = try Reference.load("colormaps")
    let originals = try #require(maps[name])
    for (index, original) in originals.enumerated() {
      let color = gradient.color(at: Double(index) / 64).light
      let error = zip([color.red, color.green, color.blue], original).map { abs($0 - $1) }.max()
      #expect((error ?? 1) < 0.021, "\(name) \(index)")
    }
  }

  @Test func divergingMiddleIsTheNeutral() {
    #expect(ColorGradient.diverging.color(at: 0.5) == Color(0xF3F1EC, 0x25282D))
    let scale = ColorScale(.diverging, domain: -30...30, type: .squareRoot)
    #expect(scale.color(of: 0) == Color(0xF3F1EC, 0x25282D))
    #expect(scale.color(of: -99) == Color(0x0A3A6B, 0xB5DCFF))
    #expect(scale.color(of: .nan) == scale.noData)
  }

  @Test func tableJoinsMarksOfOneSeries() {
    let chart = Chart("t") {
      LineMark(
        x: .value("Layer", [1, 2]), y: .value("Variance", [0.5, 0.25]),
        series: .value("Rule", "He"))
      RibbonMark(
        x: .value("Layer", [1, 2]), lower: .value("Variance", [0.4, 0.2]),
        upper: .value("Variance", [0.6, 0.3]), series: .value("Rule", "He"))
      LineMark(
        x: .value("Layer", [1, 2]), y: .log10("Theory, *q*", [-0.3, -400]),
        series: .value("Rule", "He"))
    }
    #expect(
      chart.table.csv == """
        series,Layer,Variance,Variance lower,Variance upper,"log10 Theory, q"
        He,1,0.5,0.4,0.6,-0.3
        He,2,0.25,0.2,0.3,-400

        """)
  }

  @Test func altTextHasNumbers() throws {
    let chart = try #require(Gallery.examples.first { $0.id == "gradient-decay" })
    let text = try chart.drawing(measuring: FixedWidthMeasurer()).drawing.description
    #expect(text.contains("3 panels: sigmoid, tanh and ReLU"))
    #expect(text.contains("log scale"))
    #expect(text.contains("falls from 1 at 50 to 10⁻"))
    #expect(text.count < 1000)
  }

  @Test func bracketsAndArrowsHaveEnds() throws {
    func lines(_ ends: RuleMark.Ends) throws -> [Path] {
      let chart = Chart {
        RuleMark(xStart: .value("x", 0), xEnd: .value("x", 1), y: .value("y", 0.5)).ends(ends)
      }.chartXScale(domain: 0...2).chartYScale(domain: 0...1)
      let drawing = try chart.drawing(measuring: FixedWidthMeasurer()).drawing
      func strokes(_ command: DrawCommand) -> [Path] {
        switch command {
        case .group(let group) where group.role == "rule" || group.role == "panel":
          group.commands.flatMap(strokes)
        case .stroke(let path, _): [path]
        default: []
        }
      }
      return drawing.commands.flatMap(strokes)
    }
    #expect(try lines(.plain).count == 1)
    let bracket = try lines(.bracket)
    #expect(bracket.count == 2 && bracket[1].elements.count == 4)
    let arrow = try lines(.arrow)
    // The head ends where the rule ends.
    guard case .line(let end) = arrow[0].elements[1], case .line(let tip) = arrow[1].elements[1]
    else {
      Issue.record("an arrow is two lines")
      return
    }
    #expect(end == tip)
  }

  /// Words beside a vertical rule: right of it, or left of it where that was asked for and there is room.
  @Test(arguments: [
    (TextAnchor.start, 1.0, true), (.start, 9.5, true), (.middle, 1, true), (.middle, 9.5, false),
    (.end, 9.5, false), (.end, 6, false), (.end, 0.5, true),
  ])
  func wordsOfAVerticalRuleStayInThePanel(_ anchor: TextAnchor, _ x: Double, _ isRight: Bool) throws
  {
    let chart = Chart {
      RuleMark(x: .value("x", [x])).label("overflow from layer 5 on", at: anchor)
    }.chartXScale(domain: 0...10).chartYScale(domain: 0...1)
    let drawing = try chart.drawing(measuring: FixedWidthMeasurer()).drawing
    let words = try #require(DrawnText.all(in: drawing).first { $0.text.hasPrefix("overflow") })
    let group = try #require(DrawnText.groups(in: drawing).first { $0.role == "rule" })
    let rule = Drawing(size: drawing.size, title: "", commands: group.commands).points[0].x
    #expect((words.box.minX > rule) == isRight)
    #expect((words.box.maxX < rule) == !isRight)
  }

  @Test func theMorePointsTheLargerTheCells() throws {
    func dots(_ count: Int) throws -> Int {
      var noise = GalleryData.Noise(seed: 2)
      let xs = (0..<count).map { _ in noise.uniform() }
      let ys = xs.map { _ in noise.uniform() }
      let chart = Chart { PointMark(x: .value("x", xs), y: .value("y", ys)) }
      return try chart.drawing(measuring: FixedWidthMeasurer()).drawing.points.count / 2
    }
    #expect(try dots(1000) > 990)
    // 728 × 300 pixels in cells of two by two are 54,600.
    #expect(try dots(400_000) < 56_000)
  }

  @Test func dashesTellSeriesApartAndTheLegendShowsThem() throws {
    let chart = Chart {
      for name in ["a", "b", "c"] {
        LineMark(x: .value("x", [0, 1]), y: .value("y", [0, 1])).lineStyle(by: .value("s", name))
      }
    }.chartLegend(.top)
    let svg = InlineSVGSheet.file(
      of: try chart.drawing(measuring: FixedWidthMeasurer()).drawing, id: "s")
    for dash in ["stroke-dasharray:70 30", "stroke-dasharray:20 30"] { #expect(svg.contains(dash)) }
  }

  @Test func axesHaveThePartsTheyAreGiven() throws {
    func roles(_ chart: Chart) throws -> (ticks: Bool, words: [String]) {
      let drawing = try chart.drawing(measuring: FixedWidthMeasurer()).drawing
      return (
        DrawnText.groups(in: drawing).contains { $0.role == "ticks" },
        DrawnText.all(in: drawing).filter { $0.roles.last == "axis" }.map(\.text)
      )
    }
    let base = Chart { LineMark(x: .value("x", [0, 1]), y: .value("y", [0, 1])) }
      .chartYAxis(.hidden)
    #expect(try roles(base).ticks)
    #expect(try roles(base.chartXAxis { AxisMarks { AxisTick() } }).words.isEmpty)
    let labelled = base.chartXAxis { AxisMarks(values: [0, 1]) { AxisValueLabel { "at \($0)" } } }
    #expect(try roles(labelled) == (false, ["at 0.0", "at 1.0"]))
    #expect(
      try roles(base.chartXAxis { AxisMarks(format: .percent(0), values: [0, 1]) }).words
        == ["0 %", "100 %"])
  }
}
