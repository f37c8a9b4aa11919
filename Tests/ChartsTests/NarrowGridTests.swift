import Charts
import Graphics
import Testing

/// How panels share a phone.
@Suite struct NarrowGridTests {
  private func heights(_ panels: Int, columns: Int? = nil, aside: Bool = false) throws -> Double {
    let all = (0..<panels).map { index in
      let panel = Panel("panel \(index)") {
        LineMark(x: .value("x", [0, 1, 2]), y: .value("y", [0, 1, 4]))
      }
      return aside ? panel.aside("1.0") : panel
    }
    var chart = Chart("grid") { for panel in all { panel } }
    if let columns { chart = chart.chartFacet(columns: columns) }
    return try chart.drawing(measuring: FixedWidthMeasurer(), width: 350, frame: .inline).drawing
      .size.height
  }

  @Test func manyPanelsStandTwoByTwo() throws {
    // Half of the width each, and so half as high: eight take less than half of eight in a stack.
    #expect(try heights(8) < 0.5 * heights(8, columns: 1))
    #expect(try heights(4) < 0.5 * heights(4, columns: 1))
  }

  @Test func fewPanelsAndPanelsWithNumbersBesideThemStandBelowEachOther() throws {
    #expect(try heights(3) > 0.9 * heights(3, columns: 1))
    #expect(try heights(8, aside: true) > 0.9 * heights(8, columns: 1, aside: true))
  }
}
