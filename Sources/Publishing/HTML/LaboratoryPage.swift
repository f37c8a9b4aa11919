/// `laboratory.html`: all benches in one file that needs no network.
public struct LaboratoryPage: Sendable {
  /// Its address beside the pages of a site.
  static let file = "laboratory.html"

  /// The page.
  public let html: String

  /// Puts the page together.
  ///
  /// - Throws: `TemplateError` for the templates.
  public init(_ templates: TemplateLibrary = .builtIn) throws(TemplateError) {
    let laboratory = Laboratory(templates)
    let words = try PageWords(templates)
    let script =
      try templates.text(at: "clipboard.js") + templates.text(at: "laboratory/page.js")
      + laboratory.script()
    let benches = try Laboratory.benches.map { name throws(TemplateError) in
      try laboratory.bench(name)
    }
    var names = ProseNames(facts: [])
    names.parts = [
      "benches": benches.joined(separator: "\n"), "script": script,
      "script-hash": ReportPage.hash(of: script),
      "style": try templates.text(at: "theme.css") + laboratory.style(),
      "data": try laboratory.data(),
    ]
    names.parts.merge(words.parts) { part, _ in part }
    var prose = Prose(names: names)
    html = try prose.render(
      templates.text(at: "laboratory/page.html"), path: "laboratory/page.html")
  }
}
