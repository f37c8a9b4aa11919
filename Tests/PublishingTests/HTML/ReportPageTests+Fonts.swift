import CairoRendering
import Experiments
import Foundation
import Study
import TestSupport
import Testing

@testable import Publishing
@testable import ReportFolder
@testable import TeXMath

/// Formulas and the faces that they need.
extension ReportPageTests {
  @Test func everyFormulaOfTheNotesReachesThePage() throws {
    // One paragraph each, through the normaliser, md4c and the translator.
    let markdown = NoteFormula.all.map { formula in
      formula.display ? "$$\n\(formula.tex)\n$$" : "Here $\(formula.tex)$ is."
    }.joined(separator: "\n\n")
    // Two notes repeat equation numbers; ids are checked elsewhere.
    let chapter = try ChapterHTML(markdown, file: "notes.md", prefix: "n") { _ in nil }
    let count = NoteFormula.all.reduce(0) { sum, formula in
      let parts = try? MathFormula(tex: formula.tex, isDisplay: formula.display).parts
      return sum + (formula.display ? parts?.count ?? 0 : 1)
    }
    #expect(chapter.html.ranges(of: "<math").count == count)
    #expect(!chapter.html.contains("x-equation"))
    #expect(!chapter.html.contains("$"))
  }

  @Test func theMathFontKeepsItsTable() throws {
    let finder = FontFinder()
    let found = finder.face(family: "Latin Modern Math")
    let file = try #require(found, "needs the package fonts-lmodern")
    let bytes = try #require(FontSubset.make(of: file, keeping: Set("(√x)∑".unicodeScalars)))
    #expect(bytes.count < 20_000)
    #expect(String(decoding: bytes.prefix(400), as: UTF8.self).contains("MATH"))
  }

  @Test func aSubsetIsSmallAndTheSameEachTime() throws {
    let finder = FontFinder()
    let found = finder.face(family: "Inter")
    let file = try #require(found, "needs the package fonts-inter")
    let scalars = Set("Gradient 0123456789".unicodeScalars)
    let first = try #require(FontSubset.make(of: file, keeping: scalars))
    #expect(first.count < 30_000)
    #expect(FontSubset.make(of: file, keeping: scalars) == first)
    #expect(FontSubset.make(of: FontFile(path: "/nonexistent", family: ""), keeping: []) == nil)
  }
}
