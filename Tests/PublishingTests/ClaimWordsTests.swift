import Study
import Testing

@testable import Publishing

/// Words of audited claims: blocks in `templates/audit`.
@Suite("Words of claims") struct ClaimWordsTests {
  private static func words(_ text: String) throws -> ChartWords {
    try ChartWords(
      TemplateLibrary(files: ["audit/a.md": "# Title\n\n" + text]), study: StudyConfiguration())
  }

  private static let block = """
    ```claim S1
    gloss: The mean of {{n}}
      units.
    quantity.mean: mean of *x*
    ```

    ```claim all
    range.near: within {{n}}
    ```
    """

  @Test func textsAreFilledAndSharedOnesStandIn() throws {
    let claims = try Self.words(Self.block).claims
    #expect(try claims.text("gloss", of: "S1", [Fact("n", text: "3")]) == "The mean of 3 units.")
    #expect(try claims.text("range.near", of: "S1", [Fact("n", text: "2")]) == "within 2")
  }

  @Test func tablesEscapeThemAndChartsDoNot() throws {
    let words = try Self.words(
      Self.block
        + "\n\n```table t\nname: Name\ncell: {{quantity}}\n```\n\n```figure f\nrow: {{quantity}}\n```\n"
    )
    let fact = Fact("quantity", words: "quantity.mean", of: "S1")
    let table = try words.table(
      FactTable(
        name: "t", header: ["name"], numeric: [false], rows: [["@cell"]], facts: [[fact]]),
      facts: [])
    #expect(table.rows == [["mean of &#42;x&#42;"]])
    #expect(try words.words(of: "f", facts: []).text("row", fact) == "mean of *x*")
  }

  @Test(arguments: [
    ("reason", "S1", "audit/a.md:3: the block “S1” lacks the entry “reason”"),
    ("gloss", "S2", "templates/audit: no template has the words of the claim “S2”; add a block"),
    ("gloss", "S1", "audit/a.md:4: there is no fact, figure or table “n”"),
  ])
  func missingWordsAreNamedWithTheirLine(_ key: String, _ id: String, _ message: String) throws {
    let claims = try Self.words(Self.block).claims
    let error = #expect(throws: (any Error).self) { try claims.text(key, of: id) }
    #expect(error.map { "\($0)" }?.hasPrefix(message) == true, "\(error as Any)")
  }

  @Test func wordsThatNothingAsksForAreNamedWithTheirLine() throws {
    let blocks = try WordBlock.blocks(in: "# Title\n\n" + Self.block, path: "audit/a.md")
    let claims = ClaimWords(blocks) { entry, _, _ in entry.text }
    try claims.check("S1", asksFor: ["gloss", "quantity.mean"])
    let unasked = #expect(throws: WordBlockError.self) {
      try claims.check("S1", asksFor: ["gloss"])
    }
    #expect(
      unasked?.description == "audit/a.md:6: the claim “S1” does not ask for the entry"
        + " “quantity.mean”; remove it, or see whether its key is misspelt")
    try claims.check(onlyClaims: ["S1", "S2"])
    let unknown = #expect(throws: WordBlockError.self) { try claims.check(onlyClaims: ["S2"]) }
    #expect(unknown?.line == 3)
  }

  /// A block may stand in a chapter too, where nothing of it is shown.
  @Test func aChapterMayHoldABlockOfAClaim() throws {
    let text = "---\ntitle: A\ndescription: B\n---\n\nOne.\n\n```claim S1\ngloss: g\n```\n\nTwo.\n"
    var prose = Prose(names: ProseNames(facts: []))
    let chapter = Chapter(label: "1", id: "a", experiments: [], template: "chapters/a.md")
    let rendered = try ChapterTemplate(text, path: "chapters/a.md").render(chapter, with: &prose)
    #expect(rendered.body.split(separator: "\n") == ["One.", "Two."])
  }
}
