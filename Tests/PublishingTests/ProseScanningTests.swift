import ProseScanning
import Testing

@Suite struct ProseScanningTests {
  @Test func templatesAreCutAtTheirTags() {
    let scan = TemplateScan("a {{x}} b\n{{{ y.z }}}c{{ # s }}")
    #expect(scan.tags.map(\.name) == ["x", "y.z", "s"])
    #expect(scan.tags.map(\.sigil) == ["", "", "#"])
    #expect(scan.tags.map(\.line) == [0, 1, 1])
    #expect(scan.tags.map(\.text) == ["{{x}}", "{{{ y.z }}", "{{ # s }}"])
    #expect(scan.texts == ["a ", " b\n", "c", ""])
  }

  /// Whatever is more than a name, or may be a mistake, is for the engine.
  @Test(
    arguments: [
      ("", true), ("{a}", true), ("{{x}} {{{y}}}", true), ("{{&x}}", false), ("{{! x }}", false),
      ("{{^x}}y{{/x}}", false), ("{{x", false), ("{{x}", false), ("{{{x}}", false),
      ("{{x\n}}", false),
    ] as [(String, Bool)])
  func onlyNamesArePlain(_ template: String, _ isPlain: Bool) {
    #expect(TemplateScan(template).isPlain == isPlain)
  }

  /// Unicode's standard annex 29: apostrophes and points between letters (WB6, WB7) cut no word, points between
  /// digits (WB11, WB12) neither; ideographs are words of their own.
  @Test(
    arguments: [
      ("a gain", "a <gain>"), ("Gains.", "<Gains>."), ("gain’s", "gain’s"), ("gain's", "gain's"),
      ("again", "again"), ("gain_2", "gain_2"), ("gain2", "gain2"), ("a.gain", "a.gain"),
      ("1.gain", "1.<gain>"), ("中gain文", "中<gain>文"), ("gain-like", "gain-like"),
      ("mean\nfields", "<mean\nfields>"), ("Édge", "<Édge>"), ("(gain)", "(<gain>)"),
    ] as [(String, String)])
  func termsAreWholeWords(_ text: String, _ marked: String) {
    let finder = TermFinder(["gain", "mean field", "édge"])
    #expect(finder.rewriting(text) { _, words in "<\(words)>" } == marked)
  }

  @Test func theLongestTermCounts() {
    let finder = TermFinder(["gradient", "gradient clipping"])
    var found: [Int] = []
    _ = finder.rewriting("gradient clipping of gradients") { name, _ in
      found.append(name)
      return nil
    }
    #expect(found == [1, 0])
  }

  /// What is no running text, by the passage; the gain behind it is found again.
  @Test(arguments: [
    #"\gain"#, "`gain`", "```\ngain ``\n ```", "$gain$", "$$gain $ x$$", "{{gain}}", "[gain](x)",
    "![gain](\ngain)", "<gain>", "<summary>a gain</summary>", "**Table gain.**", "\n# gain",
    "\n> **gain here**", "\n\n**gain.**",
  ])
  func passagesKeepTheirWords(_ passage: String) {
    let text = passage + "\ngain"
    #expect(TermFinder(["gain"]).rewriting(text) { _, _ in "x" } == passage + "\nx")
  }

  @Test(
    arguments: [
      ("`gain", "`x"), ("$gain", "$x"), ("[gain] (x)", "[x] (x)"), ("< gain", "< x"),
      ("**gain**", "**x**"), ("{gain}", "{x}"),
    ] as [(String, String)])
  func whatIsLeftOpenIsText(_ text: String, _ changed: String) {
    #expect(TermFinder(["gain"]).rewriting(text) { _, _ in "x" } == changed)
  }

  @Test func numbersOfEquationsAndTablesAreFound() {
    let text = """
      $$x \\tag{2.4}$$ $$y \\tag*{P.1}$$ $$z \\tag{a b}$$
      **Table 2.1.** Words. **Table 2.2.** is no caption.
      **Table P.3.** More.
      **Table 4.** No part.
      """
    #expect(NumberedPlaces.equations(in: text) == ["2.4", "P.1"])
    #expect(NumberedPlaces.tables(in: text) == ["2.1", "P.3"])
    #expect(
      NumberedPlaces.anchoringTables("a\n**Table 2.1.** b")
        == "a\n<a id=\"table-2.1\"></a>\n\n**Table 2.1.** b")
  }

  @Test func wordsOfRunningTextAreCounted() {
    let text = """
      Three plain words, 12 – and a [link here](to/some place.md).

      | a | table |
      ```
      some code
      ```
      $$
      a formula
      $$
      {{figure.x}} is dropped only where <tags> do not come first.
      <b>not counted</b>
      """
    #expect(RunningText.wordCount(of: text) == 7 + 10)
  }

  @Test func linesAreTrimmed() {
    #expect(" \n\n  a\n\nb \n \n".trimmedLines == "  a\n\nb ")
    #expect(" \n\t\n".trimmedLines == "" && "".trimmedLines == "")
    #expect(" \t\n\na".droppingBlankFirstLine == "\na" && " a\n".droppingBlankFirstLine == " a\n")
    #expect("# a\n```\n# b\n```\n## c".loweringHeadings == "## a\n```\n# b\n```\n### c")
    let words = "är\n## End\n"
    #expect(words.firstPlace(of: "\n## End").map { words[$0...] } == "\n## End\n")
    #expect(words.firstPlace(of: "\n## Ende") == nil)
  }
}
