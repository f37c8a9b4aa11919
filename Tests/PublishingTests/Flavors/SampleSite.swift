import Foundation

@testable import Publishing

/// A small site whose second page holds every formula of the notes.
enum SampleSite {
  static let title = "Why \"gradients\" vanish: <a> study & more"

  static let chart = """
    <svg xmlns="http://www.w3.org/2000/svg" width="40" height="30" viewBox="0 0 40 30">\
    <rect width="40" height="30" fill="#0072b2"/></svg>
    """

  static func pages() throws -> [SitePage] {
    // Some formulas of the notes hold characters that were destroyed before we got them.
    let formulas = NoteFormula.all.filter { !$0.tex.contains("\u{FFFD}") }.map { formula in
      // Numbers repeat between the notes; here each formula stands on the same page.
      let tex = formula.tex.replacing(/\\tag\{[^}]*\}/, with: "")
      return formula.display ? "$$\n\(tex)\n$$" : "公式为$\(tex)$。"
    }.joined(separator: "\n\n")
    let chapter = """
      # 2 Back-propagation

      See [Figure 2.1](#fig-decay), [the start](index.md) and [Equation 2.4](02-back.md#eq-2.4).

      <a id="fig-decay"></a>

      ![The gradient falls from 1 to 0.](charts/decay.svg)

      **Figure 2.1.** It falls. Data: [csv](data/decay.csv).

      $$
      y = x \\tag{2.4}
      $$

      > **Note.** This is $x$.

      | Rule | Variance |
      |:--|--:|
      | $\\sqrt{mn}$ | 1.00 |

      <details markdown="1">
      <summary>Answer</summary>

      It is $x$.

      </details>

      ## All formulas

      \(formulas)
      """
    return [
      SitePage(
        path: "index.md", title: title, description: "A \\ study: \"all\" of it",
        tags: ["initialisation"],
        markdown: try SafeMarkdown.normalize(
          "# A study\n\nStart with [2 Back-propagation](02-back.md), [Figure](02-back.md#fig-decay).",
          file: "index.md")),
      SitePage(
        path: "02-back.md", title: "2 Back-propagation", description: "One matrix per layer.",
        tags: ["gradients"],
        markdown: try SafeMarkdown.normalize(chapter, file: "02-back.md")),
    ]
  }

  /// The formulas of the second page.
  static func formulas() throws -> [ScannedFormula] {
    try SafeMarkdown.formulas(in: pages()[1].markdown, file: "")
  }

  /// Writes the site for a tool into a folder.
  static func write(_ flavor: SiteFlavor, to folder: URL) throws {
    let site = try FlavoredSite(
      pages(), title: title, description: "All of it", flavor: flavor)
    var files = site.files.map { ($0.path, Data($0.text.utf8)) }
    files.append((flavor.assetPath("charts/decay.svg"), Data(chart.utf8)))
    files.append((flavor.assetPath("data/decay.csv"), Data("layer,rms\n1,0.5\n".utf8)))
    for (path, data) in files {
      let file = folder.appending(path: path)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try data.write(to: file)
    }
  }
}
