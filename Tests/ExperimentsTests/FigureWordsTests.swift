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

  @Test func factsAreSaidInTheWordsOfTheVocabulary() {
    let german = Vocabulary([
      "and": "und", "to": "bis", "number.3": "drei", "he": "He", "lecun": "LeCun",
      "relu": "ReLU", "interpolated": "α =",
    ])
    func text(_ fact: Fact, _ part: String? = nil) -> String? {
      fact.text(part: part, vocabulary: german)
    }
    #expect(text(Fact("n", 3), "word") == "drei" && text(Fact("n", 3), "Word") == "Drei")
    #expect(text(Fact("n", 3)) == "3" && text(Fact("n", 1300), "word") == "1,300")
    #expect(text(Fact("n", 0.5, .fixed(1)), "word") == "0.5" && text(Fact("n", 3), "low") == nil)
    let names = Fact("names", names: ["he", "lecun", "interpolated-0.5", "other"])
    #expect(text(names) == "He, LeCun, α = 0.5 und other")
    #expect(text(names, "row") == "He, LeCun, α = 0.5, other")
    #expect(text(Fact("g", groups: [("relu", ["he", "lecun"])])) == "ReLU (He, LeCun)")
    #expect(text(Fact("r", rangeOf: [0.25, 0.232, 0.24], .fixed(2))) == "0.23 bis 0.25")
    #expect(text(Fact("r", rangeOf: [0.251, 0.249], .fixed(2))) == "0.25")
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
