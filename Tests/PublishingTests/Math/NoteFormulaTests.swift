import Publishing
import Testing

@testable import TeXMath

/// Every formula of the notes becomes well-formed MathML that still says what the TeX says.
@Suite struct NoteFormulaTests {
  @Test func theCorpusIsThere() {
    #expect(NoteFormula.all.count == 241)
    #expect(NoteFormula.all.count { $0.display } == 75)
  }

  @Test func everyFormulaIsTranslated() throws {
    for formula in NoteFormula.all {
      let place = "note \(formula.note), line \(formula.line): \(formula.tex)"
      do {
        let translated = try MathFormula(tex: formula.tex, isDisplay: formula.display)
        let xml = try #require(XMLText(translated.mathML), "not well-formed: \(place)")
        // Letters and digits survive in their order, except for those of command names.
        #expect(letters(xml.text) == expectedLetters(formula.tex), "\(place)")
      } catch {
        Issue.record("\(place): \(error)")
      }
    }
  }

  /// The plain letters and digits of rendered text; alphabets mapped back to ASCII.
  private func letters(_ text: String) -> String {
    text.decomposedStringWithCompatibilityMapping.filter {
      $0.isASCII && ($0.isLetter || $0.isNumber)
    }
    .sorted().map(String.init).joined()
  }

  /// The letters and digits of TeX that are no command, environment or tag.
  private func expectedLetters(_ tex: String) -> String {
    var rest = tex
    rest.replace(/\\tag\{[^}]*\}/, with: "")
    rest.replace(/\\(begin|end)\{[^}]*\}(\{[lcr]+\})?/, with: "")
    // ℓ is a compatibility character for l, and the names of functions are printed.
    rest.replace("\\ell", with: "ℓ")
    rest.replace(/\\(log|min|max)/) { String($0.output.1) }
    rest.replace(/\\[A-Za-z]+/, with: "")
    return letters(rest)
  }
}
