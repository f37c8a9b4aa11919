import Study
import Testing

@Suite("Words of a figure") struct FigureWordsTests {
  /// Words that quote the facts they are given: `{{name}}` for each.
  private func words(_ text: String) throws -> FigureWords {
    let blocks = try WordBlock.blocks(in: "```figure x\n\(text)\n```", path: "x.md")
    return FigureWords(try #require(blocks.first), vocabulary: Vocabulary([:]), isStrict: true) {
      text, _, facts in
      facts.reduce(text) { $0.replacing("{{\($1.name)}}", with: $1.text() ?? "") }
    }
  }

  @Test func laterTextsQuoteAListOfTexts() throws {
    let words = try words("item: {{n}} units\nalt: Sizes: {{sizes}}.")
    let items = [8, 16].map { words.text("item", Fact("n", $0)) }
    words.state(Fact("sizes", text: items.joined(separator: "; ")))
    #expect(words["alt"] == "Sizes: 8 units; 16 units.")
    try words.finish()
  }

  @Test func onlyConditionalEntriesMayGoUnused() throws {
    try words("if.refuted: refuted").finish()
    let unused = try words("refuted: refuted")
    #expect(throws: WordBlockError.self) { try unused.finish() }
    let missing = try words("if.refuted: refuted")
    _ = missing["if.confirmed"]
    #expect(throws: WordBlockError.self) { try missing.finish() }
  }
}
