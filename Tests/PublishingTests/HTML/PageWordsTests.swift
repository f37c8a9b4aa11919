import CairoRendering
import Foundation
import Testing

@testable import Publishing

/// The words of the page, and the glyphs that they and the templates need.
@Suite struct PageWordsTests {
  private func library(_ changes: [String: (String) -> String]) throws -> TemplateLibrary {
    var files: [String: String] = [:]
    for path in ["page.html", "clipboard.js", "page.js", "theme.css", PageWords.path] {
      let text = try TemplateLibrary.builtIn.text(at: path)
      files[path] = changes[path]?(text) ?? text
    }
    return TemplateLibrary(files: files)
  }

  private func words(_ change: @escaping (String) -> String) throws -> PageWords {
    try PageWords(library([PageWords.path: change]))
  }

  @Test func everyWordCanBeTranslated() throws {
    let html = try ReportPage(
      SampleDocument.make(),
      templates: library([
        PageWords.path: { text in
          text.split(separator: "\n").map { line in
            guard !line.hasPrefix("#"), let colon = line.firstIndex(of: ":") else { return "" }
            let key = line[..<colon]
            let blanks = line.matches(of: #/\{[a-z]+\}/#).map { " \($0.output)" }.joined()
            return "\(key): \"«\(key)»\(blanks)\""
          }.joined(separator: "\n")
        }
      ])
    ).html
    let start = try #require(html.firstRange(of: "<body>"))
    let end = try #require(html.firstRange(of: "</body>"))
    let body = html[start.lowerBound..<end.lowerBound]
    for key in [
      "skip-to-text", "page", "contents", "close", "repeat", "run-again", "key-findings",
      "key-findings-heading", "as-a-table", "table", "figure» 2.1", "data-of-figure» 2.1", "search",
      "search-hint", "nothing-found", "one-chapter", "theme-auto", "theme-light", "theme-dark",
      "previous", "beginning", "copy", "copy-formula", "copied",
    ] {
      #expect(body.contains("«\(key)"), "\(key)")
    }
    for word in ["Skip to", "Contents", "Close", "run it", "Key findings", "as a table", "Data of"]
    {
      #expect(!body.contains(word), "\(word)")
    }
  }

  @Test(arguments: [
    ("close: Close\n", "", "“close” is missing"),
    ("close: Close", "clsoe: Close", "“clsoe” is no word of the page; did you mean “close”?"),
    ("close: Close", "close: \"\"", "“close” has no text"),
    ("close: Close", "close: [a]", "“close” has no text"),
    ("{number} min", "min", "“minutes” must contain the blank {number}"),
    ("again: {command}", "again", "“figure-source” must contain the blank {command}"),
    ("close: Close", "close: \"", "page.words.yml"),
  ])
  func faultsNameFileAndKey(_ old: String, _ new: String, _ expected: String) throws {
    let error = #expect(throws: TemplateError.self) {
      _ = try self.words { $0.replacing(old, with: new) }
    }
    let sentence = try #require(error).description
    #expect(sentence.contains(expected) && sentence.contains("page.words.yml"), "\(sentence)")
  }

  @Test func markupInWordsStaysText() throws {
    let html = try ReportPage(
      SampleDocument.make(),
      templates: library([
        PageWords.path: { $0.replacing("close: Close", with: "close: '<b>\"&'") }
      ])
    ).html
    #expect(html.contains(">&lt;b&gt;&quot;&amp;<"))
  }

  /// A character that a template or a word brings in gets its glyph: the subsets grow.
  @Test(arguments: [
    ("page.html", "</nav>", "ЖЩ</nav>"), ("theme.css", "content: \"↓ \"", "content: \"\\416 Щ\""),
    (PageWords.path, "close: Close", "close: ЖЩ"),
  ])
  func everyGlyphIsThere(_ path: String, _ old: String, _ new: String) throws {
    let finder = FontFinder()
    try #require(finder.face(family: "Inter") != nil, "needs the package fonts-inter")
    func fonts(_ templates: TemplateLibrary) throws -> [Substring] {
      let html = try ReportPage(SampleDocument.make(), templates: templates).html
      return html.split(separator: "\n").filter { $0.contains("src:url(data:font/woff") }
    }
    let (plain, more) = try (
      fonts(library([:])), fonts(library([path: { $0.replacing(old, with: new) }]))
    )
    let grown = zip(plain, more).filter { $0.count < $1.count }
    #expect(plain.count == more.count && grown.count >= 5)
  }

  @Test func styleSheetsWriteStrings() {
    let css =
      #"a::before{content:"↓ "} b{content: attr(x) "\203A\"" ; color: "red"} c{justify-content:"no"}"#
    #expect(ReportPage.writtenTexts(in: css).prefix(2) == ["↓ ", "›\""])
  }
}
