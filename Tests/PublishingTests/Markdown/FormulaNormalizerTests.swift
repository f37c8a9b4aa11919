import Testing

@testable import Publishing
@testable import TeXMath

@Suite struct FormulaNormalizerTests {
  private func inline(_ tex: String) throws -> String {
    try FormulaNormalizer.normalize(tex, isDisplay: false)
  }
  private func display(_ tex: String) throws -> String {
    try FormulaNormalizer.normalize(tex, isDisplay: true)
  }

  @Test("Rule 1: no space inside") func spaces() throws {
    #expect(try inline(" W_2=1 ") == "W_2=1")
    #expect(try inline("a\n  + b") == "a + b")
  }

  @Test("Rule 2: no blank line, no line that begins a block") func lines() throws {
    #expect(try display("a\n\n= b\n- c\n> d\n2. e") == "a = b - c\n\\gt d 2. e")
    #expect(try display("- a") == "{-} a")
    #expect(try display("= a") == "{}= a")
    #expect(try display("2.5 x") == "{}2.5 x")
    #expect(try display("a \\\\ = b") == "a \\\\\n{}= b")
  }

  @Test("Rule 3: a space before an underscore with a group") func underscores() throws {
    #expect(try inline("x_{ij}") == "x _{ij}")
    #expect(try inline("n_\\mathrm{in}") == "n _\\mathrm{in}")
    #expect(try inline("x_i") == "x_i")
    #expect(try inline("x _{i}") == "x _{i}")
  }

  @Test(
    "Rule 4: characters with a meaning in Markdown",
    arguments: [
      ("a*b", "a\\ast b"), ("\\{x\\}", "\\lbrace x\\rbrace"), ("\\|W\\|", "\\Vert W\\Vert"),
      ("\\left\\|x\\right\\|", "\\left\\Vert x\\right\\Vert"), ("p(a|b)", "p(a\\vert b)"),
      ("a<b>c", "a\\lt b\\gt c"),
      (
        "a\\,b\\;c\\:d\\!e\\thinspace f",
        "a{\\ }b{\\ }c{\\ }de{\\ } f"
      ), ("\\alpha\\!b\\,", "\\alpha b{\\ }"), ("\\frac{\\,a}{b}", "\\frac{ {\\ }a}{b}"),
      ("f'", "f^{\\prime}"), ("f''", "f^{\\prime\\prime}"), ("f'^2", "f^{\\prime 2}"),
      ("f'^{2k}", "f^{\\prime 2k}"), ("E[x](y)", "E[x] (y)"), ("{{a}}", "{ {a}}"),
      ("\\frac{{a}}{b}", "\\frac{ {a}}{b}"), ("a\\mid b", "a\\mid b"),
      (
        "\\lVert x\\rVert",
        "\\lVert x\\rVert"
      ),
    ])
  func characters(_ tex: String, _ safe: String) throws {
    #expect(try inline(tex) == safe)
  }

  @Test("Rule 5: commands GitHub refuses") func commands() throws {
    #expect(try inline("\\operatorname{Var}[x]") == "\\mathrm{Var}[x]")
    #expect(try inline("\\operatorname*{max}_x") == "\\mathrm{max}_x")
    #expect(try inline("\\mbox{a b}") == "\\text{a b}")
    for command in ["phantom", "newcommand", "label", "ref", "require", "cr"] {
      #expect(throws: TeXError.self) { try inline("a\\\(command){x}") }
    }
  }

  @Test("Rule 6: one row per line") func rows() throws {
    #expect(
      try display("\\begin{aligned}a&=b\\\\[2pt]&=c\\\\\\end{aligned}")
        == "\\begin{aligned}a&=b\\\\\n&=c\n\\end{aligned}")
    #expect(try display("a\\\\\n") == "a")
  }

  @Test(
    "Rule 7: punctuation at the start",
    arguments: ["(a)", ".5", ",x", ";x", "\\#x", "'", "\"a"])
  func starts(_ tex: String) throws {
    let safe = try inline(tex)
    #expect(safe.first == "{" || safe.first == "\\")
    #expect(!"(.,;#'\"".contains(safe.first ?? " "))
  }

  @Test("Rule 8: an equation's number stands in the text and in the formula")
  func numbers() throws {
    let text = try SafeMarkdown.normalize("$$\na = b \\tag{2.4}\n$$", file: "t.md")
    #expect(text.contains("a = b \\tag{2.4}\n$$"))
    #expect(text.contains("*Equation 2.4*"))
    #expect(text.contains("<a id=\"eq-2.4\"></a>"))
  }

  /// A dollar sign that begins no formula would begin one in some renderers.
  @Test(
    "Rule 9: no literal dollar sign outside formulas", arguments: ["It costs 5 $.", "$5 and more"])
  func dollars(_ text: String) {
    #expect(throws: MarkdownError.self) { try SafeMarkdown.normalize(text, file: "t.md") }
  }

  @Test func textStaysText() throws {
    #expect(try inline("\\text{a*b <c>}") == "\\text{a*b <c>}")
    #expect(try display("\\text{if $x$ holds}") == "\\text{if } x \\text{ holds}")
  }

  @Test func theCorpusIsSafeAfterOnePassAndStableAfterTwo() throws {
    for formula in NoteFormula.all {
      let once = try FormulaNormalizer.normalize(formula.tex, isDisplay: formula.display)
      let twice = try FormulaNormalizer.normalize(once, isDisplay: formula.display)
      #expect(once == twice, "\(formula.tex)")
      #expect(
        violations(once, isDisplay: formula.display) == [],
        "\(formula.tex.debugDescription) → \(once.debugDescription)")
    }
  }

  /// Random strings of TeX: an error, or a spelling that keeps the rules and that a second pass keeps.
  @Test func randomInputIsSafeOrRefused() throws {
    let fragments = [
      "a", "f'", "_{ij}", "_i", "^2", "^{\\prime}", "{", "}", "\\,", "\\;", "\\!", "\\alpha",
      "\\\\", "\n",
      " ", "=", "-", "+", "<", "|", "*", "[", "](", "(", "2.", "\\{", "\\}", "\\|", "{{",
      "\\frac{a}{b}",
      "\\left(", "\\right)", "\\operatorname{Var}", "\\text{if *}", "#", ">", ":", "\\mid", "&",
      ".",
    ]
    var random = SplitMix(state: 20_261_127)
    var accepted = 0
    for _ in 0..<4000 {
      let count = Int.random(in: 1...12, using: &random)
      let tex = (0..<count).map { _ in fragments.randomElement(using: &random) ?? "" }.joined()
      let isDisplay = Bool.random(using: &random)
      guard (try? MathFormula(tex: tex, isDisplay: isDisplay)) != nil,
        let once = try? FormulaNormalizer.normalize(tex, isDisplay: isDisplay), !once.isEmpty
      else { continue }
      accepted += 1
      let twice = try FormulaNormalizer.normalize(once, isDisplay: isDisplay)
      #expect(once == twice, "\(tex.debugDescription)")
      #expect(
        violations(once, isDisplay: isDisplay) == [],
        "\(tex.debugDescription) → \(once.debugDescription)")
    }
    #expect(accepted > 300)
  }

  @Test func theCorpusKeepsItsMeaning() throws {
    for formula in NoteFormula.all {
      let safe = try FormulaNormalizer.normalize(formula.tex, isDisplay: formula.display)
      let before = try MathFormula(tex: formula.tex, isDisplay: formula.display)
      let after = try MathFormula(tex: safe, isDisplay: formula.display)
      #expect(before.tags == after.tags)
      #expect(printed(before) == printed(after), "\(formula.tex) → \(safe)")
    }
  }

  /// What a reader sees, without the invisible operator of function names and line breaks.
  private func printed(_ formula: MathFormula) -> String {
    (XMLText(formula.mathML)?.text ?? "").filter { $0 != "\u{2061}" && !$0.isWhitespace }
      // \{ as an operator and { as a fence are one character; marks keep their order.
      .sorted().map(String.init).joined()
  }

  /// The rules again, written as patterns rather than as a rewriting.
  private func violations(_ tex: String, isDisplay: Bool) -> [String] {
    let mathematics = tex.replacing(/\\text\{[^}]*\}/, with: "T")
    let patterns: [(String, Regex<Substring>)] = [
      ("blank line", /\n\s*\n/), ("block start", /\n[-+=#>:]/), ("number", /\n\d+\./),
      ("emphasis", /[^ \n]_[{\\]/), ("character", /[*<>|']/), ("brace", /\\[{}|,;:!]/),
      ("link", /\]\(/), ("template", /\{\{/), ("command", /\\(?:operatorname|mbox|phantom|cr)\b/),
      ("start", /^[(.,;#'"]/), ("outer space", /^\s|\s$/),
    ]
    var found = patterns.compactMap { mathematics.contains($0.1) ? $0.0 : nil }
    if isDisplay, mathematics.contains(/\\\\[^\n]/) { found.append("row") }
    // Inline a dollar sign precedes the first line; displayed it stands alone.
    if isDisplay, mathematics.contains(/^([-+=#>:]|\d+\.)/) { found.append("first line") }
    return found
  }
}
