import CairoRendering
import Experiments
import ProseScanning
import Study
import Foundation
import TestSupport
import Testing

@testable import Publishing
@testable import TeXMath
@testable import ReportFolder

@Suite struct ReportPageTests {
  private func page(_ change: (inout ReportDocument) -> Void = { _ in }) throws -> String {
    var document = try SampleDocument.make()
    change(&document)
    return try ReportPage(document).html
  }

  /// Values of an attribute, in order.
  private func values(_ attribute: String, in html: String) -> [String] {
    RawHTMLPiece.scan(html).compactMap { piece in
      guard case .tag(_, let source) = piece,
        let start = source.firstRange(of: " \(attribute)=\"")
      else { return nil }
      return String(source[start.upperBound...].prefix { $0 != "\"" })
    }
  }

  /// The page without what is embedded: style, script, packed data, drawings.
  private func markup(_ html: String) throws -> String {
    let start = try #require(html.firstRange(of: "<body>"))
    let end = try #require(html.firstRange(of: "</body>"))
    return String(html[start.lowerBound..<end.lowerBound]).replacing(/(?s)<svg.*?<\/svg>/, with: "")
      .replacing(/(?s)<script type="[a-z]+\/[a-z]+" id="[a-z-]+">.*?<\/script>/, with: "")
  }

  @Test(
    "numbers in the page have five digits, words and whole numbers stay",
    arguments: [
      ("a,b\n0.12345678901,tanh\n", "a,b\n0.12346,tanh\n"),
      ("-1.5e-320,12345678901\r\n", "-1.5e-320,12345678901\r\n"),
      ("\"a, 0.123456789\",-123456789.25", "\"a, 0.123456789\",-1.2346e+08"),
      ("1.2.3456789,0.5", "1.2.3456789,0.5"),
    ] as [(String, String)])
  func dataAreShortened(_ csv: String, _ shortened: String) {
    #expect(ShortDecimals.shortened(csv, to: 5) == shortened)
  }

  @Test func twoPagesHaveTheSameBytes() throws {
    #expect(try page() == page())
  }

  @Test func everyLinkInThePageLeadsSomewhere() throws {
    let html = try markup(page())
    let ids = values("id", in: html)
    #expect(Set(ids).count == ids.count)
    let links = values("href", in: html).filter { $0.hasPrefix("#") }
    #expect(links.count > 8)
    for link in links { #expect(ids.contains(String(link.dropFirst())), "\(link)") }
    #expect(ids.contains("fig-gradient-decay") && ids.contains("eq-2.4"))
  }

  @Test func headingsDescendInOrder() throws {
    let levels = RawHTMLPiece.scan(try markup(page())).compactMap { piece -> Int? in
      guard case .tag(let name, _) = piece, name.count == 2, name.first == "h" else { return nil }
      return Int(String(name.dropFirst()))
    }
    #expect(levels.first == 1)
    #expect(levels.count { $0 == 1 } == 1)
    for (a, b) in zip(levels, levels.dropFirst()) { #expect(b <= a + 1) }
  }

  @Test func landmarksAndLanguageAreThere() throws {
    let html = try page()
    for part in [
      "<html lang=\"en\" data-theme=\"auto\">", "<nav ", "<main ", "<footer ", "<header ",
      "class=\"skip\"",
      "name=\"viewport\"", "<title>Why gradients", "name=\"description\"",
    ] {
      #expect(html.contains(part), "\(part)")
    }
  }

  @Test func aStudyChoosesTheTheme() throws {
    #expect(try page { $0.theme = .dark }.contains("data-theme=\"dark\""))
    #expect(try page { $0.theme = .light }.contains("data-theme=\"light\""))
  }

  @Test func chaptersLinkToTheirNeighbours() throws {
    let html = try markup(
      page { document in
        var second = document.chapters[0]
        (second.id, second.title, second.markdown) = ("two", "Second", "Words.")
        document.chapters.append(second)
      })
    #expect(html.contains("<a rel=\"prev\" href=\"#start\">"))
    #expect(html.contains("<a rel=\"next\" href=\"#chapter-two\">"))
    // Every chapter but the last has a next one; the first goes back to the beginning.
    let chapters = html.ranges(of: "<section class=\"part\"").count
    #expect(chapters > 2 && html.ranges(of: "rel=\"next\"").count == chapters - 1)
    #expect(html.ranges(of: "rel=\"prev\"").count == chapters)
  }

  @Test func dataArePackedIntoThePage() throws {
    let csv = "a,b\n" + (0..<5_000).map { "\($0),\($0 * 7 % 1000)\n" }.joined()
    let html = try page { $0.figures["gradient-decay"]?.data = ("big.csv", csv) }
    // Without a script the link leads to the folder beside the page.
    #expect(html.contains("download=\"big.csv\" href=\"site/data/big.csv\""))
    let packed = try #require(
      html.firstMatch(of: /<script type="application\/gzip" id="tables">([^<]+)</))
    let bytes = try #require(Data(base64Encoded: String(packed.output.1)))
    #expect(bytes.count < csv.utf8.count / 2)
    // Another program unpacks it.
    try withTemporaryFolder { folder in
      try bytes.write(to: folder.appending(path: "tables.gz"))
      let python = try Tool("python3", install: "apt: python3")
      let unpack =
        "import gzip, json, sys; sys.stdout.write(json.load(gzip.open('tables.gz'))['big.csv'])"
      let result = try python.run(["-c", unpack], in: folder)
      #expect(result.status == 0 && result.output == csv)
    }
  }

  /// No box appears on a machine without Chinese faces: the page brings the glyphs.
  @Test func chineseGlyphsAreEmbedded() throws {
    let finder = FontFinder()
    let found = finder.face(family: "Droid Sans Fallback")
    try #require(found != nil, "needs the package fonts-droid-fallback")
    func face(_ text: String) throws -> Int {
      let html = try page { document in
        document.chapters[0].markdown = text
        document.kicker = ""
      }
      let rule = html.firstMatch(
        of: /font-family:"Droid Sans Fallback"[^}]*base64,([A-Za-z0-9+\/=]*)/)
      return rule?.output.1.count ?? 0
    }
    #expect(try face("Words.") == 0)
    let (one, many) = (try face("方"), try face("方差为零的分布，梯度消失。"))
    #expect(one > 500 && many > one + 1_000 && many < 40_000)
  }

  @Test func nothingIsLoaded() throws {
    let html = try page()
    #expect(html.contains("default-src 'none'"))
    #expect(values("src", in: html).isEmpty)
    let css = html.matches(of: /url\(([^)]{0,12})/).map { String($0.output.1) }
    #expect(!css.isEmpty && css.allSatisfy { $0.hasPrefix("data:font/") })
    #expect(!html.contains("<link") && !html.contains("@import"))
  }

  @Test func onlyItsOwnScriptMayRun() throws {
    let html = try page()
    let script = try #require(html.firstMatch(of: /(?s)<script>(.*?)<\/script>/)).output.1
    let digest = SHA256.hexDigest(Array(script.utf8))
    let allowed = try #require(html.firstMatch(of: /'sha256-([^']+)'/)).output.1
    let bytes = try #require(Data(base64Encoded: String(allowed)))
    #expect(bytes.map { String(format: "%02x", $0) }.joined() == digest)
  }

  @Test(arguments: [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'\"&<>", "a\nb\r\nc",
    String(repeating: "long ", count: 2_000), "\u{202E}abc שלום", "\u{0}\u{8}", "{{part.body}}",
    "[x](javascript:alert(1))",
  ])
  func hostileTextStaysText(_ text: String) throws {
    let html = try page {
      $0.title = text
      $0.kicker = text
      $0.meta = [(text, text)]
      $0.chapters[0].title = text.markdownEscaped
      $0.figures["gradient-decay"]?.number = text
      $0.figures["gradient-decay"]?.command = text
      $0.figures["gradient-decay"]?.data = (text, "a,b\n\(text),1\n")
    }
    let body = try markup(html)
    #expect(!body.contains("<script") && !body.contains("<img"))
    #expect(values("onerror", in: body).isEmpty)
    #expect(html.ranges(of: "<script>").count == 1)
    #expect(!body.contains("href=\"javascript"))
  }

  @Test(arguments: [
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java&#115;cript:alert(1)",
    "vbscript:x", "data:text/html,<script>", "file:///etc/passwd",
  ])
  func linksCannotRunPrograms(_ address: String) throws {
    let html = try ChapterHTML("[x](<\(address)>)", file: "a.md", prefix: "p") { _ in nil }.html
    #expect(!html.contains("href"), "\(html)")
    let kept = try ChapterHTML("[x](https://a.b/c:d) [y](p.md#z)", file: "a.md", prefix: "p") { _ in
      nil
    }.html
    #expect(kept.contains("href=\"https://a.b/c:d\"") && kept.contains("href=\"p.md#z\""))
  }

  @Test func errorsNameFileLineAndColumn() {
    #expect(
      throws: MarkdownError.formula(
        TeXError(.unknownCommand("\\foo"), line: 42, column: 7, file: "chapters/02.md"))
    ) {
      try page {
        $0.chapters[0].markdown = "a\n\nThis $\\foo$ is wrong."
        $0.chapters[0].firstLine = 40
      }
    }
    #expect(throws: MarkdownError.unknownFigure("nope", file: "chapters/02.md")) {
      try page { $0.chapters[0].markdown = "[[figure:nope]]\n" }
    }
  }

  @Test func withoutFontsThePageWorksAndSaysWhatIsMissing() throws {
    let page = try ReportPage(
      SampleDocument.make(), finder: FontFinder(directories: []))
    #expect(!page.html.contains("@font-face"))
    #expect(page.html.contains("<math"))
    let sentences = page.warnings.map(\.description).joined(separator: "\n")
    for package in ["fonts-inter", "fonts-sil-charis", "fonts-lmodern", "fonts-dejavu-core"] {
      #expect(sentences.contains(package), "\(package)")
    }
  }
}
