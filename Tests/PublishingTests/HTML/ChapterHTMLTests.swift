import Testing

@testable import Publishing

@Suite struct ChapterHTMLTests {
  private func html(_ markdown: String) throws -> String {
    try ChapterHTML(markdown, file: "a.md", prefix: "p") { "<figure>\($0)</figure>" }.html
  }

  @Test func headingsGetIdsBelowTheChapter() throws {
    let chapter = try ChapterHTML(
      "## One & two\n\n## One & two\n\n### 深度 3\n", file: "a.md", prefix: "c"
    ) { _ in nil }
    #expect(
      chapter.html == """
        <h3 id="c-one-two">One &amp; two</h3>
        <h3 id="c-one-two-2">One &amp; two</h3>
        <h4 id="c-深度-3">深度 3</h4>

        """)
    #expect(chapter.headings.map(\.id) == ["c-one-two", "c-one-two-2"])
  }

  @Test func figuresStandAlone() throws {
    #expect(try html("a\n\n[[figure:x-1]]\n\nb") == "<p>a</p>\n<figure>x-1</figure>\n<p>b</p>\n")
    #expect(try html("see [[figure:x]] there").contains("[[figure:x]]"))
  }

  @Test func boxesAreKnownByTheirFirstWord() throws {
    #expect(try html("> **Predict.** What?").hasPrefix("<blockquote class=\"predict\">"))
    #expect(try html("> **Note.** This.").hasPrefix("<blockquote class=\"note\">"))
    #expect(try html("> Said she.").hasPrefix("<blockquote class=\"quote\">"))
  }

  @Test func tablesAreFramedAndLabelled() throws {
    let table = try html("**Table 1.** All.\n\n| Rule $n$ | Value |\n|:--|--:|\n| a | 1 |\n")
    #expect(table.hasPrefix("<figure class=\"table\"><figcaption><strong>Table 1.</strong> All."))
    #expect(table.contains("<th scope=\"col\" class=\"r\">Value</th>"))
    #expect(table.contains("<td data-label=\"Rule n\">a</td>"))
    #expect(table.contains("<td class=\"r\" data-label=\"Value\">1</td>"))
    #expect(!table.contains("align="))
  }

  @Test func displayedFormulasAreNotInParagraphs() throws {
    let page = try html("a\n$$x\\tag{1}$$\nb")
    #expect(page.contains("</p>\n<div class=\"equation numbered\" id=\"eq-1\">"))
    #expect(!page.contains("<p><div"))
  }

  @Test func templatesMayHoldMarkup() throws {
    #expect(
      try html("<details>\n<summary>A</summary>\n\nText $x$.\n\n</details>\n").contains("<math>"))
  }

  @Test func codeIsNotMathematics() throws {
    #expect(try html("`$x$`") == "<p><code>$x$</code></p>\n")
    #expect(try html("costs \\$5") == "<p>costs $5</p>\n")
  }

  @Test(arguments: [
    ("The note's \"claim\" isn't one.", "<p>The note’s “claim” isn’t one.</p>\n"),
    ("*\"Quoted\"* ('so')", "<p><em>“Quoted”</em> (‘so’)</p>\n"),
    ("`\"a\" 'b'`", "<p><code>&quot;a&quot; 'b'</code></p>\n"),
    ("He's rule, the '90s, Xavier's", "<p>He’s rule, the ’90s, Xavier’s</p>\n"),
    ("\"**bold**\" and \"x\"", "<p>“<strong>bold</strong>” and “x”</p>\n"),
  ])
  func marksAreCurled(_ markdown: String, _ expected: String) throws {
    #expect(try html(markdown) == expected)
  }

  @Test func marksBesideFormulasClose() throws {
    #expect(try html("the \"$x$\" of $y$'s").contains("</math>” of "))
    #expect(try html("$y$'s").hasSuffix("</math>’s</p>\n"))
    #expect(try html("$f'$").contains("′"))
  }
}
