import ChartGallery
import Charts
import Foundation
import Graphics
import Testing

/// Every gallery chart as SVG text, compared with the file in `Snapshots`.
///
/// A missing file is written and fails, so that it is looked at before it is committed; on CI
/// nothing is ever written. To accept a change, delete the file and run the tests twice.
@Suite struct SnapshotTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Snapshots")

  @Test(arguments: Gallery.examples.map(\.id))
  func pageIsUnchanged(id: String) throws {
    let chart = try #require(Gallery.examples.first { $0.id == id })
    try compare(chart, named: id, width: 800, frame: .standalone)
  }

  @Test(arguments: ["gradient-decay", "init-activation-heatmap", "bars"])
  func phoneIsUnchanged(id: String) throws {
    let chart = try #require(Gallery.examples.first { $0.id == id })
    try compare(chart, named: id + "-phone", width: 390, frame: .inline)
  }

  private func compare(_ chart: Chart, named name: String, width: Double, frame: ChartFrame) throws
  {
    let drawing = try chart.drawing(
      measuring: FixedWidthMeasurer(), width: width, frame: frame
    ).drawing
    let text = InlineSVGSheet.file(of: drawing, id: name)
    let file = Self.folder.appending(path: name + ".svg")
    guard let expected = try? String(contentsOf: file, encoding: .utf8) else {
      if ProcessInfo.processInfo.environment["CI"] == nil {
        try FileManager.default.createDirectory(
          at: Self.folder, withIntermediateDirectories: true)
        try text.write(to: file, atomically: true, encoding: .utf8)
        Issue.record("No snapshot \(name).svg: written now. Look at it, then run again.")
      } else {
        Issue.record("No snapshot \(name).svg: run the tests at home and commit what they write.")
      }
      return
    }
    guard text != expected else { return }
    let actual = FileManager.default.temporaryDirectory.appending(path: name + ".svg")
    try text.write(to: actual, atomically: true, encoding: .utf8)
    let lines = zip(text.split(separator: "\n"), expected.split(separator: "\n"))
    let difference = lines.first { $0 != $1 }
    Issue.record(
      """
      \(name) changed. First difference:
      - \(difference?.1.prefix(200) ?? "(length)")
      + \(difference?.0.prefix(200) ?? "(length)")
      Compare \(actual.path) with \(file.path); if the change is meant, delete the latter and run \
      the tests twice.
      """)
  }
}
