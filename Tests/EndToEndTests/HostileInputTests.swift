import Foundation
import TestSupport
import Testing

/// Titles and templates that try to break out, through the built program.
@Suite("Hostile input") struct HostileInputTests {
  private static let titles = [
    "<script>alert(1)</script>\"><img src=x onerror=alert(2)></title></style><svg onload=alert(3)>",
    "x](javascript:alert(1)) [y](javascript:alert(2) 'a' `b` \\ {{seed}} ${x} $y$ | <!-- --> ]]>",
    "דעיכת \u{202E}גרדיאנט\u{202C} في الشبكات 初始化",
  ]

  private func study(_ title: String, author: String = "A. Author", in scratch: Scratch) throws {
    let author = String(decoding: try JSONEncoder().encode(author), as: UTF8.self)
    let quoted = String(decoding: try JSONEncoder().encode(title), as: UTF8.self)
    let study = """
      title: \(quoted)
      author: \(author)
      trials: 10
      networks: [{name: "../a<b>&", widths: [8, 8], activation: tanh, init: lecun}]
      """
    try Data(study.utf8).write(to: scratch.url.appending(path: "s.yml"))
  }

  /// Nothing of a title runs, in our page or in a site that MkDocs made of it, nothing is asked from
  /// elsewhere, and nothing is written outside the output folder.
  @Test(arguments: titles)
  func aTitleIsOnlyText(title: String) throws {
    let scratch = try Scratch()
    try study(title, author: title, in: scratch)
    let run = try Command.run(
      ["--study", "s.yml", "--output", "out", "--flavor", "mkdocs"], in: scratch.url)
    #expect(run.status == 0, "\(run.errors)")
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: scratch.url.path).sorted()
        == ["out", "s.yml"])
    let out = scratch.url.appending(path: "out")
    try expectHarmless(pages: [""], of: out.appending(path: "report.html"))
    let site = out.appending(path: "site")
    let mkdocs = try Command.shell("mkdocs build -q --strict 2>&1", in: site)
    guard mkdocs.status == 0 else {
      #expect(mkdocs.output.contains("not found") || mkdocs.output.contains("theme name"))
      try skip("mkdocs is not installed (pip: mkdocs-material)")
    }
    try expectHarmless(
      pages: ["index.html", "networks/index.html"], of: site.appending(path: "build"))
  }

  /// Opens the pages with the script of the publishing tests; dialogs and errors reach `console`.
  private func expectHarmless(pages: [String], of root: URL) throws {
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appending(path: "../PublishingTests/Resources/browse.py").standardizedFileURL
    let places = pages.map { "'\($0)' 390 light" }.joined(separator: " ")
    let run = try Command.shell(
      "python3 -B '\(script.path)' '\(root.path)' plain \(places)",
      in: root.deletingLastPathComponent())
    guard !run.output.hasPrefix("missing") else {
      try skip("\(run.output)")
    }
    #expect(run.status == 0, "\(run.errors)")
    struct Found: Decodable {
      var console: [String]
      var outside: [String]
      var width: Int
    }
    let found = try run.output.split(separator: "\n").map {
      try JSONDecoder().decode(Found.self, from: Data($0.utf8))
    }
    #expect(found.count == pages.count)
    for page in found {
      #expect(page.console == [] && page.outside == [])
      #expect(page.width <= 390)
    }
  }

  @Test(
    arguments: [
      "first\nsecond", "tab\u{7}bell", String(repeating: "w", count: 10_000),
    ])
  func aTitleIsOneLineOfModestLength(title: String) throws {
    let scratch = try Scratch()
    try study(title, in: scratch)
    let run = try Command.run(["--study", "s.yml", "--output", "out"], in: scratch.url)
    #expect(run.status == 1)
    #expect(run.errors.hasPrefix("report: s.yml:1:") && run.errors.contains("title"))
    #expect(run.errors.split(separator: "\n").count == 1 && run.errors.utf8.count < 300)
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.url.path) == ["s.yml"])
  }

  /// A mistake in a template is one sentence with file and line, and the previous report stays.
  @Test(arguments: [
    ("lede.md", "a {{seed", "lede.md:"),
    ("lede.md", "Only {{seeed}}.", "“seeed”"),
    ("lede.md", "{{#seed}} never closed", "closed"),
    ("lede.md", "{{> other}}", "lede.md:1"),
    ("chapters/01-products.md", "no front matter", "chapters/01-products.md:1"),
    ("colophon.md", "One\n\ntwo $\\frac{1}{$ three", "colophon.md:3:"),
    ("colophon.md", "One $\\unheard{x}$.", "\\unheard"),
    ("colophon.md", "It is $x", "colophon.md:1"),
    ("page.html", "<p>{{part.nonsense}}</p>", "page.html:1"),
    ("lede.md", "[[figure:none]]\n\n[[figure:../../x]]", "figure"),
  ])
  func aBrokenTemplateIsOneSentence(path: String, text: String, fragment: String) throws {
    let scratch = try Scratch()
    let templates = scratch.url.appending(path: "mine")
    let file = templates.appending(path: path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data((text + "\n").utf8).write(to: file)
    let run = try Command.run(
      ["--only", "products", "--templates", "mine", "--output", "out"], in: scratch.url)
    #expect(run.status == 1, "\(run.errors)")
    #expect(run.errors.contains(fragment))
    #expect(run.errors.split(separator: "\n").count == 1, "\(run.errors)")
    #expect(!FileManager.default.fileExists(atPath: scratch.url.appending(path: "out").path))
  }

  @Test func anUnknownFlavourNamesTheKnownOnes() throws {
    let scratch = try Scratch()
    let run = try Command.run(["--flavor", "gatsby"], in: scratch.url)
    #expect(run.status == 64 && run.errors.contains("gatsby") && run.errors.contains("mkdocs"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.url.path).isEmpty)
  }
}
