import Publishing
import Testing

@testable import TeXMath

@Suite struct MathFormulaTests {
  /// The MathML of an inline formula, without the element around it.
  private func inline(_ tex: String) throws -> String { try body(tex, isDisplay: false) }
  private func display(_ tex: String) throws -> String { try body(tex, isDisplay: true) }

  private func body(_ tex: String, isDisplay: Bool) throws -> String {
    let mathML = try MathFormula(tex: tex, isDisplay: isDisplay).mathML
    let start = try #require(mathML.firstMatch(of: /<math[^>]*>/)).range
    let end = try #require(mathML.firstRange(of: "</math>"))
    return String(mathML[start.upperBound..<end.lowerBound])
  }

  @Test(arguments: [
    // Letters, numbers, signs.
    ("x", "<mi>x</mi>"),
    ("0.35", "<mn>0.35</mn>"),
    ("1.", "<mn>1</mn><mo stretchy=\"false\" lspace=\"0\" rspace=\"0\">.</mo>"),
    ("a-b", "<mi>a</mi><mo form=\"infix\">−</mo><mi>b</mi>"),
    ("-b", "<mo form=\"prefix\">−</mo><mi>b</mi>"),
    ("a=-b", "<mi>a</mi><mo>=</mo><mo form=\"prefix\">−</mo><mi>b</mi>"),
    ("=b", "<mo form=\"infix\">=</mo><mi>b</mi>"),
    ("\\lambda_\\pm", "<msub><mi>λ</mi><mo lspace=\"0\" rspace=\"0\">±</mo></msub>"),
    ("a<b", "<mi>a</mi><mo>&lt;</mo><mi>b</mi>"),
    (
      "\\{x\\}",
      "<mo form=\"prefix\" stretchy=\"false\">{</mo><mi>x</mi>"
        + "<mo form=\"postfix\" stretchy=\"false\">}</mo>"
    ),
    // Scripts and primes.
    ("x_i^2", "<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>"),
    ("x^2_i", "<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>"),
    ("x^12", "<msup><mi>x</mi><mn>1</mn></msup><mn>2</mn>"),
    (
      "W^{(l)}",
      "<msup><mi>W</mi><mrow><mo form=\"prefix\" stretchy=\"false\">(</mo><mi>l</mi>"
        + "<mo form=\"postfix\" stretchy=\"false\">)</mo></mrow></msup>"
    ),
    ("f'", "<mi>f</mi><mo form=\"postfix\" lspace=\"0\" rspace=\"0\">′</mo>"),
    ("f''", "<mi>f</mi><mo form=\"postfix\" lspace=\"0\" rspace=\"0\">″</mo>"),
    ("f^{\\prime}", "<mi>f</mi><mo form=\"postfix\" lspace=\"0\" rspace=\"0\">′</mo>"),
    (
      "h_i'",
      "<msub><mrow><mi>h</mi><mo form=\"postfix\" lspace=\"0\" rspace=\"0\">′</mo></mrow>"
        + "<mi>i</mi></msub>"
    ),
    ("{}_a", "<msub><mrow></mrow><mi>a</mi></msub>"),
    // Alphabets are Unicode letters.
    ("\\mathbb{E}", "<mi>𝔼</mi>"),
    ("\\mathbb R", "<mi>ℝ</mi>"),
    ("\\mathcal{N}", "<mi>𝒩</mi>"),
    ("\\mathcal{E}", "<mi>ℰ</mi>"),
    ("\\mathbf{x}_1", "<msub><mi>𝐱</mi><mn>1</mn></msub>"),
    ("\\boldsymbol{\\sigma}", "<mi>𝝈</mi>"),
    ("\\mathrm{Var}", "<mi>Var</mi>"),
    ("\\mathrm{d}x", "<mi mathvariant=\"normal\">d</mi><mi>x</mi>"),
    ("n_\\mathrm{in}", "<msub><mi>n</mi><mi>in</mi></msub>"),
    ("\\Gamma", "<mi mathvariant=\"normal\">Γ</mi>"),
    ("\\sigma", "<mi>σ</mi>"),
    ("\\infty", "<mi>∞</mi>"),
    // Functions: scripts belong to the name, then the invisible application.
    ("\\log x", "<mi>log</mi><mo>\u{2061}</mo><mspace width=\"0.1667em\"/><mi>x</mi>"),
    (
      "2\\log(x)",
      "<mn>2</mn><mspace width=\"0.1667em\"/><mi>log</mi><mo>\u{2061}</mo>"
        + "<mo form=\"prefix\" stretchy=\"false\">(</mo><mi>x</mi>"
        + "<mo form=\"postfix\" stretchy=\"false\">)</mo>"
    ),
    (
      "\\log_2 x",
      "<msub><mi>log</mi><mn>2</mn></msub><mo>\u{2061}</mo><mspace width=\"0.1667em\"/><mi>x</mi>"
    ),
    (
      "\\operatorname{Var}",
      "<mi>Var</mi><mo>\u{2061}</mo>"
    ),
    // Fractions, roots, boxes, text, spaces.
    ("\\frac12", "<mfrac><mn>1</mn><mn>2</mn></mfrac>"),
    (
      "\\frac{a+b}{c}",
      "<mfrac><mrow><mi>a</mi><mo form=\"infix\">+</mo><mi>b</mi></mrow><mi>c</mi></mfrac>"
    ),
    ("\\sqrt{mn}", "<msqrt><mrow><mi>m</mi><mi>n</mi></mrow></msqrt>"),
    ("\\sqrt[4]{n}", "<mroot><mi>n</mi><mn>4</mn></mroot>"),
    ("\\boxed{x}", "<mrow class=\"boxed\"><mi>x</mi></mrow>"),
    ("\\text{ 或 }", "<mtext>\u{A0}或\u{A0}</mtext>"),
    ("\\text{if $x$}", "<mtext>if\u{A0}</mtext><mi>x</mi>"),
    ("a\\quad b", "<mi>a</mi><mspace width=\"1em\"/><mi>b</mi>"),
    ("a\\,b", "<mi>a</mi><mspace width=\"0.1667em\"/><mi>b</mi>"),
    ("a\\!b", "<mi>a</mi><mspace width=\"-0.1667em\"/><mi>b</mi>"),
    // Accents and braces.
    ("\\hat{x}", "<mover accent=\"true\"><mi>x</mi><mo stretchy=\"false\">ˆ</mo></mover>"),
    (
      "\\overline{ab}", "<mrow class=\"over\"><mi>a</mi><mi>b</mi></mrow>"
    ),
    ("\\not\\in", "<mo form=\"infix\">∉</mo>"),
    // Chinese and other letters stand as they are.
    ("中", "<mi>中</mi>"),
    ("a⊙b", "<mi>a</mi><mo form=\"infix\">⊙</mo><mi>b</mi>"),
  ])
  func inlineConstructs(_ tex: String, _ expected: String) throws {
    #expect(try inline(tex) == expected)
  }

  @Test func limitsStandBelowOnlyInDisplay() throws {
    #expect(try display("\\sum_{i}^n x").hasPrefix("<munderover><mo movablelimits=\"false\">∑"))
    #expect(try inline("\\sum_{i}^n x").hasPrefix("<msubsup><mo>∑"))
    #expect(try inline("\\sum\\limits_{i} x").hasPrefix("<munder>"))
    #expect(try display("\\sum\\nolimits_{i} x").hasPrefix("<msub>"))
    #expect(try display("\\max_x f").hasPrefix("<munder><mi>max</mi>"))
    #expect(try display("\\int_0^1 f").hasPrefix("<msubsup>"))
    // Inside a fraction display style has ended.
    #expect(try display("\\frac{\\sum_i x}{2}").contains("<msub><mo>∑"))
  }

  @Test func underbraceCarriesItsLabelBelow() throws {
    let mathML = try inline("\\underbrace{a+b}_{n}")
    #expect(mathML.hasPrefix("<munder><munder accentunder=\"true\">"))
    #expect(mathML.contains("<mo stretchy=\"true\">⏟</mo></munder><mi>n</mi></munder>"))
  }

  @Test func stretchyFencesSaySo() throws {
    let mathML = try inline("\\left(\\frac12\\right]")
    let attributes = "fence=\"true\" stretchy=\"true\" lspace=\"0\" rspace=\"0\""
    #expect(mathML.contains("<mo form=\"prefix\" \(attributes)>(</mo>"))
    #expect(mathML.contains("<mo form=\"postfix\" \(attributes)>]</mo>"))
    #expect(try inline("\\left.x\\right|_0").components(of: "fence=").count == 1)
    #expect(try inline("\\left\\{x\\middle|y\\right\\}").components(of: "fence=").count == 3)
    #expect(try inline("\\|W\\|").components(of: "stretchy=\"false\"").count == 2)
  }

  @Test func tablesAlignTheirColumns() throws {
    let aligned = try display("\\begin{aligned}a&=b\\\\&=c\\\\\\end{aligned}")
    #expect(aligned.components(of: "<mtr>").count == 2)
    #expect(aligned.contains("<mtd class=\"r\"><mi>a</mi></mtd>"))
    #expect(aligned.contains("<mtd class=\"l\"><mo form=\"infix\">=</mo><mi>b</mi></mtd>"))
    #expect(aligned.contains("displaystyle=\"true\" columnalign=\"right left\""))
    let cases = try display("f=\\begin{cases}1&x>0\\\\0&\\text{else}\\end{cases}")
    #expect(cases.contains(">{</mo>") && !cases.contains(">}</mo>"))
    let array = try display("\\left[\\begin{array}{lr}a&b\\end{array}\\right]")
    #expect(array.contains("<mtd class=\"l\">") && array.contains("<mtd class=\"r\">"))
    for (name, open, close) in [("pmatrix", "(", ")"), ("bmatrix", "[", "]")] {
      let matrix = try display("\\begin{\(name)}a&b\\\\c&d\\end{\(name)}")
      #expect(matrix.contains(">\(open)</mo>") && matrix.contains(">\(close)</mo>"))
      #expect(matrix.components(of: "<mtd class=\"c\">").count == 4)
    }
  }

  @Test func tagsAreHandedOver() throws {
    let formula = try MathFormula(tex: "y=x\n\\tag{3}", isDisplay: true)
    #expect(formula.tags == ["3"])
    #expect(!formula.mathML.contains("<mtext>3"))
  }

  @Test func theTeXIsKept() throws {
    let formula = try MathFormula(tex: " a<b & \n".replacing("&", with: "\\&"), isDisplay: false)
    #expect(formula.mathML.hasPrefix("<math alttext=\"a&lt;b \\&amp;\">"))
  }

  @Test func fontsMustHaveTheItalicLettersABrowserDerives() throws {
    let scalars = try MathFormula(tex: "x+h+\\sigma-1", isDisplay: false).scalars
    for scalar in "𝑥ℎ𝜎−+1".unicodeScalars { #expect(scalars.contains(scalar)) }
  }

  @Test func scriptsInMarkupStayText() throws {
    let formula = try MathFormula(tex: "\\text{<script>alert(1)</script>}", isDisplay: false)
    #expect(!formula.mathML.contains("<script"))
  }
}

extension String {
  /// The occurrences of a text.
  func components(of text: String) -> [Range<String.Index>] { ranges(of: text) }
}
