import ChartGallery
import Charts
import Foundation
import Graphics
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct InlineSVGSheetTests {
  /// All examples of the gallery as one page: well-formed, ids unique, every class with a rule, and
  /// under nine tenths of the bytes of drawings that stand alone.
  @Test func aPageOfAllExamples() throws {
    var sheet = InlineSVGSheet()
    var page = ""
    var alone = 0
    for example in Gallery.examples {
      let drawing = try example.drawing(measuring: FixedWidthMeasurer()).drawing
      page += sheet.text(of: drawing, id: "c-\(example.id)")
      page += sheet.text(of: drawing, id: "p-\(example.id)", named: "c-\(example.id)")
      alone += 2 * InlineSVGSheet.file(of: drawing, id: example.id).utf8.count
    }
    let collector = Collector()
    let parser = XMLParser(data: Data("<page>\(page)</page>".utf8))
    parser.delegate = collector
    #expect(parser.parse(), "\(parser.parserError.debugDescription)")
    #expect(Set(collector.ids).count == collector.ids.count)
    let css = sheet.css
    for name in Set(collector.classes).subtracting(["chart"]) {
      #expect(css.contains(".chart .\(name){"), "\(name)")
    }
    // References to names and clips lead somewhere.
    for reference in collector.references { #expect(collector.ids.contains(reference)) }
    #expect((page.utf8.count + css.utf8.count) * 10 < alone * 9)
  }

  /// A file of its own: well-formed, ids unique, and every class has its rule inside.
  @Test(arguments: Gallery.examples.map(\.id))
  func aSheetOfOneIsAFile(id: String) throws {
    let chart = try #require(Gallery.examples.first { $0.id == id })
    let text = InlineSVGSheet.file(
      of: try chart.drawing(measuring: FixedWidthMeasurer()).drawing, id: "fig7")
    let collector = Collector()
    let parser = XMLParser(data: Data(text.utf8))
    parser.delegate = collector
    #expect(parser.parse(), "\(parser.parserError.debugDescription)")
    #expect(Set(collector.ids).count == collector.ids.count)
    for reference in collector.references { #expect(collector.ids.contains(reference)) }
    for name in Set(collector.classes).subtracting(["chart", "halo"]) {
      #expect(text.contains(".chart .\(name){"), "\(name)")
    }
    #expect(text.contains("light-dark(") && text.contains("role=\"img\""))
  }

  @Test func wordsAreText() throws {
    func svg(_ id: String) throws -> String {
      let chart = try #require(Gallery.examples.first { $0.id == id })
      return InlineSVGSheet.file(
        of: try chart.drawing(measuring: FixedWidthMeasurer()).drawing, id: "g")
    }
    #expect(try svg("gradient-decay").contains(">Xavier</t"))
    #expect(try svg("gradient-decay").contains("<desc id=\"g-desc\">"))
    #expect(try svg("scatter").contains("<title>Xavier: Width "))
  }

  private func drawing(_ commands: [DrawCommand]) -> Drawing {
    Drawing(size: Size(100, 50), title: "A & b", description: "It falls.", commands: commands)
  }

  @Test func aFilledAndStrokedCircleIsOneElement() {
    let circle = Path.circle(center: Point(10.3, 20), radius: 2.9)
    let point = DrawCommand.group(
      DrawGroup(
        role: "point", tooltip: "Layer 1 < 2",
        commands: [.fill(circle, Color(0, 1)), .stroke(circle, Stroke(Color(2, 3)))]))
    var sheet = InlineSVGSheet()
    let text = sheet.text(of: drawing([point]), id: "c")
    #expect(
      text.contains(
        "<circle class=\"f0 s0\" cx=\"103\" cy=\"200\" r=\"29\"><title>Layer 1 &lt; 2</title></circle>"
      ))
    #expect(text.contains("viewBox=\"0 0 1000 500\""))
    #expect(!sheet.text(of: drawing([point]), id: "a", hasTooltips: false).contains("Layer 1"))
  }

  /// Opaque strokes of one style are one path; transparent ones, which darken where they cross, stay
  /// apart, and so do strokes with something between them.
  @Test func onlyOpaqueNeighboursAreJoined() {
    let opaque = Stroke(Color(0, 1))
    let transparent = Stroke(Color(0, 1).opacity(0.5))
    func lines(_ stroke: Stroke) -> [DrawCommand] {
      [
        .stroke(.segment(Point(0, 0), Point(9, 9)), stroke),
        .stroke(.segment(Point(0, 9), Point(9, 0)), stroke),
      ]
    }
    func count(_ commands: [DrawCommand]) -> Int {
      var sheet = InlineSVGSheet()
      return sheet.text(of: drawing(commands), id: "c").ranges(of: "<path").count
    }
    #expect(count(lines(opaque)) == 1)
    #expect(count(lines(transparent)) == 2)
    let box = DrawCommand.fill(.rectangle(Rect(x: 0, y: 0, width: 5, height: 5)), Color(0, 1))
    let apart = lines(opaque)
    #expect(count([apart[0], box, apart[1]]) == 3)
  }

  @Test func aClipIsWrittenWhereItCuts() {
    func text(_ end: Point) -> String {
      let clip = Rect(x: 0, y: 0, width: 50, height: 50)
      let line = DrawCommand.stroke(.segment(Point(10, 10), end), Stroke(Color(0, 1), width: 2))
      var sheet = InlineSVGSheet()
      return sheet.text(
        of: drawing([.group(DrawGroup(role: "marks", clip: clip, commands: [line]))]), id: "c")
    }
    #expect(!text(Point(49, 49)).contains("clip"))
    // The line's own width reaches over the edge.
    #expect(text(Point(49.5, 40)).contains("clip-path=\"url(#k0)\""))
    #expect(text(Point(60, 40)).contains("<clipPath id=\"k0\">"))
  }

  /// Steps from rounded points do not add up their errors, and a second piece starts where it should.
  @Test func pathsStayOnTheirGrid() {
    let points = (0...1000).map { Point(Double($0) / 3, 10) }
    var path = Path(points: points)
    path.elements += Path.segment(Point(3, 4), Point(5, 4)).elements
    var sheet = InlineSVGSheet()
    let text = sheet.text(
      of: drawing([.stroke(path, Stroke(Color(0, 0xFFFFFF)))]), id: "c")
    let data = text.split(separator: "d=\"M0 100h")[1].prefix { $0 != "\"" }
    let steps = data.prefix { $0 != "M" }.split(separator: " ").compactMap { Int($0) }
    #expect(steps.count == 1000 && steps.reduce(0, +) == 3333)
    #expect(data.hasSuffix("M30 40h20"))
  }

  @Test func runsOfALineAreOneText() {
    let style = TextStyle(size: 12)
    let color = Color(0, 1)
    let line = TextLine(
      [
        TextRun("10", style: style, color: color),
        TextRun("−3", style: TextStyle(size: 8), color: color, dx: 14, dy: -4),
        TextRun(" of it", style: style, color: color, dx: 24),
      ], at: Point(50, 20), anchor: .end, width: 40)
    var sheet = InlineSVGSheet()
    let text = sheet.text(of: drawing([.text(line)]), id: "c")
    #expect(
      text.contains(
        "<text class=\"x0\" x=\"100\" y=\"200\">10<tspan class=\"x1\" x=\"240\" y=\"160\">−3</tspan>"
          + "<tspan x=\"340\" y=\"200\"> of it</tspan></text>"))
    #expect(sheet.css.contains(".chart .x0{font:400 120px Inter,"))
  }

  private final class Collector: NSObject, XMLParserDelegate {
    var ids: [String] = []
    var classes: [String] = []
    var references: [String] = []

    func parser(
      _ parser: XMLParser, didStartElement element: String, namespaceURI: String?,
      qualifiedName: String?, attributes: [String: String]
    ) {
      if let id = attributes["id"] { ids.append(id) }
      classes += attributes["class"]?.split(separator: " ").map(String.init) ?? []
      references += ["aria-labelledby", "aria-describedby"].compactMap { attributes[$0] }
      if let clip = attributes["clip-path"] {
        references.append(String(clip.dropFirst(5).dropLast()))
      }
    }
  }
}
