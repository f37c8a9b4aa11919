import Testing
import Yams

@testable import Publishing

@Suite struct FlavorTests {
  private func files(_ flavor: SiteFlavor) throws -> [String: String] {
    let site = try FlavoredSite(
      SampleSite.pages(), title: SampleSite.title, description: "All", flavor: flavor)
    return Dictionary(uniqueKeysWithValues: site.files.map { ($0.path, $0.text) })
  }

  /// The front matter of a page as a YAML library reads it.
  private func frontMatter(_ page: String) throws -> [String: Any] {
    let block = try #require(page.firstMatch(of: /^---\n((?s).*?)\n---\n/)).output.1
    return try #require(try Yams.load(yaml: String(block)) as? [String: Any])
  }

  @Test(arguments: SiteFlavor.allCases) func everyPageIsThereOnce(_ flavor: SiteFlavor) throws {
    let files = try files(flavor)
    #expect(files.keys.count { $0.hasSuffix(".md") } == 2)
    for (path, text) in files {
      #expect(!path.hasPrefix("/") && !path.contains(".."))
      #expect(text.hasSuffix("\n") && !text.contains("\r"), "\(path)")
    }
  }

  @Test func gitHubHasNoFrontMatter() throws {
    let files = try files(.github)
    #expect(files["index.md"]?.hasPrefix("# A study") == true)
    #expect(Set(files.keys) == ["index.md", "02-back.md", "laboratory.html"])
  }

  /// Where each tool's own manual has the files that it hands on as they are.
  @Test(
    arguments: [
      (.github, "laboratory.html"), (.mkdocs, "docs/laboratory.html"),
      (.docusaurus, "static/laboratory.html"), (.hugo, "static/laboratory.html"),
      (.jekyll, "laboratory.html"), (.quarto, "laboratory.html"), (.myst, "laboratory.html"),
    ] as [(SiteFlavor, String)])
  func theLaboratoryLiesBesideThePages(_ flavor: SiteFlavor, path: String) throws {
    let page = try #require(try files(flavor)[path])
    #expect(page.contains("id=\"lab-training\"") && page.contains("id=\"laboratory-module\""))
  }

  @Test(arguments: SiteFlavor.allCases.filter { $0 != .github })
  func titlesSurviveYAML(_ flavor: SiteFlavor) throws {
    let index = try #require(try files(flavor)[flavor.pagePath("index.md")])
    let front = try frontMatter(index)
    // In MkDocs a title is HTML: its themes put it into pages as it is.
    #expect(front["title"] as? String == flavor.spelled(SampleSite.title))
    #expect(front["description"] as? String == flavor.spelled("A \\ study: \"all\" of it"))
    #expect(front["tags"] as? [String] == ["initialisation"])
  }

  @Test func eachToolGetsItsKeys() throws {
    func keys(_ flavor: SiteFlavor) throws -> Set<String> {
      let page = try files(flavor)[flavor.pagePath("02-back.md")] ?? ""
      return try Set(frontMatter(page).keys).subtracting(["title", "description", "tags"])
    }
    #expect(try keys(.mkdocs) == [])
    #expect(try keys(.myst) == [])
    #expect(try keys(.docusaurus) == ["slug", "sidebar_position", "mdx"])
    #expect(try keys(.hugo) == ["draft", "slug", "weight", "math"])
    #expect(try keys(.jekyll) == ["layout", "permalink", "render_with_liquid"])
    #expect(try keys(.quarto) == ["lang", "format"])
  }

  @Test func linksAndAnchorsFitTheTool() throws {
    func page(_ flavor: SiteFlavor) throws -> String {
      try files(flavor)[flavor.pagePath("02-back.md")] ?? ""
    }
    #expect(try page(.github).contains("[the start](index.md)"))
    #expect(try page(.hugo).contains("[the start](index.html)"))
    #expect(try page(.jekyll).contains("](02-back.html#eq-2.4)"))
    #expect(try page(.myst).contains("\n(fig-decay)=\n"))
    #expect(try page(.myst).contains("[Equation 2.4](#eq-2.4)"))
    #expect(try page(.docusaurus).contains("<a id=\"fig-decay\"></a>"))
  }

  @Test func titlesAreNotPrintedTwice() throws {
    for flavor in SiteFlavor.allCases {
      let page = try files(flavor)[flavor.pagePath("02-back.md")] ?? ""
      #expect(page.contains("\n# 2 Back") || page.hasPrefix("# 2 Back") == !flavor.printsTitle)
      if flavor.printsTitle { #expect(!page.contains("# 2 Back")) }
    }
  }

  @Test func configurationsAreYAML() throws {
    for (flavor, path) in [
      (SiteFlavor.mkdocs, "mkdocs.yml"), (.jekyll, "_config.yml"), (.quarto, "_quarto.yml"),
      (.myst, "myst.yml"),
    ] {
      let text = try #require(try files(flavor)[path])
      let settings = try #require(try Yams.load(yaml: text) as? [String: Any], "\(path)")
      let title =
        settings["site_name"] ?? settings["title"]
        ?? (settings["website"] as? [String: Any])?["title"]
        ?? (settings["project"] as? [String: Any])?["title"]
      #expect(title as? String == flavor.spelled(SampleSite.title))
    }
  }

  @Test func theFormulaTableHoldsEveryFormula() throws {
    let script = try #require(try files(.mkdocs)["docs/math.js"])
    let distinct = Set(
      try SafeMarkdown.formulas(in: SampleSite.pages()[1].markdown, file: "").map {
        "\($0.isDisplay)" + $0.tex.filter { !$0.isWhitespace }
      })
    #expect(script.ranges(of: "<math").count == distinct.count)
  }

  @Test func codeIsLeftAlone() {
    let page = SitePage(
      path: "a.md", title: "A", description: "",
      markdown: "# A\n\n```\n[x](b.md)\n<a id=\"z\"></a>\n```\n\n[x](b.md)\n")
    let text = PageFlavoring(page, position: 0, .jekyll).text
    #expect(text.contains("```\n[x](b.md)\n<a id=\"z\"></a>\n```"))
    #expect(text.contains("\n[x](b.html)\n"))
  }

  @Test func unknownFlavoursAreNamed() {
    #expect(throws: FlavorError.unknown("mdbook")) { try SiteFlavor(name: "mdbook") }
    #expect("\(FlavorError.unknown("mdbook"))".contains("mkdocs"))
    #expect((try? SiteFlavor(name: "Hugo")) == .hugo)
  }

  @Test(arguments: ["a\nb", "\"", "\\", "---", "\u{0}\u{85}\u{2028}", "{a: b}", "中文 #x", "\t- y"])
  func quotedScalarsReadBack(_ text: String) throws {
    #expect(
      try Yams.load(yaml: "a: \(FrontMatter.quoted(text))") as? [String: String] == ["a": text])
  }
}
