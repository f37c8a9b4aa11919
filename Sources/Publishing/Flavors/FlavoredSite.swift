import CairoRendering
import Foundation
import TeXMath

/// A page of the site before it is fitted to a tool.
public struct SitePage: Equatable, Sendable {
  /// The path in the plain site, such as `02-back-propagation.md` or `index.md`.
  public var path: String
  /// The title, plain text.
  public var title: String
  /// One sentence for search engines.
  public var description: String
  /// Keywords, as some tools list them.
  public var tags: [String]
  /// The page in safe Markdown; the first line is its heading.
  public var markdown: String

  /// Makes a page.
  public init(
    path: String, title: String, description: String, tags: [String] = [], markdown: String
  ) {
    self.path = path
    self.title = title
    self.description = description
    self.tags = tags
    self.markdown = markdown
  }
}

/// The pages of a site fitted to a tool, with the files that tool needs.
public struct FlavoredSite: Sendable {
  /// Text files by path, in the order pages, configuration, layout, laboratory.
  public let files: [(path: String, text: String)]

  /// Fits pages to a tool; charts and data go to `flavor.assetPath`.
  ///
  /// - Throws: `TemplateError` for broken configuration templates, `MarkdownError` for formulas that
  ///   the script beside the pages must draw.
  public init(
    _ pages: [SitePage], title: String, description: String, flavor: SiteFlavor,
    templates: TemplateLibrary = .builtIn, finder: borrowing FontFinder = FontFinder()
  ) throws {
    var files: [(path: String, text: String)] = []
    for (index, page) in pages.enumerated() {
      files.append(
        (flavor.pagePath(page.path), PageFlavoring(page, position: index, flavor).text))
    }
    var names = ProseNames(facts: [])
    names.parts = [
      "title": FrontMatter.quoted(flavor.spelled(title)),
      "description": FrontMatter.quoted(flavor.spelled(description)),
      "pages": pages.map { page in
        switch flavor {
        case .mkdocs: "  - \(FrontMatter.quoted(flavor.spelled(page.title))): \(page.path)"
        case .quarto: "      - href: \(page.path)"
        default: "    - file: \(page.path)"
        }
      }.joined(separator: "\n"),
    ]
    for (path, isVerbatim) in Self.extras(of: flavor) {
      let template = "flavors/\(flavor.rawValue)/\(path)"
      let text = try templates.text(at: template)
      if isVerbatim {
        files.append((path, text))
      } else {
        var prose = Prose(names: names)
        files.append((path, try prose.render(text, path: template)))
      }
    }
    files.append(
      (flavor.staticPath(LaboratoryPage.file), try LaboratoryPage(templates).html))
    if flavor.needsMathStyle {
      let script = try FormulaScript(pages)
      if flavor.needsFormulaScript {
        let loader = try templates.text(at: "flavors/math.js")
        files.append((flavor.assetPath("math.js"), script.table + loader))
      }
      let style = try templates.text(at: "flavors/math.css")
      let fonts = PageFonts(text: [], math: script.scalars, finder: finder)
      files.append((flavor.assetPath("math.css"), fonts.mathCSS + style))
    }
    self.files = files
  }

  /// Configuration and layout files; layouts use braces of their own and are copied verbatim.
  private static func extras(of flavor: SiteFlavor) -> [(path: String, isVerbatim: Bool)] {
    switch flavor {
    case .github: []
    case .docusaurus: [("docusaurus.config.js", false), ("package.json", true)]
    case .mkdocs: [("mkdocs.yml", false)]
    case .hugo:
      [
        ("hugo.toml", false), ("layouts/_default/baseof.html", true),
        ("layouts/_default/single.html", true), ("layouts/_default/list.html", true),
        ("layouts/_default/_markup/render-passthrough.html", true),
      ]
    case .jekyll: [("_config.yml", false), ("_layouts/default.html", true)]
    case .quarto: [("_quarto.yml", false)]
    case .myst: [("myst.yml", false), ("conf.py", false)]
    }
  }
}

/// The table from TeX to MathML that the script of a site looks formulas up in.
private struct FormulaScript {
  var table: String
  var scalars: Set<Unicode.Scalar> = []

  init(_ pages: [SitePage]) throws {
    var entries: [String: String] = [:]
    for page in pages {
      for formula in try SafeMarkdown.formulas(in: page.markdown, file: page.path) {
        let translated: MathFormula
        do {
          translated = try MathFormula(tex: formula.tex, isDisplay: formula.isDisplay)
        } catch {
          throw MarkdownError.formula(
            error.in(file: page.path, startingAt: (line: formula.line, column: formula.column)))
        }
        scalars.formUnion(translated.scalars)
        let key = (formula.isDisplay ? "$$" : "$") + formula.tex.filter { !$0.isWhitespace }
        entries[key] = translated.mathML
      }
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let json = String(decoding: try encoder.encode(entries), as: UTF8.self)
    table = "const formulas = \(json);\n"
  }
}
