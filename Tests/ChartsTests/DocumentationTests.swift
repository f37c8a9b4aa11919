import ChartGallery
import Charts
import Foundation
import Graphics
import Testing

/// The pages of the module's documentation agree with its code.
@Suite struct DocumentationTests {
  private static let sources = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources/Charts")

  private func text(_ path: String) throws -> String {
    try String(contentsOf: Self.sources.appending(path: path), encoding: .utf8)
  }

  /// The types that conform to `Mark`, as the source has them.
  private func marks() throws -> [String] {
    let files = FileManager.default.enumerator(at: Self.sources, includingPropertiesForKeys: nil)
    var names: [String] = []
    while let file = files?.nextObject() as? URL {
      guard file.pathExtension == "swift" else { continue }
      let source = try String(contentsOf: file, encoding: .utf8)
      names += source.matches(of: /public struct (\w+): Mark\b/).map { String($0.1) }
    }
    return names.sorted()
  }

  @Test func everyMarkHasAPageWithItsPictureAndItsCode() throws {
    let names = try marks()
    #expect(names.count >= 14)
    let code = try ["Mark", "Diagram"].map { try text("../ChartGallery/\($0)Pages.swift") }.joined()
      .split(
        separator: "\n"
      ).map {
        $0.trimmingCharacters(in: .whitespaces)
      }
    for name in names {
      let page = try text("Charts.docc/Marks/\(name).md")
      #expect(page.hasPrefix("# ``Charts/\(name)``\n"))
      let picture = try #require(page.firstMatch(of: /!\[[^\]]{20,}\]\(([a-z-]+)\)/)).1
      #expect(Gallery.marks.contains { $0.id == picture }, "\(name)")
      for suffix in ["", "~dark"] {
        let drawn = try text("Charts.docc/Resources/\(picture)\(suffix).svg")
        #expect(drawn.hasPrefix("<?xml") && drawn.utf8.count < 40_000)
      }
      let block = page.components(separatedBy: "```swift\n")[1].components(separatedBy: "```")[0]
      for line in block.split(separator: "\n") {
        #expect(code.contains(line.trimmingCharacters(in: .whitespaces)), "\(name): “\(line)”")
      }
      #expect(try text("Charts.docc/MarksAtAGlance.md").contains("``\(name)``"))
      #expect(try text("Charts.docc/Charts.md").contains("- ``\(name)``"))
    }
  }

  @Test(arguments: Gallery.marks.map(\.id))
  func marksDrawWithoutWarnings(id: String) throws {
    let chart = try #require(Gallery.marks.first { $0.id == id })
    let result = try chart.drawing(
      measuring: FixedWidthMeasurer(), width: 520, frame: .inline)
    #expect(result.warnings.isEmpty, "\(result.warnings)")
  }
}
