import Graphics
import Testing

@Suite struct RichTextTests {
  @Test(arguments: [
    ("plain", "plain"),
    ("10^{−45}", "10⁻⁴⁵"),
    ("log_{10} *x*", "log₁₀ x"),
    ("**Method.** a*b", "Method. a*b"),
    ("2 * 3 * 4", "2 * 3 * 4"),
    ("[38](Xavier), [[−8, 8]]", "38, [[−8, 8]]"),
    ("[45](N(0, 0.01²))", "45"),
    ("\\*x\\*", "*x*"),
    ("open ^{", "open ^{"),
    ("***both***", "both"),
    ("x^{a}", "x^a"),
  ])
  func reads(markup: String, plain: String) {
    #expect(RichText(markup).plain == plain)
  }

  @Test func nestsLooks() {
    let spans = RichText("**a*b*^{2}**").spans
    #expect(spans.map(\.text) == ["a", "b", "2"])
    #expect(spans.allSatisfy { $0.bold })
    #expect(spans.map(\.italic) == [false, true, false])
    #expect(spans[2].script == .raised)
  }

  @Test(arguments: ["a*b", "x_{1}", "[a](b)", "back\\slash", "**"])
  func escapingKeepsCharacters(text: String) {
    #expect(RichText(RichText.escaped(text)).plain == text)
  }

  @Test func stacksScripts() {
    let typesetter = Typesetter(measuring: FixedWidthMeasurer())
    let line = typesetter.line(
      "x^{22}_{i}y", style: TextStyle(size: 10), color: Color(0, 0xFFFFFF))
    #expect(line.runs[1].dx == line.runs[2].dx)
    #expect(line.runs[1].dy < 0 && line.runs[2].dy > 0)
    // The next letter follows the longer of the two.
    #expect(line.runs[3].dx == line.runs[1].dx + 2 * 0.56 * 7.2)
  }

  @Test func keepsPercentSignsWithTheirNumbers() {
    let typesetter = Typesetter(measuring: FixedWidthMeasurer())
    for width in stride(from: 10.0, through: 400, by: 10) {
      let lines = typesetter.lines(
        RichText("about 95 % of **100 %** here"), width: width, style: TextStyle(size: 10),
        color: Color(0, 0))
      #expect(lines.allSatisfy { $0.runs.first?.text.hasPrefix("%") != true }, "\(width)")
    }
  }

  @Test func wrapsWithinTheWidth() {
    let typesetter = Typesetter(measuring: FixedWidthMeasurer())
    let text = RichText("one two **three four** five six seven eight")
    let style = TextStyle(size: 10)
    for isBalanced in [false, true] {
      let lines = typesetter.lines(
        text, width: 90, style: style, color: Color(0, 0), isBalanced: isBalanced)
      #expect(lines.allSatisfy { $0.width <= 90 })
      #expect(lines.map { $0.runs.map(\.text).joined() }.joined(separator: " ") == text.plain)
    }
  }

  @Test func breaksBetweenIdeographs() {
    let typesetter = Typesetter(measuring: FixedWidthMeasurer())
    let lines = typesetter.lines(
      "深度网络的初始化", width: 30, style: TextStyle(size: 10), color: Color(0, 0))
    #expect(lines.count == 2)
    #expect(lines.allSatisfy { $0.width <= 30 })
  }
}
