import Publishing
import Testing

@testable import TeXMath

@Suite struct TeXErrorTests {
  private func error(_ tex: String, isDisplay: Bool = true) -> TeXError? {
    do {
      _ = try MathFormula(tex: tex, isDisplay: isDisplay)
      return nil
    } catch { return error }
  }

  @Test(arguments: [
    ("\\foo", TeXError(.unknownCommand("\\foo"), line: 1, column: 1)),
    ("a+\\newcommand{x}", TeXError(.unknownCommand("\\newcommand"), line: 1, column: 3)),
    ("a\nb+\n  \\phantom{x}", TeXError(.unknownCommand("\\phantom"), line: 3, column: 3)),
    ("\\begin{tikz}x\\end{tikz}", TeXError(.unknownEnvironment("tikz"), line: 1, column: 1)),
    ("\\frac{1}", TeXError(.missingArgument(of: "\\frac"), line: 1, column: 9)),
    ("\\sqrt", TeXError(.missingArgument(of: "\\sqrt"), line: 1, column: 6)),
    ("x_", TeXError(.missingArgument(of: "_"), line: 1, column: 3)),
    ("x^}", TeXError(.missingArgument(of: "^"), line: 1, column: 3)),
    ("{a+b", TeXError(.unclosed("{"), line: 1, column: 1)),
    ("\\text{a", TeXError(.unclosed("\\text{"), line: 1, column: 1)),
    ("a}", TeXError(.unexpected("}"), line: 1, column: 2)),
    ("\\left( x", TeXError(.unclosed("\\left"), line: 1, column: 1)),
    ("x \\right)", TeXError(.unexpected("\\right"), line: 1, column: 3)),
    ("\\left( x }", TeXError(.unexpected("}"), line: 1, column: 10)),
    ("\\left x\\right)", TeXError(.missingArgument(of: "\\left"), line: 1, column: 7)),
    (
      "\\begin{aligned}x\\end{split}",
      TeXError(.mismatchedEnd(began: "aligned", ended: "split"), line: 1, column: 17)
    ),
    ("\\begin{aligned}x", TeXError(.unclosed("\\begin{aligned}"), line: 1, column: 1)),
    ("x\\end{aligned}", TeXError(.unexpected("\\end"), line: 1, column: 2)),
    ("x^2^3", TeXError(.doubleScript("superscript"), line: 1, column: 4)),
    ("x_2_3", TeXError(.doubleScript("subscript"), line: 1, column: 4)),
    ("a & b", TeXError(.notAllowedHere("&"), line: 1, column: 3)),
    ("{a & b}", TeXError(.notAllowedHere("&"), line: 1, column: 4)),
    ("\\not x", TeXError(.notAllowedHere("\\not"), line: 1, column: 1)),
    ("a\u{1}", TeXError(.forbiddenCharacter(1), line: 1, column: 2)),
    ("a\\", TeXError(.missingArgument(of: "\\"), line: 1, column: 2)),
    ("\\text{$\\foo$}", TeXError(.unknownCommand("\\foo"), line: 1, column: 1)),
  ])
  func badInputIsNamedWithItsPlace(_ tex: String, _ expected: TeXError) {
    #expect(error(tex) == expected)
  }

  @Test func tagsBelongToDisplayedFormulas() {
    #expect(
      error("x\\tag{1}", isDisplay: false)
        == TeXError(.notAllowedHere("\\tag"), line: 1, column: 2))
  }

  @Test func nestingHasALimit() {
    let deep = String(repeating: "{", count: 10_000) + String(repeating: "}", count: 10_000)
    #expect(error(deep)?.reason == .nestedTooDeeply(limit: 64))
    let roots = String(repeating: "\\sqrt", count: 10_000) + "x"
    #expect(error(roots)?.reason == .nestedTooDeeply(limit: 64))
    let fences = String(repeating: "\\left(", count: 10_000)
    #expect(error(fences)?.reason == .nestedTooDeeply(limit: 64))
    let styles = String(repeating: "\\displaystyle", count: 10_000)
    #expect(error(styles)?.reason == .nestedTooDeeply(limit: 64))
    let brackets = String(repeating: "\\sqrt[", count: 10_000)
    #expect(error(brackets)?.reason == .nestedTooDeeply(limit: 64))
    let harmless = String(repeating: "{", count: 50) + String(repeating: "}", count: 50)
    #expect(error(harmless) == nil)
  }

  @Test func placesAreCountedInTheFile() {
    let inFile = TeXError(.unknownCommand("\\foo"), line: 1, column: 3)
      .in(file: "chapters/02.md", startingAt: (line: 41, column: 10))
    #expect(
      "\(inFile)" == "chapters/02.md:41:12: the formula uses \\foo, which is not a known command")
    let second = TeXError(.unknownCommand("\\foo"), line: 2, column: 3)
      .in(file: "a.md", startingAt: (line: 41, column: 10))
    #expect("\(second)".hasPrefix("a.md:42:3:"))
  }

  /// Random strings of TeX fragments: an error or well-formed XML, never a trap.
  @Test func randomInputNeverBreaks() throws {
    let fragments = [
      "x", "1", "{", "}", "^", "_", "&", "\\\\", "\\left", "\\right", "(", ")", "[", "]", "|", ".",
      "\\frac", "\\sqrt", "\\begin{aligned}", "\\end{aligned}", "\\begin{array}{c}", "\\end{array}",
      "\\text{a $b$ c}", "\\mathbb", "\\mathrm{ab}", "\\operatorname", "'", "\\prime", "\\tag{1}",
      "\\middle", "\\hat", "\\underbrace", "\\limits", "\\not", "\\sum", "\\log", "-", "=", "<",
      " ",
      "\n", "%", "~", "中", "\u{301}", "\\", "$", "\"", "\\big", "\\bigl(", "\\displaystyle",
      "\\foo",
      "\\begin{cases}", "\\end{cases}", "\\binom", "\\boxed", "\\overset", "\\,", "#", "👩‍👩‍👧",
      "\u{202E}",
    ]
    var random = SplitMix(state: 20_240_607)
    var translated = 0
    for _ in 0..<4000 {
      let count = Int.random(in: 1...12, using: &random)
      let tex = (0..<count).map { _ in fragments.randomElement(using: &random) ?? "" }.joined()
      guard let formula = try? MathFormula(tex: tex, isDisplay: Bool.random(using: &random)) else {
        continue
      }
      translated += 1
      #expect(XMLText(formula.mathML) != nil, "\(tex.debugDescription)")
    }
    // Enough of them are valid for the test to say something.
    #expect(translated > 300)
  }
}

/// Steele, Lea and Flood's SplitMix64: small, seeded, for choosing test input.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
