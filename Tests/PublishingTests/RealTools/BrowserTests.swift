import Foundation
import TestSupport
import Testing

@testable import Publishing

/// A real browser opens the page from disk.
@Suite(.serialized) struct BrowserTests {
  /// What the browser measured.
  struct Measures: Decodable {
    var width: Double
    var formulas: Int
    var flatFormulas: Int
    var drawings: Int
    var flatDrawings: Int
    var mathFont: Bool
    var dimText: [String]
    var title: String
    var current: String
  }

  /// Opens the page in a frame of the given width and measures it.
  private func measure(_ html: String, width: Int, dark: Bool = false) throws -> (
    measures: Measures, console: String
  )? {
    let chromium = try Tool("chromium", install: "apt: chromium")
    return try withTemporaryFolder { folder in
      try html.write(
        to: folder.appending(path: "report.html"), atomically: true, encoding: .utf8)
      try Self.harness(width: width).write(
        to: folder.appending(path: "harness.html"), atomically: true, encoding: .utf8)
      var arguments = [
        "--headless=new", "--no-sandbox", "--disable-gpu", "--allow-file-access-from-files",
        "--user-data-dir=\(folder.appending(path: "profile").path)",
        // Any request would fail, and failures reach the console.
        "--host-resolver-rules=MAP * ~NOTFOUND", "--enable-logging=stderr", "--v=0",
        "--window-size=1600,1200", "--virtual-time-budget=8000", "--dump-dom",
        "file://\(folder.appending(path: "harness.html").path)",
      ]
      if dark { arguments.insert("--blink-settings=preferredColorScheme=0", at: 0) }
      let result = try chromium.run(arguments)
      let json = try #require(
        result.output.firstMatch(of: /<pre id="result">(.+?)<\/pre>/),
        "\(result.output.suffix(400))")
      let measures = try JSONDecoder().decode(
        Measures.self, from: Data(unescaped(String(json.output.1)).utf8))
      let console = result.output.split(separator: "\n").filter { $0.contains("CONSOLE") }
      return (measures, console.joined(separator: "\n"))
    }
  }

  @Test(arguments: [390, 1280], [false, true])
  func thePageIsSound(_ width: Int, _ dark: Bool) throws {
    let page = try ReportPage(SampleDocument.make()).html
    guard let (measures, console) = try measure(page, width: width, dark: dark) else { return }
    #expect(console == "")
    #expect(measures.width <= Double(width), "the page scrolls sideways")
    #expect(measures.formulas > 15)
    #expect(measures.flatFormulas == 0)
    #expect(measures.drawings == 1)
    #expect(measures.flatDrawings == 0)
    #expect(measures.mathFont)
    #expect(measures.dimText == [])
    #expect(measures.title.hasPrefix("Why gradients"))
  }

  @Test func everyFormulaOfTheNotesHasASize() throws {
    var document = ReportDocument(title: "All formulas", lede: "Of the notes.")
    let formulas = NoteFormula.all.filter { !$0.tex.contains("\u{FFFD}") }
    document.chapters = [
      .init(
        number: "1", id: "all", title: "All",
        markdown: formulas.map {
          let tex = $0.tex.replacing(/\\tag\{[^}]*\}/, with: "")
          return $0.display ? "$$\n\(tex)\n$$" : "Here $\(tex)$."
        }.joined(separator: "\n\n"), file: "all.md")
    ]
    guard let (measures, console) = try measure(ReportPage(document).html, width: 390) else {
      return
    }
    #expect(console == "")
    #expect(measures.formulas >= formulas.count)
    #expect(measures.flatFormulas == 0)
    #expect(measures.width <= 390)
  }

  /// A page around the page, which measures it once it and its fonts are there.
  private static func harness(width: Int) -> String {
    """
    <!DOCTYPE html><meta charset="utf-8"><pre id="result"></pre>
    <iframe id="frame" src="report.html" style="width:\(width)px;height:1000px;border:0"></iframe>
    <script>
    document.getElementById("frame").onload = async (event) => {
      const view = event.target.contentWindow, page = view.document;
      await page.fonts.ready;
      const boxes = (selector) => [...page.querySelectorAll(selector)]
        .filter((e) => e.getClientRects().length > 0 && !e.closest("details:not([open])"))
        .map((e) => e.getBoundingClientRect());
      const channels = (color) => color.match(/[\\d.]+/g).map(Number);
      const light = ([r, g, b]) => [r, g, b].map((c) => c / 255)
        .map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
        .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
      const paper = (e) => {
        for (let p = e; p; p = p.parentElement) {
          const c = channels(view.getComputedStyle(p).backgroundColor);
          if (c.length < 4 || c[3] > 0) return c;
        }
        return [255, 255, 255];
      };
      const dim = [];
      for (const e of page.querySelectorAll("body *")) {
        const words = [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim() !== "");
        if (!words || e.closest("svg, script, style, .skip") || !e.getClientRects().length) continue;
        const back = paper(e), style = view.getComputedStyle(e);
        let alpha = 1;
        for (let p = e; p; p = p.parentElement) alpha *= Number(view.getComputedStyle(p).opacity);
        const ink = channels(style.color).slice(0, 3).map((c, i) => alpha * c + (1 - alpha) * back[i]);
        const [a, b] = [light(ink), light(back)].sort((x, y) => y - x);
        const ratio = (a + 0.05) / (b + 0.05);
        const isLarge = parseFloat(style.fontSize) >= 24;
        if (ratio < (isLarge ? 3 : 4.5)) dim.push(`${e.tagName} ${e.className} ${ratio.toFixed(2)}`);
      }
      const math = boxes("math"), drawings = boxes(".drawing svg");
      document.getElementById("result").textContent = JSON.stringify({
        width: page.documentElement.scrollWidth,
        formulas: math.length, flatFormulas: math.filter((r) => r.width < 2 || r.height < 4).length,
        drawings: drawings.length, flatDrawings: drawings.filter((r) => r.width < 50 || r.height < 50).length,
        mathFont: page.fonts.check('18px "Latin Modern Math"'), dimText: [...new Set(dim)],
        title: page.title, current: page.querySelector(".bar .here").textContent,
      });
    };
    </script>
    """
  }
}

/// Real parsers read the page.
@Suite struct HTMLParserTests {
  private func sample(_ check: (URL) throws -> Void) throws {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "report.html")
      try ReportPage(SampleDocument.make()).html.write(
        to: file, atomically: true, encoding: .utf8)
      try check(file)
    }
  }

  @Test func theSampleIsSound() throws { try sample(Self.expectNoErrors) }

  @Test func theSampleIsTidy() throws { try sample(Self.expectTidy) }

  /// tidy knows habits.
  static func expectTidy(_ file: URL) throws {
    let tidy = try Tool("tidy", install: "apt: tidy")
    let result = try tidy.run(["-q", "-e", "--show-warnings", "no", file.path])
    let errors = result.output.split(separator: "\n").filter { $0.contains("Error:") }
    #expect(errors == [], "\(result.output.prefix(500))")
  }

  /// html5lib follows the standard's rules.
  static func expectNoErrors(_ file: URL) throws {
    let python = try Tool("python3", install: "apt: python3")
    let script = """
      import sys
      try:
          import html5lib
      except ImportError:
          print("missing"); sys.exit(0)
      parser = html5lib.HTMLParser()
      parser.parse(open(sys.argv[1], encoding="utf-8").read())
      for position, code, _ in parser.errors: print(position, code)
      """
    let result = try python.run(["-c", script, file.path])
    if result.output.hasPrefix("missing") {
      try skip("html5lib is not installed (pip: html5lib)")
    }
    #expect(result.status == 0 && result.output == "", "\(result.output.prefix(500))")
  }
}

/// A reader searches, switches, prints and copies.
@Suite struct BehaviourTests {
  @Test func thePageDoesWhatItsControlsSay() throws {
    let python = try Tool("python3", install: "apt: python3")
    let script = try #require(
      Bundle.module.url(forResource: "Resources/behave", withExtension: "py"))
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "report.html")
      var document = try SampleDocument.make()
      document.chapters.append(
        .init(
          number: "3", id: "more", title: "More gradients",
          markdown: "Words with $x^2$.\n\n## A heading of the gradient\n\nEnd.", file: "more.md"))
      try ReportPage(document).html.write(to: file, atomically: true, encoding: .utf8)
      let result = try python.run([script.path, file.path])
      if result.output.hasPrefix("missing") { try skip("\(result.output)") }
      #expect(result.output.wholeMatch(of: /checked \d+ things\s*/) != nil, "\(result.output)")
    }
  }
}
