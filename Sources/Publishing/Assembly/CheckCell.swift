import Foundation
import ProseScanning
import ReportFolder
import Study

/// A few lines of NumPy that find a chapter's main number again, for readers who want to see it happen.
///
/// Each line that prints a number ends in a remark with the report's: `# in the report: 1.75, within 2 %`.
/// The program of the project that runs all cells reads numbers and tolerances from there.
struct CheckCell: Sendable {
  private let chapter: Chapter
  private let template: String
  private let path: String
  /// Folds the cell into Markdown.
  private let frame: String

  /// The cell of a chapter, `checks/NN-id.py` among the templates; nil where there is none.
  init?(of chapter: Chapter, in templates: TemplateLibrary) {
    guard chapter.template.hasPrefix("chapters/") else { return nil }
    path = "checks/\(Self.name(of: chapter)).py"
    guard let template = try? templates.text(at: path),
      let frame = try? templates.text(at: "checks/frame.md")
    else { return nil }
    (self.chapter, self.template, self.frame) = (chapter, template, frame)
  }

  private static func name(of chapter: Chapter) -> String {
    String(chapter.page.prefix { $0 != "." })
  }

  /// Where the notebook goes, beside the pages of the site.
  var notebookPath: String { "notebooks/\(Self.name(of: chapter)).ipynb" }

  /// The program with the report's numbers in its remarks.
  func code(_ prose: inout Prose) throws(TemplateError) -> String {
    try prose.render(template, path: path).trimmedLines
  }

  /// The body of the chapter with the cell before its exercises, or at its end.
  ///
  /// - Parameter linksNotebook: whether the notebook lies beside the text.
  func added(to body: String, code: String, linksNotebook: Bool) throws(TemplateError) -> String {
    var names = ProseNames(facts: [])
    names.parts = [
      "code": code, "lines": "\(code.split(separator: "\n").count)",
      "notebook": linksNotebook ? notebookPath : "",
    ]
    var prose = Prose(names: names)
    let cell = try prose.render(frame, path: "checks/frame.md").trimmedLines
    let place = ["\n## Exercises", "\n## References"].lazy
      .compactMap { body.firstPlace(of: $0) }.first
    guard let place else { return body.trimmedLines + "\n\n" + cell + "\n" }
    return body[..<place] + "\n" + cell + "\n" + body[place...]
  }

  /// The cell as a Jupyter notebook (nbformat 4.5), without outputs.
  func notebook(code: String, heading: String) throws -> Data {
    func lines(_ text: String) -> [String] {
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      return lines.enumerated().map { $1 + ($0 + 1 < lines.count ? "\n" : "") }
    }
    let id = Self.name(of: chapter)
    return try CanonicalJSON.encode(
      Notebook(cells: [
        .init(
          cellType: "markdown", id: "\(id)-title",
          source: lines(
            "# \(heading)\n\nThe numbers of this chapter, found again with NumPy alone.")),
        .init(
          cellType: "code", id: "\(id)-check", source: lines(code), outputs: []),
      ]))
  }
}

/// What Jupyter reads.
private struct Notebook: Encodable {
  struct Cell: Encodable {
    var cellType: String
    var id: String
    var source: [String]
    /// Only code has outputs.
    var outputs: [String]?

    private enum CodingKeys: String, CodingKey {
      case id, metadata, source, outputs
      case cellType = "cell_type"
      case executionCount = "execution_count"
    }

    func encode(to encoder: any Encoder) throws {
      var values = encoder.container(keyedBy: CodingKeys.self)
      try values.encode(cellType, forKey: .cellType)
      try values.encode(id, forKey: .id)
      try values.encode([String: String](), forKey: .metadata)
      try values.encode(source, forKey: .source)
      if let outputs {
        try values.encode(outputs, forKey: .outputs)
        try values.encodeNil(forKey: .executionCount)
      }
    }
  }

  var cells: [Cell]

  private enum CodingKeys: String, CodingKey {
    case cells, metadata, nbformat
    case minor = "nbformat_minor"
  }

  func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(cells, forKey: .cells)
    try values.encode(
      [
        "kernelspec": ["display_name": "Python 3", "language": "python", "name": "python3"],
        "language_info": ["name": "python"],
      ], forKey: .metadata)
    try values.encode(4, forKey: .nbformat)
    try values.encode(5, forKey: .minor)
  }
}
