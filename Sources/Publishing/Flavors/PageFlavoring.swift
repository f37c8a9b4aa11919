/// One page fitted to a tool.
struct PageFlavoring {
  let text: String

  init(_ page: SitePage, position: Int, _ flavor: SiteFlavor) {
    var front = FrontMatter()
    let name = String(page.path.prefix { $0 != "." })
    if flavor != .github {
      front.add("title", flavor.spelled(page.title))
      front.add("description", flavor.spelled(page.description))
      if !page.tags.isEmpty { front.add("tags", page.tags) }
    }
    switch flavor {
    case .github, .mkdocs, .myst: break
    case .docusaurus:
      front.add("slug", name == "index" ? "/" : "/\(name)")
      front.add("sidebar_position", yaml: "\(position)")
      // Without this, braces and < in the text would be read as JavaScript.
      front.add("mdx", yaml: "{format: md}")
    case .hugo:
      front.add("draft", yaml: "false")
      if name != "index" { front.add("slug", name) }
      front.add("weight", yaml: "\(position + 1)")
      front.add("math", yaml: "true")
    case .jekyll:
      front.add("layout", "default")
      front.add("permalink", name == "index" ? "/" : "/\(name).html")
      front.add("render_with_liquid", yaml: "false")
    case .quarto:
      front.add("lang", "en")
      front.add("format", yaml: "{html: {embed-resources: true}}")
    }
    var body = page.markdown
    if flavor.printsTitle { body = Self.withoutFirstHeading(body) }
    let lines = Self.mapText(body) { line in
      var line = line
      if flavor.linksToHTML {
        line = line.replacing(/\]\(([A-Za-z0-9_.\-]+)\.md(#[^)]*)?\)/) { link in
          "](\(link.output.1).html\(link.output.2 ?? ""))"
        }
      }
      if flavor == .docusaurus {
        // What is no page and no asset of one.
        line = line.replacing(
          "](\(LaboratoryPage.file)", with: "](pathname:///\(LaboratoryPage.file)")
      }
      if flavor == .myst {
        // MyST labels are known in the whole project.
        line = line.replacing(/^<a id="([A-Za-z0-9_.\-]+)"><\/a>$/) { "(\($0.output.1))=" }
        // Within a line only a span can be one (its extension attrs_inline).
        line = line.replacing(/^\| <a id="([A-Za-z0-9_.\-]+)"><\/a>/) { "| []{#\($0.output.1)}" }
        line = line.replacing(/\]\([A-Za-z0-9_.\-]+\.md#((?:fig|eq|chapter|table)-[^)]+)\)/) {
          "](#\($0.output.1))"
        }
      }
      return line
    }
    text = front.text + lines
  }

  private static func withoutFirstHeading(_ markdown: String) -> String {
    guard markdown.hasPrefix("# ") else { return markdown }
    return String(markdown.drop { !$0.isNewline }.drop { $0.isNewline })
  }

  /// Changes the lines of a text, but none inside fenced code.
  private static func mapText(_ markdown: String, _ change: (String) -> String) -> String {
    var fence: String?
    return markdown.split(separator: "\n", omittingEmptySubsequences: false).map { part in
      let line = String(part)
      let mark = line.drop { $0 == " " }.prefix { $0 == "`" || $0 == "~" }
      if let open = fence {
        if mark.hasPrefix(open), line.drop(while: { $0 == " " }).count == mark.count { fence = nil }
        return line
      }
      if mark.count >= 3 {
        fence = String(mark)
        return line
      }
      return change(line)
    }.joined(separator: "\n")
  }
}
