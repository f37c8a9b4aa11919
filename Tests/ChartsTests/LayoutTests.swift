import Graphics
import Testing

@testable import ChartGallery
@testable import Charts

/// Properties that every chart's layout has, at every width.
@Suite struct LayoutTests {
  @Test(
    arguments: Gallery.examples.map(\.id),
    [(800.0, ChartFrame.standalone), (560, .standalone), (390, .inline), (1200, .inline)])
  func wordsStayInside(id: String, page: (width: Double, frame: ChartFrame)) throws {
    let drawing = try drawing(id, page.width, page.frame)
    for word in DrawnText.all(in: drawing) where !word.roles.contains("annotation") {
      #expect(
        word.box.minX >= -0.5 && word.box.maxX <= drawing.size.width + 0.5
          && word.box.minY >= -0.5 && word.box.maxY <= drawing.size.height + 0.5,
        "“\(word.text)” at \(word.box) of \(drawing.size)")
    }
  }

  @Test(arguments: Gallery.examples.map(\.id), [800.0, 560, 390, 300])
  func axisLabelsNeverTouch(id: String, width: Double) throws {
    let words = DrawnText.all(in: try drawing(id, width, .standalone))
    for role in ["axis", "legend", "label"] {
      let group = words.filter { $0.roles.last == role }
      for (index, word) in group.enumerated() {
        for other in group[(index + 1)...] {
          #expect(!word.touches(other), "“\(word.text)” and “\(other.text)” (\(role))")
        }
      }
    }
  }

  @Test(arguments: Gallery.examples.map(\.id))
  func coordinatesAreFiniteAndModerate(id: String) throws {
    for point in try drawing(id, 800, .standalone).points {
      #expect(abs(point.x) < 20_000 && abs(point.y) < 20_000)
    }
  }

  @Test(arguments: Gallery.examples.map(\.id))
  func sameChartGivesTheSameDrawing(id: String) throws {
    #expect(try drawing(id, 800, .standalone) == drawing(id, 800, .standalone))
  }

  private func drawing(_ id: String, _ width: Double, _ frame: ChartFrame) throws -> Drawing {
    let chart = try #require(Gallery.examples.first { $0.id == id })
    return try chart.drawing(measuring: FixedWidthMeasurer(), width: width, frame: frame).drawing
  }

  @Test func panelsOfAColumnAlign() throws {
    let drawing = try drawing("gradient-decay", 800, .standalone)
    let axes = DrawnText.all(in: drawing).filter { $0.roles.last == "axis" }
    // The label "50" of the last row stands under the left edge of each of the three panels, which
    // are where their titles begin.
    let titles = DrawnText.all(in: drawing).filter {
      ["sigmoid", "tanh", "ReLU"].contains($0.text)
    }
    let firsts = axes.filter { $0.text == "50" }
    #expect(titles.count == 3 && firsts.count == 3)
    for (title, label) in zip(titles, firsts) {
      #expect(abs(title.box.minX - label.box.midX) < 1e-9)
    }
  }

  @Test(arguments: 0..<40)
  func spreadLabelsNeverTouchAndKeepTheirOrder(seed: Int) {
    var noise = GalleryData.Noise(seed: UInt64(seed))
    let count = 1 + Int(noise.uniform() * 9)
    let wanted = (0..<count).map { _ in noise.uniform() * 200 }
    let heights = (0..<count).map { _ in noise.uniform() < 0.5 ? 15.0 : 29 }
    let middles = EndLabels.spread(wanted, heights: heights, in: 0...300)
    let order = (0..<count).sorted { wanted[$0] < wanted[$1] }
    for (a, b) in zip(order, order.dropFirst()) {
      #expect(middles[b] - middles[a] >= (heights[a] + heights[b]) / 2 - 1e-9)
    }
    for label in 0..<count {
      #expect(middles[label] - heights[label] / 2 >= -1e-9)
      #expect(middles[label] + heights[label] / 2 <= 300 + 1e-9)
    }
  }

  @Test func longNamesOfRowsAreCutOffAndSaySo() throws {
    let name = String(repeating: "a very long name ", count: 20)
    let chart = Chart { BarMark(x: .value("x", [1.0, 2]), y: .value("y", [name, "short"])) }
    let result = try chart.drawing(measuring: FixedWidthMeasurer(), width: 600)
    let words = DrawnText.all(in: result.drawing).filter { $0.roles.last == "axis" }
    let cut = try #require(words.first { $0.text.hasSuffix("…") })
    #expect(cut.box.minX >= 0 && cut.box.width > 0.4 * 528 && cut.box.width <= 0.5 * 528)
    #expect(result.warnings == [.overflowingText(cut.text)])
  }

  @Test func labelsWithRoomStayWhereTheyAre() {
    #expect(EndLabels.spread([50, 100, 10], heights: [15, 15, 15], in: 0...200) == [50, 100, 10])
    // Two at one place move apart by the same distance.
    #expect(EndLabels.spread([50, 50], heights: [20, 20], in: 0...200) == [40, 60])
  }

  /// Random names, as many as may be, on pages of any width: no two labels touch, none leaves the
  /// page, and each that is missing is told.
  @Test(arguments: 0..<120)
  func categoryLabelsNeverTouchNorLeaveThePage(seed: Int) throws {
    var noise = GalleryData.Noise(seed: UInt64(1000 + seed))
    let letters = Array("abcdefghijklmnop  ")
    let count = 1 + Int(noise.uniform() * (noise.uniform() < 0.5 ? 12 : 90))
    let longest = noise.uniform() < 0.5 ? 8.0 : 40
    let names = (0..<count).map { index in
      let length = 1 + Int(noise.uniform() * longest)
      return String((0..<length).map { _ in letters[Int(noise.uniform() * 18)] }) + "\(index)"
    }
    let columns = 1 + Int(noise.uniform() * 3)
    let chart = Chart("names") {
      for panel in 0..<columns {
        Panel("Panel \(panel)") {
          BarMark(x: .value("Name", names), y: .value("Value", names.indices.map(Double.init)))
        }
      }
    }
    let width = 200 + (noise.uniform() * 900).rounded()
    let frame = noise.uniform() < 0.5 ? ChartFrame.inline : .standalone
    let result = try chart.drawing(measuring: FixedWidthMeasurer(), width: width, frame: frame)
    let words = DrawnText.all(in: result.drawing).filter { $0.roles.last == "axis" }
    for (index, word) in words.enumerated() {
      #expect(
        word.box.minX >= -0.5 && word.box.maxX <= width + 0.5
          && word.box.maxY <= result.drawing.size.height, "“\(word.text)” at \(word.box)")
      for other in words[(index + 1)...] {
        #expect(!word.touches(other), "“\(word.text)” and “\(other.text)”")
      }
    }
    let shown = words.filter { word in names.contains { $0.contains(word.text.prefix(3)) } }
    if shown.isEmpty {
      #expect(
        result.warnings.contains { if case .omittedLabels = $0 { true } else { false } })
    }
  }

  @Test func tickLabelsFallBackInOrder() {
    func arrange(_ names: [String], pitch: Double) -> TickLabels {
      TickLabels(
        names.enumerated().map { (Double($0) * pitch, RichText($1)) }, isCategory: true,
        style: TextStyle(size: 10), color: Color(0, 0),
        typesetter: Typesetter(measuring: FixedWidthMeasurer()))
    }
    let short = arrange(["aa", "bb", "cc"], pitch: 40)
    #expect(short.height == TickLabels.leading && short.omitted == 0)
    let broken = arrange(["aaaa bbbb", "cccc dddd"], pitch: 36)
    #expect(broken.items.allSatisfy { $0.lines.count == 2 })
    let staggered = arrange(["aaaaaaaa", "bbbbbbbb", "cccccccc"], pitch: 30)
    #expect(staggered.items.map(\.row) == [0, 1, 0] && staggered.omitted == 0)
    let tilted = arrange((0..<12).map { "a name of its own \($0)" }, pitch: 20)
    #expect(tilted.isTilted && tilted.omitted == 0)
    let numbers = arrange((0..<60).map { "\($0),000" }, pitch: 15)
    #expect(!numbers.isTilted && numbers.omitted == 40)
    let thinned = arrange((0..<30).map { "name\($0)" }, pitch: 10)
    #expect(thinned.omitted > 0 && thinned.isTilted)
    #expect(TickLabels.fitsTilted(thinned.items, leftEdge: -.infinity))
    #expect(thinned.items.last?.lines.first?.runs.first?.text == "name29")
  }
}
