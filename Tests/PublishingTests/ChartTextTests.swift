import CairoRendering
import Charts
import Experiments
import Figures
import Foundation
import Graphics
import Study
import Testing

@testable import Publishing

/// No word of a chart of the committed report is cut off, lies on another word or sticks out, on the screens
/// and papers that the report is shown on.
///
/// That holds in light and dark alike: a drawing is laid out once, with colours in pairs.
@Suite struct ChartTextTests {
  /// The committed results, with the words of the templates as they are.
  private static let charts = Result {
    var root = URL(filePath: #filePath)
    for _ in 1...3 { root.deleteLastPathComponent() }
    return try SavedReport(path: root.appending(path: "output").path, catalog: ReportCatalog())
      .charts()
  }

  /// Widths of phones, tablets and desks, of the page's own layouts and of paper.
  @Test(arguments: [
    (350.0, ChartFrame.inline), (390, .inline), (642, .inline), (816, .inline), (820, .inline),
    (1280, .inline), (350, .standalone), (390, .standalone), (800, .standalone),
    (820, .standalone), (1280, .standalone),
  ])
  func wordsKeepClear(_ width: Double, _ frame: ChartFrame) throws {
    let renderer = CairoRenderer()
    let charts = try Self.charts.get()
    #expect(charts.count >= 40)
    for (number, chart) in charts {
      let drawing = try chart.drawing(
        measuring: renderer.measurer, width: width, frame: frame
      ).drawing
      let faults = drawing.textFaults(measuring: renderer.measurer)
      #expect(
        faults == [],
        "figure \(number), \(chart.id): \(faults.map(\.description).joined(separator: "; "))")
    }
  }
}
