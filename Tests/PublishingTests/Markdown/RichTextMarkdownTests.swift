import Graphics
import Testing

@testable import Publishing

@Suite struct RichTextMarkdownTests {
  /// The words of a chart, through Markdown, as a reader of the page sees them.
  @Test(arguments: [
    ("e^{*λ*}", "e<sup><em>λ</em></sup>"),
    ("*N*(0, 1)", "<em>N</em>(0, 1)"),
    ("10^{−45}", "10<sup>−45</sup>"),
    ("**Method.** Exact", "<strong>Method.</strong> Exact"),
    ("4 * 5 < 6 & [x](accent)", "4 * 5 &lt; 6 &amp; x"),
    ("\\*x_{i}", "*x<sub>i</sub>"),
  ])
  func looksSurvive(_ markup: String, _ expected: String) throws {
    let html = try ChapterHTML.inline(RichText(markup).markdown, file: "a.md").html
    #expect(html == expected)
  }
}
