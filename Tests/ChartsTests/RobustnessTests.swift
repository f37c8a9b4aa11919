import Graphics
import Testing

@testable import ChartGallery
@testable import Charts

/// Awkward data give a valid chart, a warning or one clear error; never a trap.
@Suite struct RobustnessTests {
  private func draw(_ chart: Chart, width: Double = 800) throws -> (
    drawing: Drawing, warnings: [ChartWarning]
  ) {
    let result = try chart.drawing(measuring: FixedWidthMeasurer(), width: width)
    for point in result.drawing.points {
      #expect(abs(point.x) < 20_000 && abs(point.y) < 20_000, "\(point)")
    }
    return result
  }

  private func lineChart(_ xs: [Double], _ ys: [Double]) -> Chart {
    Chart("line") {
      LineMark(x: .value("x", xs), y: .value("y", ys), series: .value("s", "a"))
      RibbonMark(x: .value("x", xs), lower: .value("y", ys), upper: .value("y", ys))
      PointMark(x: .value("x", xs), y: .value("y", ys))
      ErrorBarMark(x: .value("x", xs), lower: .value("y", ys), upper: .value("y", ys))
      AreaMark(x: .value("x", xs), y: .value("y", ys))
    }
  }

  @Test func emptyChartsAreValid() throws {
    #expect(try draw(Chart("none") {}).warnings == [.empty])
    #expect(try draw(lineChart([], [])).warnings == [.empty])
    #expect(try draw(Chart("rows") { PanelRow {} }).warnings == [.empty])
  }

  static let awkward: [[Double]] = [
    [1], [0], [5, 5, 5], [-3, -3], [.nan], [.nan, 1, .nan], [.infinity, -.infinity, 2],
    [1e300, -1e300], [.greatestFiniteMagnitude, -.greatestFiniteMagnitude],
    [.leastNonzeroMagnitude, 0], [1e-300, 1e300], [1, 1 + .ulpOfOne], [1e15, 1e15 + 1],
  ]

  @Test(arguments: awkward)
  func awkwardNumbersAreValid(values: [Double]) throws {
    let xs = values.indices.map(Double.init)
    let bases = [lineChart(xs, values), lineChart(values, xs), lineChart(values, values)]
    for chart in bases {
      for scaled in [
        chart, chart.chartYScale(type: .log), chart.chartYScale(type: .symmetricLog),
        chart.chartYScale(type: .squareRoot), chart.chartXScale(type: .log),
      ] {
        _ = try draw(scaled)
        _ = try draw(scaled, width: 240)
        _ = scaled.table.csv
      }
    }
  }

  @Test(arguments: awkward)
  func awkwardDistributionsAreValid(values: [Double]) throws {
    _ = try draw(
      Chart("distributions") {
        HistogramMark(values: .value("v", values))
        HistogramMark(values: .value("v", values), bins: .count(7), normalization: .count)
        HistogramMark(values: .value("v", values), bins: .width(0.1))
        HistogramMark(values: .value("v", values), bins: .edges([0, 0, 1, .nan]))
        DensityMark(values: .value("v", values))
        DensityMark(values: .value("v", values), bandwidth: 0, bounds: -1...1)
      })
    _ = try draw(
      Chart("ridges") {
        RidgelineMark(x: "v", y: "r", ridges: [Ridge("1", values: values), Ridge("2", values: [])])
      })
    let names = values.indices.map { "c\($0)" }
    _ = try draw(
      Chart("heat") {
        HeatmapMark(
          x: .value("x", names), y: .value("y", ["c", "d"]), values: [values, []],
          scale: ColorScale(.viridis, domain: 0.1...10, type: .log)
        ).cellLabels()
      })
    #expect(throws: ChartError.self) {
      try self.draw(
        Chart("heat") {
          HeatmapMark(
            x: .value("x", names + ["more"]), y: .value("y", ["c"]), values: [values],
            scale: ColorScale(.magma, domain: 0...1))
        })
    }
    _ = try draw(
      Chart("bars") {
        BarMark(x: .value("x", values.indices.map { "c\($0)" }), y: .value("y", values))
        BarMark(x: .value("x", values), y: .value("y", values.indices.map { "c\($0)" }))
      }.chartFacetScales(.free), expectingMixedAxis: true)
  }

  private func draw(_ chart: Chart, expectingMixedAxis: Bool) throws {
    do {
      _ = try draw(chart)
      Issue.record("one axis showed numbers and categories")
    } catch ChartError.mixedAxis {}
  }

  @Test func droppedValuesAreCounted() throws {
    let xs = [1.0, 2, 3, 4, 5]
    let ys = [1.0, 0, -2, .nan, 3]
    let chart = Chart("log") {
      LineMark(x: .value("x", xs), y: .value("y", ys), series: .value("s", "Xavier"))
    }.chartYScale(type: .log)
    #expect(
      try draw(chart).warnings == [.droppedValues(column: "y", series: "Xavier", count: 3)])
    // A gap interrupts the line: two pieces of one datum each become dots.
    let lines = DrawnText.groups(in: try draw(chart).drawing).filter { $0.role == "line" }
    let dots = lines.flatMap(\.commands).count { if case .fill = $0 { true } else { false } }
    #expect(dots == 2)
    let failing = Chart("log") {
      LineMark(x: .value("x", xs), y: .value("y", ys)).invalidValues(.fail)
    }.chartYScale(type: .log)
    #expect(throws: ChartError.invalidValue(chart: "log", column: "y", index: 1)) {
      try self.draw(failing)
    }
  }

  @Test func gapsInterruptAndOmissionsConnect() {
    let points = [Point(0, 0), Point(1, 1), Point(2, .nan), Point(3, 3), Point(4, 4)]
    #expect(LinePath.segments(points, .gap).map(\.count) == [2, 2])
    #expect(LinePath.segments(points, .omit).map(\.count) == [4])
  }

  @Test func unequalColumnsAreRefused() {
    let chart = Chart("bad") {
      LineMark(x: .value("x", [1.0, 2, 3]), y: .value("y", [1.0, 2]))
    }
    #expect(throws: ChartError.unequalColumns(chart: "bad", columns: ["x", "y"], counts: [3, 2])) {
      try self.draw(chart)
    }
  }

  @Test func impossibleAxesAreRefused() {
    let mixed = Chart("mixed") {
      PointMark(x: .value("x", ["a"]), y: .value("y", [1.0]))
      PointMark(x: .value("x", [1.0]), y: .value("y", [1.0]))
    }
    #expect(throws: ChartError.mixedAxis(chart: "mixed", axis: .x)) { try self.draw(mixed) }
    let chart = lineChart([1, 2], [1, 2])
    #expect(throws: ChartError.invalidDomain(chart: "line", axis: .y)) {
      try self.draw(chart.chartYScale(type: .log, domain: 0...1))
    }
    #expect(throws: ChartError.invalidDomain(chart: "line", axis: .x)) {
      try self.draw(chart.chartXScale(domain: 3...3))
    }
    for width in [0, -5, 10, 199, 9000, 40_000, Double.nan, .infinity] {
      #expect(throws: ChartError.self) { try self.draw(chart, width: width) }
    }
  }

  @Test func aMillionPointsAreThinnedWithoutLosingExtremes() throws {
    let count = 1_000_000
    var noise = GalleryData.Noise(seed: 9)
    var ys = (0..<count).map { _ in noise.uniform() }
    ys[777_777] = 5
    ys[333_333] = -4
    let chart = Chart("huge") {
      LineMark(x: .value("x", 0..<count), y: .value("y", ys))
    }.chartYScale(domain: -4...5)
    let drawing = try draw(chart).drawing
    let points = drawing.points
    #expect(points.count < 3000)
    let frame = points.map(\.y)
    // The two outliers still reach the top and the bottom of the plot (300 px).
    #expect(abs((frame.max() ?? 0) - (frame.min() ?? 0)) >= 300)
  }

  @Test(arguments: 0..<10)
  func thinningKeepsTheRangeOfEveryColumn(seed: Int) {
    var noise = GalleryData.Noise(seed: UInt64(seed))
    let points = (0..<5000).map { Point(Double($0) / 40, 100 * noise.uniform()) }
    let thinned = LinePath.thinned(points)
    #expect(thinned.count <= 2 * 126 + 2)
    func ranges(_ points: [Point]) -> [Double: ClosedRange<Double>] {
      Dictionary(grouping: points) { $0.x.rounded(.down) }.mapValues { column in
        let ys = column.map(\.y)
        return (ys.min() ?? 0)...(ys.max() ?? 0)
      }
    }
    #expect(ranges(points) == ranges(thinned))
    #expect(thinned.first == points.first && thinned.last == points.last)
  }

  @Test func longWordsWrapAndStrangeOnesSurvive() throws {
    let long = String(repeating: "word ", count: 300)
    let chart = lineChart([1, 2], [3, 4]).chartTitle(long).chartSubtitle(long).chartCaption(long)
      .chartXAxisLabel(long)
    _ = try draw(chart)
    let strange = lineChart([1, 2], [3, 4])
      .chartTitle("<&\"> \u{0} \u{202E} 深度 👩‍👩‍👧 **")
    let svg = InlineSVGSheet.file(of: try draw(strange).drawing, id: "1 x")
    #expect(svg.contains("&lt;&amp;&quot;&gt;"))
    #expect(!svg.unicodeScalars.contains("\u{0}"))
    let monolith = lineChart([1, 2], [3, 4])
      .chartTitle(String(repeating: "x", count: 500))
    #expect(try draw(monolith).warnings.count == 1)
  }

  @Test func wordsOfTenKilobytesAreDrawnOrRefused() throws {
    let long = String(repeating: "a few words ", count: 900)
    let chart = lineChart([1, 2], [3, 4])
    for worded in [
      chart.chartTitle(long), chart.chartSubtitle(long), chart.chartCaption(long),
      chart.chartYAxisLabel(long), chart.chartXAxisLabel(long),
      Chart("panel") {
        Panel(long, detail: long) { LineMark(x: .value("x", 1), y: .value("y", 1)) }
      },
    ] {
      for width in [240.0, 800] {
        do {
          #expect(try draw(worded, width: width).drawing.size.height > 0)
        } catch ChartError.invalidSize(_, _, let height) {
          // Taller than any picture.
          #expect(height >= 20_000)
        }
      }
    }
  }

  @Test func manyCategoriesSaySo() throws {
    let names = (0..<500).map { "category \($0)" }
    let chart = Chart("many") {
      BarMark(x: .value("c", names), y: .value("y", names.indices.map(Double.init)))
    }
    #expect(
      try draw(chart).warnings.contains { if case .omittedLabels = $0 { true } else { false } })
  }
}
