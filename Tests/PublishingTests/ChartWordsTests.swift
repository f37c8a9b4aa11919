import Charts
import Figures
import Foundation
import Study
import Testing

@testable import Publishing

/// Words of charts: blocks in templates, filled with facts.
@Suite("Words of charts") struct ChartWordsTests {
  private static let study = StudyConfiguration(seed: 5)

  private static func words(_ block: String, facts: [Fact] = []) throws -> FigureWords {
    let library = TemplateLibrary(files: [
      "chapters/a.md": "---\ntitle: A\ndescription: B\n---\n\nText.\n\n" + block + "\n",
      "names.txt": "# Names\nrelu: ReLU\nleaky-relu: leaky ReLU\nand: und\n",
    ])
    return try ChartWords(library, study: study, isStrict: true).words(of: "one", facts: facts)
  }

  private static func block(_ lines: String) -> String { "```figure one\n\(lines)\n```" }

  @Test func linesThatBeginWithSpacesContinue() throws {
    let words = try Self.words(Self.block("title: *nσ*² = 1: a\n  title\n\nx: Width"))
    #expect(words["title"] == "*nσ*² = 1: a title")
    #expect(words["x"] == "Width")
    try words.finish()
  }

  @Test func placeholdersAreFactsOfTheFigureAndOfTheStudy() throws {
    let words = try Self.words(
      Self.block("title: {{share}} of {{names}}, seed {{seed}}"),
      facts: [Fact("share", -3.0, .powerOfTen(1)), Fact("names", list: ["a", "b", "c"])])
    // In the markup of charts, with the vocabulary's “and”.
    #expect(words["title"] == "10^{−3.0} of a, b und c, seed 5")
  }

  @Test func factsOfOneTextStayInIt() throws {
    let words = try Self.words(Self.block("row: {{name}} by {{n}}"))
    #expect(words.text("row", Fact("name", text: "x"), Fact("n", 2)) == "x by 2")
    #expect(words.text("row", Fact("name", text: "y"), Fact("n", 3)) == "y by 3")
    try words.finish()
  }

  @Test func namesComeFromTheVocabularyAndBringTheirKey() throws {
    let words = try Self.words(Self.block("title: t\nname.leaky-relu: leaky"))
    #expect(words.name("relu") == "ReLU")
    #expect(words.name("leaky-relu") == "leaky")
    #expect(words.keys == ["ReLU": "relu", "leaky": "leaky-relu"])
    #expect(try Self.words(Self.block("title: t")).name("leaky-relu-0.2") == "leaky ReLU 0.2")
    let chart = try words.completing(
      Chart("one") {
        LineMark(x: .value("x", [0.0, 1]), y: .value("y", [0.0, 1]), series: .value("f", "ReLU"))
      })
    #expect(chart.title == "t")
    #expect(chart.seriesStyles["ReLU"] == .relu)
  }

  @Test(arguments: [
    ("title: t", "nothing", "chapters/a.md:8: the block “one” lacks the entry “nothing”"),
    (
      "title: t\nextra: e", "title",
      "chapters/a.md:8: the block “one” has entries that its chart does not use: extra"
    ),
    (
      "title: {{sed}}", "title",
      "chapters/a.md:9: there is no fact, figure or table “sed”; did you mean “seed”?"
        + " (`report list --facts` shows all)"
    ),
    ("title: {{seed", "title", "chapters/a.md:9:"),
  ])
  func mistakesAreNamedWithTheirLine(_ lines: String, _ key: String, _ message: String) throws {
    let words = try Self.words(Self.block(lines))
    _ = words[key]
    let error = #expect(throws: (any Error).self) { try words.finish() }
    #expect(error.map { "\($0)" }?.hasPrefix(message.prefix(60)) == true, "\(error as Any)")
  }

  /// Also where only tests are strict: nothing but the missing optional entry can have been meant.
  @Test func aMisspeltOptionalEntryIsNamedWithItsLine() throws {
    let library = TemplateLibrary(files: ["a.md": Self.block("title: t\nsubtitel: s\nlater: l")])
    let words = try ChartWords(library, study: Self.study).words(of: "one", facts: [])
    let chart = Chart("one") { PointMark(x: .value("x", [0.0, 1]), y: .value("y", [0.0, 1])) }
    let error = #expect(throws: WordBlockError.self) { try words.completing(chart) }
    #expect(
      error?.description == "a.md:3: nothing asks for the entry “subtitel” of the block “one”;"
        + " did you mean “subtitle”?")
  }

  @Test(arguments: [
    ("```figure one\ntitle: t", "chapters/a.md:8: the block “one” is not closed"),
    ("```figure one\nno entry\n```", "chapters/a.md:9: “no entry” is no entry of a block"),
    ("```figure one\nx: a\nx: b\n```", "chapters/a.md:10: the entry “x” stands twice"),
    ("```figure two\nx: a\n```", "templates: no template has the words of the figure “one”"),
  ])
  func brokenBlocksAreNamedWithTheirLine(_ block: String, _ message: String) {
    let error = #expect(throws: WordBlockError.self) { try Self.words(block) }
    #expect(error?.description.hasPrefix(message) == true, "\(error as Any)")
  }

  @Test func linesBelowABlockKeepTheirNumbers() throws {
    let text =
      "---\ntitle: A\ndescription: B\n---\n\n```figure one\nx: a\ny: b\n```\n\n{{unknown}}\n"
    let chapter = Chapter(label: "1", id: "a", experiments: [], template: "chapters/a.md")
    var names = ProseNames(facts: [])
    names.figures["one"] = "PICTURE"
    var prose = Prose(names: names)
    let template = try ChapterTemplate(text, path: "chapters/a.md")
    let error = #expect(throws: TemplateError.self) {
      try template.render(chapter, with: &prose)
    }
    #expect(error?.description.hasPrefix("chapters/a.md:11:") == true, "\(error as Any)")
    let good = try ChapterTemplate(
      text.replacing("{{unknown}}", with: "End."), path: "chapters/a.md")
    let rendered = try good.render(chapter, with: &prose)
    #expect(rendered.body.contains("PICTURE\n\nEnd."))
  }

  @Test func cellsOfTablesAreWords() throws {
    let library = TemplateLibrary(files: [
      "chapters/a.md":
        "```table t\nname: Name\nn: Number\nsome: {{n}} of {{id}}\nno: no\n```\n",
      "names.txt": "relu: ReLU\n",
    ])
    let words = try ChartWords(library, study: Self.study)
    func table(_ name: String, _ rows: [[String]]) -> FactTable {
      FactTable(
        name: name, header: ["name", "n"], numeric: [false, true], rows: rows,
        facts: ["a", "b", "c"].prefix(rows.count).map { [Fact("id", text: $0), Fact("n", 7)] })
    }
    let filled = try words.table(
      table("t", [["@relu", "@some"], ["@relu, @no", "@some"], ["–", "@some, 1"]]), facts: [])
    #expect(filled.header == ["Name", "Number"])
    // What is no list of keys stays.
    #expect(filled.rows == [["ReLU", "7 of a"], ["ReLU, no", "7 of b"], ["–", "@some, 1"]])
    #expect(throws: WordBlockError.self) {
      try words.table(table("t", [["@nothing", "1"]]), facts: [])
    }
    let error = #expect(throws: WordBlockError.self) {
      try words.table(table("u", [["–", "1"]]), facts: [])
    }
    #expect(error?.description.contains("add a block ```table u") == true)
  }

  @Test func alternativeTextsThatChartsWriteAreInTheLanguageOfTheNames() throws {
    func chart(_ library: TemplateLibrary) throws -> Chart {
      try ChartWords(library, study: Self.study).words(of: "one", facts: []).completing(
        Chart("one") { PointMark(x: .value("x", [0.0, 1]), y: .value("y", [0.0, 1])) })
    }
    let block = Self.block("title: t")
    let german = TemplateLibrary(files: [
      "a.md": block, "names.txt": "spoken.chart: Diagramm: {marks}\nspoken.points: Punkte\n",
    ])
    // Names that a replaced file leaves out are the built-in ones, which say what charts say alone.
    let english = try chart(TemplateLibrary(files: ["a.md": block]))
    #expect(english.spokenWords == .english)
    #expect(
      TemplateLibrary.builtIn.vocabulary.keys.filter { $0.hasPrefix("spoken.") }.count
        == SpokenWords.Key.allCases.count)
    let words = try chart(german).spokenWords
    #expect(words[.chart] == "Diagramm: {marks}" && words[.points] == "Punkte")
    #expect(words[.more] == SpokenWords.english[.more])
  }

  /// The committed report, with every entry of every block asked for.
  @Test func noWordIsLeftOver() throws {
    let output = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "output")
    let saved = try SavedReport(path: output.path(), catalog: ReportCatalog())
    let words = try ChartWords(.builtIn, study: saved.manifest.study, isStrict: true)
    for experiment in saved.chapters.flatMap(\.experiments) {
      _ = try saved.results.presentation(
        of: experiment, study: saved.manifest.study,
        figures: ReportCatalog().figures(of: experiment), words: words)
    }
  }
}
