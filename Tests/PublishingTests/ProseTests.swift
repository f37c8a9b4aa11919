import Experiments
import Study
import Simulation
import Testing

@testable import Publishing

@Suite("Prose") struct ProseTests {
  private var names: ProseNames {
    var names = ProseNames(facts: [
      Fact("decay", Estimate(value: 0.2347, low: 0.2344, high: 0.2350, samples: 2000), .fixed(4)),
      Fact("bound", 0.25, .fixed(2)), Fact("winner", text: "He"),
    ])
    names.figures = ["decay-chart": "![a & b](c.svg)"]
    names.references = ["decay-chart": "[Figure 1.1](#fig-decay-chart)"]
    return names
  }

  private func render(_ template: String) throws -> String {
    var prose = Prose(names: names)
    return try prose.render(template, path: "chapters/x.md")
  }

  @Test func fillsFactsAndTheirParts() throws {
    #expect(
      try render("{{decay}} ({{decay.interval}}, n = {{decay.samples}})")
        == "0.2347 (0.2344 to 0.2350, n = 2,000)")
    #expect(try render("{{ bound }} {{winner}} {{decay.margin}}") == "0.25 He 0.00030")
  }

  @Test func leavesMarkdownAlone() throws {
    #expect(
      try render("{{figure.decay-chart}} see {{ref.decay-chart}}")
        == "![a & b](c.svg) see [Figure 1.1](#fig-decay-chart)")
    #expect(try render("$a_{b}$ <b> & \"q\"") == "$a_{b}$ <b> & \"q\"")
  }

  @Test func namesTheLineOfAnUnknownName() {
    #expect(
      throws: TemplateError.unknownName(
        path: "chapters/x.md", line: 3, name: "decoy", nearest: "decay")
    ) { try render("one\ntwo\nthree {{decoy}}") }
  }

  @Test(arguments: [
    "{{decay.mode}}", "{{bound.low}}", "{{figure.nope}}", "{{decay.low.x}}", "{{}}",
  ])
  func refusesUnknownParts(template: String) {
    #expect(throws: TemplateError.self) { try render(template) }
  }

  @Test(arguments: ["{{#decay}}never closed", "{{decay", "{{#decay}}x{{/bound}}", "{{/decay}}"])
  func refusesBrokenSyntax(template: String) {
    #expect(throws: TemplateError.self) { try render(template) }
  }

  @Test(arguments: [
    "{{>partial}}", "{{<parent}}{{/parent}}", "{{$block}}x{{/block}}", "{{=<% %>=}}",
  ])
  func refusesTagsThatCouldHideNames(template: String) {
    #expect(throws: TemplateError.self) { try render(template) }
  }

  @Test func remembersWhatWasUsed() throws {
    var prose = Prose(names: names)
    _ = try prose.render("{{decay.low}} {{figure.decay-chart}}", path: "x")
    #expect(prose.used == ["decay", "figure.decay-chart"])
  }
}

@Suite("Chapter templates") struct ChapterTemplateTests {
  private let text = """
    ---
    title: Products of {{count}}
    description: "One: two"
    findings:
      - {value: "{{count}}", unit: runs, text: "A “quoted: text”", interval: none}
    ---
    The body has {{count}}.
    """

  private func render(_ text: String) throws -> ChapterProse {
    var names = ProseNames(facts: [Fact("count", 1234)])
    names.references["chapter-products"] = "[Chapter 1](#products)"
    var prose = Prose(names: names)
    return try ChapterTemplate(text, path: "c.md")
      .render(Chapter(number: 1, id: "products", experiments: []), with: &prose)
  }

  @Test func fillsFrontMatterAndBody() throws {
    let chapter = try render(text)
    #expect(chapter.title == "Products of 1,234")
    #expect(chapter.description == "One: two")
    #expect(chapter.findings.first?.value == "1,234")
    #expect(chapter.body == "The body has 1,234.")
  }

  @Test(arguments: [
    "", "no front matter", "---\ntitle: x\n", "---\ntitle: x\n---\nbody",
    "---\ntitle: [\n---\nbody", "---\ntitle: a\ndescription: b\nfindings: c\n---\n",
  ])
  func refusesBrokenFrontMatter(text: String) {
    #expect(throws: TemplateError.self) { try render(text) }
  }

  @Test func linesOfTheBodyAreThoseOfTheFile() {
    #expect {
      try render(text + "\n{{oops}}")
    } throws: { error in
      guard case TemplateError.unknownName(_, let line, "oops", _)? = error as? TemplateError else {
        return false
      }
      return line == 8
    }
  }
}
