import Charts
import Foundation
import Graphics
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct InlineSVGTests {
  private func svg(_ id: String, salt: String) throws -> String {
    let chart = try #require(Gallery.examples.first { $0.id == id })
    return InlineSVG().text(
      of: try chart.drawing(measuring: FixedWidthMeasurer()).drawing, salt: salt)
  }

  /// Well-formed, and every id begins with the salt.
  @Test(arguments: Gallery.examples.map(\.id))
  func isWellFormedAndSalted(id: String) throws {
    let text = try svg(id, salt: "fig7")
    let collector = IDCollector()
    let parser = XMLParser(data: Data(text.utf8))
    parser.delegate = collector
    #expect(parser.parse(), "\(parser.parserError.debugDescription)")
    #expect(Set(collector.ids).count == collector.ids.count)
    #expect(collector.ids.allSatisfy { $0.hasPrefix("fig7") })
    #expect(collector.roles.first == "img")
    #expect(text.contains("light-dark("))
  }

  @Test func wordsAreText() throws {
    let text = try svg("gradient-decay", salt: "g")
    #expect(text.contains(">Xavier</t"))
    #expect(text.contains("<desc id=\"g-desc\">"))
    #expect(text.contains("aria-hidden=\"true\""))
    #expect(try svg("scatter", salt: "s").contains("<title>Xavier: Width "))
  }

  @Test func pathsReturnToTheirStart() {
    // Relative steps from rounded points: a thousand thirds of a pixel do not drift.
    let points = (0...1000).map { Point(Double($0) / 3, 10) }
    let drawing = Drawing(
      size: Size(400, 20), title: "t",
      commands: [.stroke(Path(points: points), Stroke(Color(0, 0xFFFFFF)))])
    let text = InlineSVG(appearance: .light).text(of: drawing, salt: "p")
    let data = text.split(separator: "d=\"M0 10h")[1].prefix { $0 != "\"" }
    let steps = data.split(separator: " ").compactMap { Double($0) }
    #expect(steps.count == 1000)
    #expect(abs(steps.reduce(0, +) - 333.33) < 1e-6)
  }

  @Test func oneAppearanceNeedsNoFunction() {
    let drawing = Drawing(
      size: Size(10, 10), title: "t", background: Color(0xFCFBF8, 0x15171A))
    #expect(InlineSVG(appearance: .dark).text(of: drawing, salt: "a").contains("fill:#15171a"))
    #expect(!InlineSVG(appearance: .dark).text(of: drawing, salt: "a").contains("light-dark"))
  }

  private final class IDCollector: NSObject, XMLParserDelegate {
    var ids: [String] = []
    var roles: [String] = []

    func parser(
      _ parser: XMLParser, didStartElement element: String, namespaceURI: String?,
      qualifiedName: String?, attributes: [String: String]
    ) {
      if let id = attributes["id"] { ids.append(id) }
      if let role = attributes["role"] { roles.append(role) }
    }
  }
}
