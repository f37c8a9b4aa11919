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
        <h3 id="c-one-two"><a class="self" href="#c-one-two">One &amp; two</a></h3>
        <h3 id="c-one-two-2"><a class="self" href="#c-one-two-2">One &amp; two</a></h3>
        <h4 id="c-深度-3"><a class="self" href="#c-深度-3"><span lang="zh">深度</span> 3</a></h4>

        """)
    #expect(chapter.headings.map(\.id) == ["c-one-two", "c-one-two-2"])
  }

  @Test func aHeadingWithALinkIsNone() throws {
    #expect(try html("## See [x](#y)") == "<h3 id=\"p-see-x\">See <a href=\"#y\">x</a></h3>\n")
  }

  @Test(arguments: [
    ("The 术语表, here", "<p>The <span lang=\"zh\">术语表</span>, here</p>\n"),
    ("代数平均（算术平均）", "<p><span lang=\"zh\">代数平均（算术平均）</span></p>\n"),
    ("→ “x” — é", "<p>→ “x” — é</p>\n"), ("`深度`", "<p><code>深度</code></p>\n"),
  ])
  func chineseIsMarked(_ markdown: String, _ expected: String) throws {
    #expect(try html(markdown) == expected)
  }

  @Test func tablesWithANumberCanBeLinkedTo() throws {
    let table = "| a |\n|---|\n| 1 |\n"
    #expect(
      try html("**Table 2.1.** All.\n\n\(table)").contains("class=\"table\" id=\"table-2.1\""))
    #expect(try !html("**Table:** All.\n\n\(table)").contains("id="))
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
    #expect(table.contains("<th scope=\"col\" data-label=\"Rule n\">"))
    #expect(table.contains("<th scope=\"col\" class=\"r\" data-label=\"Value\">Value</th>"))
    #expect(table.contains("<td>a</td>"))
    #expect(table.contains("<td class=\"r\">1</td>"))
    #expect(!table.contains("align="))
  }

  @Test func displayedFormulasAreNotInParagraphs() throws {
    let page = try html("a\n$$x\\tag{1}$$\nb")
    #expect(page.contains("</p>\n<div class=\"equation numbered\" id=\"eq-1\">"))
    #expect(!page.contains("<p><div"))
  }

  @Test func templatesMayHoldMarkup() throws {
    #expect(
      try html("<details>\n<summary>A</summary>\n\nText $x$.\n\n</details>\n").contains("<math"))
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

  /// md4c's own rule for formulas cuts these apart, or sees none.
  @Test(arguments: [
    (
      "方差为$\\sigma^2$。", "<span lang=\"zh\">方差为</span><math",
      "</math><span lang=\"zh\">。</span>"
    ), ("the $n$th", "the <math", "</math>th"),
    ("“$x$”", "“<math", "</math>”"), ("$a*b$ and $c*d$", "<math", "</math>"),
    ("$[a](b)$", "<math", "</math>"), ("$a\\,b$", "<math", "</math>"),
  ])
  func formulasNeedNoRoomAround(_ markdown: String, _ start: String, _ end: String) throws {
    let page = try html(markdown)
    #expect(page.hasPrefix("<p>" + start), "\(page)")
    #expect(page.hasSuffix(end + "</p>\n"), "\(page)")
    #expect(!page.contains("<em>") && !page.contains("<a "))
  }

  @Test func barsInFormulasAreNoCells() throws {
    let table = try html("| a | b |\n|---|---|\n| $|x|$ | $P(a|b)$ |\n")
    #expect(table.ranges(of: "<td").count == 2)
    #expect(table.contains("alttext=\"|x|\"") && table.contains("alttext=\"P(a|b)\""))
  }

  @Test func displayedFormulasStandInListsAndQuotations() throws {
    let list = try html("- a\n  $$x$$\n  b\n- c\n")
    #expect(list.hasPrefix("<ul>\n<li>a<div class=\"equation\">"))
    #expect(list.hasSuffix("</div>\nb</li>\n<li>c</li>\n</ul>\n"))
    #expect(try html("> $$x$$").hasPrefix("<blockquote class=\"quote\">\n<div class=\"equation\">"))
  }

  /// What stands where no formula can is shown as it was written.
  @Test(arguments: [
    ("    $x_1$\n", "<pre><code>$x_1$\n</code></pre>\n"),
    ("[a](/p?q=$b$)", "<p><a href=\"/p?q=$b$\">a</a></p>\n"),
    ("![$x$](a.png)", "<p><img src=\"a.png\" alt=\"x\" /></p>\n"),
    ("3. a\n4. b\n", "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>\n"),
    ("a &nbsp;&#8722;&larr;&zeta;", "<p>a \u{A0}−←&zeta;</p>\n"),
    ("~~a~~ `<b>`  \nc", "<p><del>a</del> <code>&lt;b&gt;</code><br />\nc</p>\n"),
    ("\u{10FFFC}7\u{10FFFD} $x$", "<p>7 <math"),
  ])
  func theRestIsCommonMark(_ markdown: String, _ expected: String) throws {
    #expect(try html(markdown).hasPrefix(expected))
  }

  /// HTML that somebody wrote stays, but for links that run programs, however they are spelled.
  @Test(arguments: [
    "<a href=\"javascript:x\">y</a>", "<a HREF='javascript:x'>y</a>", "<a href=javascript:x>y</a>",
    "<a href=\"java&#115;cript&colon;x\">y</a>", "<a\nhref=\"javascript:x\">y</a>",
    "<div>\n<a title='>' href='\tjavascript:x'>y</a>\n</div>",
  ])
  func writtenLinksCannotRunPrograms(_ markdown: String) throws {
    let page = try html(markdown)
    #expect(!page.lowercased().contains("script"), "\(page)")
    #expect(page.contains("<a>y</a>"))
    #expect(try html("<a href='p.md#z'>y</a>") == "<p><a href='p.md#z'>y</a></p>\n")
  }

  @Test func aTranslatedPageKnowsItsCaptionsAndBoxes() throws {
    let words = try PageWords(
      TemplateLibrary(files: [
        PageWords.path: TemplateLibrary.builtIn.text(at: PageWords.path)
          .replacing("caption: Table", with: "caption: 表")
          .replacing("box-note: Note", with: "box-note: 注意")
      ]))
    let page = try ChapterHTML(
      "**表2.1：** 全部\n\n| a |\n|---|\n| 1 |\n\n> **注意。** 中\n", file: "a.md", prefix: "p",
      words: words
    ) { _ in nil }.html
    #expect(
      page.hasPrefix(
        "<figure class=\"table\" id=\"table-2.1\"><figcaption><strong><span lang=\"zh\">表</span>2.1"
          + "<span lang=\"zh\">：</span></strong> <span lang=\"zh\">全部</span></figcaption>"))
    #expect(page.contains("<blockquote class=\"note\">"))
  }
}
