import Publishing
import Testing

@testable import TeXMath

@Suite struct SafeMarkdownTests {
  private func safe(_ markdown: String) throws -> String {
    try SafeMarkdown.normalize(markdown, file: "a.md")
  }

  @Test(arguments: [
    // Rule 1: what stands outside the dollar signs.
    ("方差为$\\sigma^2$。", "方差为 $\\sigma^2$ 。\n"),
    ("a($x$), $y$.", "a($x$), $y$.\n"),
    ("x$y$z", "x $y$ z\n"),
    ("$a$$b$", "$a$ $b$\n"),
    ("where $$x$$ holds", "where\n\n$$\nx\n$$\n\nholds\n"),
    ("a\n$$\nx\n$$\nb", "a\n\n$$\nx\n$$\n\nb\n"),
    ("a\n\n$$x$$\n\n\n\nb", "a\n\n$$\nx\n$$\n\nb\n"),
    ("$$x$$\n$$y$$", "$$\nx\n$$\n\n$$\ny\n$$\n"),
    // Rule 8: the number of an equation in the text.
    (
      "$$x \\tag{2.4}$$\nHere",
      "<a id=\"eq-2.4\"></a>\n\n$$\nx \\tag{2.4}\n$$\n\n*Equation 2.4*\n\nHere\n"
    ),
    // Rule 9: dollars that are money.
    ("it costs \\$5", "it costs &#36;5\n"),
    // Code is left alone.
    ("`$x_{1}$` and $x_{1}$", "`$x_{1}$` and $x _{1}$\n"),
    ("```sh\necho $HOME $$\n```\n", "```sh\necho $HOME $$\n```\n"),
    ("~~~\n$\n~~~\n\n$x$", "~~~\n$\n~~~\n\n$x$\n"),
    ("<!-- $ -->\n", "<!-- $ -->\n"),
    ("<a href=\"?a=$b\">c</a>", "<a href=\"?a=$b\">c</a>\n"),
    // Bold beside Chinese, line ends, line breaks, pipes.
    ("**重点：**中文", "<strong>重点：</strong>中文\n"),
    ("**重点** 中文", "**重点** 中文\n"),
    ("**bold.** Then", "**bold.** Then\n"),
    ("a\r\nb<br>c\r\n\r\n", "a\nb<br/>c\n"),
    ("| a | b |\n|---|---|\n| x\\|y | 2 |", "| a | b |\n|---|---|\n| x&#124;y | 2 |\n"),
    ("| $|x|$ | b |", "| $\\vert x\\vert$ | b |\n"),
  ])
  func rewriting(_ markdown: String, _ expected: String) throws {
    #expect(try safe(markdown) == expected)
    #expect(try safe(expected) == expected)
  }

  @Test(arguments: [
    ("- item\n  $$x$$", "list", 2), ("1. a $$x$$", "list", 1), ("> q\n> $$x$$", "quotation", 2),
    ("| $$x$$ |", "table", 1), ("# $$x$$", "heading", 1),
  ])
  func displayedFormulasStandAlone(_ markdown: String, _ place: String, _ line: Int) {
    #expect(throws: MarkdownError.displayInside(place, file: "a.md", line: line)) {
      try safe(markdown)
    }
  }

  @Test func unclosedFormulasAreNamed() {
    #expect(throws: MarkdownError.unclosedFormula(file: "a.md", line: 3)) {
      try safe("a\n\nb $x\n\nc")
    }
    #expect(throws: MarkdownError.unclosedFormula(file: "a.md", line: 1)) { try safe("$$x$") }
  }

  @Test func errorsPointIntoTheFile() {
    let expected = TeXError(.unknownCommand("\\phantom"), line: 3, column: 8, file: "a.md")
    #expect(throws: MarkdownError.formula(expected)) { try safe("a\n\n中 $x + \\phantom{y}$") }
  }

  @Test func bigTextsAreFast() throws {
    let picture = "![a](data:image/png;base64," + String(repeating: "iVBORw0KGgo", count: 200_000)
    let clock = ContinuousClock()
    let start = clock.now
    let text = try safe(picture + ")\n\n$x$\n")
    #expect(text.hasSuffix("$x$\n"))
    #expect(clock.now - start < .seconds(5))
  }
}
