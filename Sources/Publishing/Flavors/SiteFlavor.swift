/// The tools a site can be written for.
///
/// What the pages say is the same in all; front matter, anchors, links, file layout and the ready
/// configuration file differ.
public enum SiteFlavor: String, CaseIterable, Sendable, Codable {
  /// GitHub, VS Code and everything else that reads plain Markdown.
  case github
  /// MkDocs Material and Zensical.
  case mkdocs
  case docusaurus
  case hugo
  case jekyll
  case quarto
  case myst

  /// The flavour of a name such as `mkdocs`, in any case.
  public init(name: String) throws(FlavorError) {
    guard let flavor = SiteFlavor(rawValue: name.lowercased()) else {
      throw .unknown(name)
    }
    self = flavor
  }

  /// Where a chart or data file goes, given its path beside the pages.
  public func assetPath(_ path: String) -> String {
    switch self {
    case .github, .jekyll, .quarto, .myst: path
    case .mkdocs, .docusaurus: "docs/\(path)"
    case .hugo: "static/\(path)"
    }
  }

  /// Where a file goes that the tool is to hand on as it is, given its address.
  func staticPath(_ path: String) -> String {
    self == .docusaurus ? "static/\(path)" : assetPath(path)
  }

  /// Where a page goes, given its path in the plain site.
  func pagePath(_ path: String) -> String {
    switch self {
    case .github, .jekyll, .quarto, .myst: path
    case .mkdocs, .docusaurus: "docs/\(path)"
    case .hugo: path == "index.md" ? "content/_index.md" : "content/\(path)"
    }
  }

  /// A title as the tool's configuration and front matter must hold it.
  ///
  /// MkDocs' themes put titles into pages as they are: there they are HTML, and a study's title would
  /// run as a program. Apostrophes stay, for Zensical escapes once more.
  func spelled(_ title: String) -> String {
    guard self == .mkdocs else { return title }
    return title.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
      .replacing(">", with: "&gt;").replacing("\"", with: "&quot;")
  }

  /// The tool prints the title of the front matter; a first heading would repeat it.
  var printsTitle: Bool {
    switch self {
    case .hugo, .jekyll, .quarto, .myst: true
    case .github, .mkdocs, .docusaurus: false
    }
  }

  /// Links between pages name the finished page, because the tool does not translate them.
  var linksToHTML: Bool { self == .hugo || self == .jekyll }

  /// Formulas are drawn by a script beside the pages, which needs no network.
  var needsFormulaScript: Bool { self == .mkdocs || self == .jekyll }

  /// Our layout, or our script, puts MathML into the page: it needs a math font to look right.
  var needsMathStyle: Bool { needsFormulaScript || self == .hugo }
}

/// What can be wrong with a flavour.
public enum FlavorError: Error, Equatable, Sendable, CustomStringConvertible {
  case unknown(String)

  public var description: String {
    switch self {
    case .unknown(let name):
      """
      there is no site flavour “\(name.prefix(40))”; known are \
      \(SiteFlavor.allCases.map(\.rawValue).joined(separator: ", "))
      """
    }
  }
}
