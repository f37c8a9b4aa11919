import Experiments
import Foundation
import Study
import Testing

@testable import Publishing

@Suite struct CrossReferencesTests {
  private static let chapters = [
    Chapter(number: 2, id: "back", experiments: []),
    Chapter(number: 4, id: "variance", experiments: []),
    Chapter(label: "", id: "glossary", experiments: [], template: "glossary.md"),
    Chapter(label: "P", id: "primer", experiments: [], template: "primer.md"),
  ]

  private static let texts = [
    "$$x \\tag{2.4}$$\n\n**Table 2.1.** Values.\n", "$$y \\tag{4.10}$$\n",
    """
    | English | 中文 | meaning here |
    | :--- | :--- | :--- |
    | fan-in, fan-out | 维度 | units before a layer, units in it |
    | geometric mean | 几何平均 | $\\sqrt{mn}$ |
    | gain | 增益 | a factor |
    | quadratic mean (of the note) | 二次平均 | a mean |
    """,
    "$$z \\tag{P.1}$$\n\n**Table P.2.** Words.\n",
  ]

  private let references = CrossReferences(
    chapters: zip(chapters, texts).map { ($0, $1) },
    figures: [("4.2", "forward", chapters[1])])

  private func linked(_ text: String) -> String {
    references.linked(text, of: Self.chapters[0])
  }

  @Test(arguments: [
    ("by (2.4) and", "by ([2.4]({{part.at-eq-2-4}})) and"), ("of (2.5) and", "of (2.5) and"),
    ("Equation 4.10 says", "[Equation 4.10]({{part.at-eq-4-10}}) says"),
    ("(equation 2.4)", "([equation 2.4]({{part.at-eq-2-4}}))"),
    ("see chapter\n4.", "see [chapter\n4]({{part.at-chapter-4}})."),
    ("chapters 2 and 4", "[chapters 2]({{part.at-chapter-2}}) and [4]({{part.at-chapter-4}})"),
    (
      "chapters 2, 4, P",
      "[chapters 2]({{part.at-chapter-2}}), [4]({{part.at-chapter-4}}), [P]({{part.at-chapter-P}})"
    ),
    ("chapters 2–4, 9", "[chapters 2]({{part.at-chapter-2}})–[4]({{part.at-chapter-4}}), 9"),
    ("in chapter 2, 4 networks", "in [chapter 2]({{part.at-chapter-2}}), 4 networks"),
    ("chapter P or (P.1)", "[chapter P]({{part.at-chapter-P}}) or ([P.1]({{part.at-eq-P-1}}))"),
    ("tables P.2 and 9.1", "[tables P.2]({{part.at-table-P-2}}) and 9.1"),
    ("chapter Prince", "chapter Prince"), ("chapter 9", "chapter 9"),
    ("table 2.1", "[table 2.1]({{part.at-table-2-1}})"),
    ("Figure 4.2 and figure 7.7", "[Figure 4.2]({{part.at-fig-4-2}}) and figure 7.7"),
  ])
  func mentionsBecomeLinks(_ text: String, _ expected: String) {
    #expect(linked(text) == expected)
  }

  /// Tables have numbers in parentheses that are no equations.
  @Test func onlyChaptersAreLinkedOutsideTheTemplates() {
    #expect(
      references.linkingChapters("| of (2.4) (chapter 4). |")
        == "| of (2.4) ([chapter 4]({{part.at-chapter-4}})). |")
  }

  /// Code, formulas, placeholders, links and headings are left as they are.
  @Test(arguments: [
    "`(2.4)`", "$f(2.4)$", "[(2.4)](x.md)", "{{ref.chapter 2}}", "\n## Chapter 2\n",
    "```\nchapter 2 (2.4)\n```", "$$\nx (2.4)\n$$", "**Table 2.1.** Values",
    "<b title=\"chapter 2\">",
  ])
  func nothingElseChanges(_ text: String) {
    #expect(linked(text) == text)
  }

  @Test func listsOfReferencesSpeakOfOtherWorks() {
    let list = "\n## References\n\n- Prince, chapter 2, table 2.1.\n"
    #expect(linked("chapter 2" + list) == "[chapter 2]({{part.at-chapter-2}})" + list)
  }

  @Test func aTermLinksAtItsFirstUse() {
    #expect(
      linked("A gain, two gains, an again.")
        == "A [gain]({{part.at-term-gain}} \"a factor\"), two gains, an again.")
    #expect(
      linked("Fan-out\nand fan-in").hasPrefix(
        "[Fan-out]({{part.at-term-fan-in-fan-out}} \"units"))
    // A meaning with formulas cannot be a title; a term may go over a line's end.
    #expect(
      linked("the geometric\nmean") == "the [geometric\nmean]({{part.at-term-geometric-mean}})")
    #expect(linked("a quadratic mean").contains("{{part.at-term-quadratic-mean-of-the-note}}"))
    #expect(linked("\n## Gain\n") == "\n## Gain\n")
  }

  @Test func theGlossaryHasAnchors() {
    let glossary = references.linked(Self.texts[2], of: Self.chapters[2])
    #expect(glossary.contains("| <a id=\"term-gain\"></a>gain | 增益 |"))
    #expect(!glossary.contains("term-english") && !glossary.contains("part.at"))
  }

  @Test func everyPlaceHasAnAddress() {
    let onSite = references.addresses(\.onSite)
    let inFile = references.addresses(\.inFile)
    #expect(onSite["at-eq-4-10"] == "04-variance.md#eq-4.10")
    #expect(inFile["at-eq-4-10"] == "#eq-4.10")
    #expect(onSite["at-chapter-2"] == "02-back.md" && inFile["at-chapter-2"] == "#chapter-back")
    #expect(onSite["at-term-gain"] == "glossary.md#term-gain")
    #expect(onSite["at-fig-4-2"] == "04-variance.md#fig-forward")
  }

  @Test func linesStayWhereTheyAre() throws {
    let library = TemplateLibrary.builtIn
    let texts = try ExperimentCatalog.chapters.map { ($0, try library.text(at: $0.template)) }
    let references = CrossReferences(chapters: texts, figures: [])
    for (chapter, text) in texts {
      let linked = references.linked(text, of: chapter)
      #expect(linked.count { $0 == "\n" } == text.count { $0 == "\n" }, "\(chapter.id)")
      if !chapter.label.isEmpty { #expect(linked != text, "\(chapter.id) links to nothing") }
    }
  }
}
