import Graphics
import Testing

@testable import ChartGallery
@testable import Charts

/// Hundreds of random charts from a fixed seed: whatever the marks, scales, panels, words and widths,
/// a chart is drawn or refused with one of the errors that say why, and what is drawn keeps to the page.
@Suite struct FuzzTests {
  /// Makes charts nobody would: awkward numbers, long and empty words, all marks together.
  struct Maker {
    var noise: GalleryData.Noise

    init(seed: Int) { noise = GalleryData.Noise(seed: UInt64(5000 + seed)) }

    mutating func pick<T>(_ items: [T]) -> T { items[Int(noise.uniform() * Double(items.count))] }

    mutating func number() -> Double {
      switch Int(noise.uniform() * 12) {
      case 0: .nan
      case 1: pick([.infinity, -.infinity])
      case 2: 0
      case 3: pick([1e308, -1e308, .leastNonzeroMagnitude, 1e-300])
      case 4: Elementary.power10(40 * noise.uniform() - 20)
      default: 10 * noise.normal()
      }
    }

    mutating func column(_ count: Int) -> [Double] {
      let isTame = noise.uniform() < 0.6
      return (0..<count).map { _ in isTame ? 10 * noise.normal() : number() }
    }

    mutating func words() -> String {
      pick([
        "", "x", "Layer", "Variance of the signal ÷ variance of the input", "*x*^{2}_{i}", "**",
        "深度网络",
        String(repeating: "wide ", count: 30), "10^{−45}", "[a](b", "tab\tand\nline",
        "\u{0}\u{202E}",
      ])
    }

    mutating func mark(_ names: [String]) -> any Mark {
      let count = pick([0, 1, 2, 3, names.count, 40])
      let series = noise.uniform() < 0.5 ? nil : PlottableValue.value("s", pick(["He", "b", "c"]))
      let x = PlottableValue.value(words(), column(count))
      let y = PlottableValue.value(words(), column(count))
      switch Int(noise.uniform() * 9) {
      case 0: return LineMark(x: x, y: y, series: series).endLabel(detail: words())
      case 1:
        return RibbonMark(x: x, lower: y, upper: .value("u", column(count)), series: series)
      case 2: return PointMark(x: x, y: y, series: series).valueLabels()
      case 3: return AreaMark(x: x, y: y, series: series)
      case 4: return ErrorBarMark(x: x, lower: y, upper: .value("u", column(count)))
      case 5: return RuleMark(y: .value("r", number())).label(words())
      case 6: return HistogramMark(values: x)
      case 7: return LineMark(x: x, y: .log10("l", column(count))).lineStyle(by: .value("s", "He"))
      default: return PointMark(x: x, y: y).annotation { "a" }
      }
    }

    mutating func chart() -> Chart {
      let names = (0..<(1 + Int(noise.uniform() * 8))).map { "n\($0)" }
      let panels = (0..<(1 + Int(noise.uniform() * 6))).map { _ in
        let marks = (0..<Int(noise.uniform() * 4)).map { _ in mark(names) }
        return Panel(noise.uniform() < 0.6 ? words() : nil, detail: words()) { marks }
      }
      var chart = Chart("fuzz") { panels }
        .chartFacetScales(pick([.shared, .free, .freeX, .freeY]))
        .chartLegend(pick([.automatic, .direct, .top, .hidden]))
        .chartTitle(words()).chartSubtitle(words()).chartCaption(words())
        .chartXAxisLabel(words()).chartYAxisLabel(words())
      if noise.uniform() < 0.4 { chart = chart.chartYScale(type: .log) }
      if noise.uniform() < 0.3 { chart = chart.chartXScale(type: .symmetricLog) }
      if noise.uniform() < 0.2 { chart = chart.chartYScale(type: .squareRoot) }
      if noise.uniform() < 0.3 { chart = chart.chartXScale(reversed: true) }
      if noise.uniform() < 0.2 { chart = chart.chartFacet(columns: 1 + Int(noise.uniform() * 4)) }
      return chart
    }
  }

  @Test(arguments: 0..<300)
  func chartsAreDrawnOrRefused(seed: Int) throws {
    var maker = Maker(seed: seed)
    let chart = maker.chart()
    let width = 240 + (maker.noise.uniform() * 1000).rounded()
    let frame = maker.pick([ChartFrame.standalone, .inline])
    let result = try chart.drawing(measuring: FixedWidthMeasurer(), width: width, frame: frame)
    _ = chart.table.csv
    for point in result.drawing.points {
      #expect(abs(point.x) < 20_000 && abs(point.y) < 20_000, "\(point)")
    }
    let labels = DrawnText.all(in: result.drawing).filter { $0.roles.last == "axis" }
    for (index, label) in labels.enumerated() {
      // One pixel is what rounding and side bearings make.
      #expect(label.box.minX > -1 && label.box.maxX < width + 1, "“\(label.text)” at \(label.box)")
      for other in labels[(index + 1)...] where other.roles == label.roles {
        #expect(!label.touches(other), "“\(label.text)” and “\(other.text)”")
      }
    }
    let wordsAround = ["titles", "header", "caption", "axis-title"]
    for word in DrawnText.all(in: result.drawing)
    where wordsAround.contains(word.roles.last ?? "") {
      #expect(word.box.minX > -1 && word.box.maxX < width + 1, "“\(word.text)” at \(word.box)")
    }
    let svg = InlineSVGSheet.file(of: result.drawing, id: "f")
    #expect(!svg.contains("nan") && !svg.contains("inf"))
  }
}
