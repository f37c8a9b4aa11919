import Study
import Yams

/// The prose of a chapter after its placeholders were filled.
public struct ChapterProse: Equatable, Sendable {
  /// One of the numbers at the top of the report.
  public struct Finding: Equatable, Sendable {
    /// The number, with its unit or factor sign.
    public var value: String
    /// What it is a number of, in two or three words.
    public var unit: String
    /// The finding, one sentence.
    public var text: String
    /// The interval and the sample size.
    public var interval: String
    /// A link to where the finding is shown, in Markdown.
    public var evidence: String
  }

  /// The chapter's number or letter; empty for notation and glossary.
  public var label: String
  /// The title after the label, as it is printed.
  public var heading: String { label.isEmpty ? title : "\(label) \(title)" }
  /// The name of its page.
  public var page: String
  /// The chapter's id.
  public var id: String
  /// The title without the label.
  public var title: String
  /// One sentence for search engines and lists of chapters.
  public var description: String
  /// The numbers that the front page quotes of it.
  public var findings: [Finding]
  /// What a reader should know before; Markdown.
  public var needs: String
  /// What a reader can do afterwards; Markdown.
  public var goals: [String]
  /// Markdown below the title.
  public var body: String
  /// The template, for error messages.
  public var file: String
  /// The line of the template that its body begins at, from 1.
  public var firstLine: Int
}

/// A chapter's template: YAML front matter between `---` lines, then Markdown.
///
/// The front matter holds `title`, `description` and `findings`, a list of `value`, `unit`, `text` and
/// `interval`. Placeholders work in all of them.
struct ChapterTemplate: Sendable {
  private let path: String
  private let fields: Fields
  private let body: Prose.Template
  private let bodyLine: Int

  /// Reads a template.
  ///
  /// - Parameter linking: adds links to the body before its placeholders are filled; keeps its lines.
  init(_ text: String, path: String, linking: (String) -> String = { $0 }) throws(TemplateError) {
    self.path = path
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.first == "---", let end = lines.dropFirst().firstIndex(of: "---") else {
      throw .frontMatter(path: path, line: 1, problem: "the file must begin with it")
    }
    do {
      // Before placeholders are filled, so no fact can change the structure.
      fields = try YAMLDecoder().decode(
        Fields.self, from: lines[1..<end].joined(separator: "\n"))
    } catch {
      throw .frontMatter(path: path, line: 2, problem: Self.sentence(for: error))
    }
    bodyLine = end + 2
    let (text, numbers) = Self.placingBlocks(in: lines[(end + 1)...])
    body = try Prose.Template(linking(text), path: path) { numbers[min($0, numbers.count - 1)] }
  }

  /// The body with `{{figure.ID}}` and `{{table.NAME}}` where the blocks of their words stand, and the
  /// file's line of each of its lines.
  private static func placingBlocks(in lines: ArraySlice<Substring>) -> (String, [Int]) {
    var body: [Substring] = []
    var numbers: [Int] = []
    var isBlock = false
    for (index, line) in zip(lines.indices, lines) {
      if isBlock {
        isBlock = line != "```"
        continue
      }
      if let head = WordBlock.head(of: line) {
        isBlock = true
        // A claim has words and no place of its own.
        if head.kind == .claim { continue }
        body.append("{{\(head.kind).\(head.id)}}")
      } else {
        body.append(line)
      }
      numbers.append(index + 1)
    }
    return (body.joined(separator: "\n"), numbers.isEmpty ? [1] : numbers)
  }

  private struct Fields: Decodable, Sendable {
    struct Finding: Decodable, Sendable {
      let value: String
      let unit: String
      let text: String
      let interval: String
      /// The id of the figure that shows it; the chapter does without.
      let figure: String?
    }
    let title: String
    let description: String
    let findings: [Finding]?
    /// What a reader should know before; one sentence without its beginning.
    let needs: String?
    /// What a reader can do afterwards; each goes on “You will learn to”.
    let goals: [String]?
  }

  /// The chapter with every placeholder filled.
  func render(_ chapter: Chapter, with prose: inout Prose) throws(TemplateError) -> ChapterProse {
    func fill(_ text: String) throws(TemplateError) -> String {
      try prose.render(text, path: path)
    }
    var findings: [ChapterProse.Finding] = []
    for finding in fields.findings ?? [] {
      findings.append(
        .init(
          value: try fill(finding.value), unit: try fill(finding.unit),
          text: try fill(finding.text), interval: try fill(finding.interval),
          evidence: try evidence(finding, of: chapter, fill)))
    }
    return ChapterProse(
      label: chapter.label, page: chapter.page, id: chapter.id, title: try fill(fields.title),
      description: try fill(fields.description), findings: findings,
      needs: try fill(fields.needs ?? ""),
      goals: try (fields.goals ?? []).map { goal throws(TemplateError) in try fill(goal) },
      body: try prose.render(body), file: path,
      firstLine: bodyLine)
  }

  private func evidence(
    _ finding: Fields.Finding, of chapter: Chapter, _ fill: (String) throws(TemplateError) -> String
  ) throws(TemplateError) -> String {
    if let figure = finding.figure { return try fill("{{ref.\(figure)}}") }
    return chapter.label.isEmpty ? "" : try fill("{{ref.chapter-\(chapter.id)}}")
  }

  private static func sentence(for error: any Error) -> String {
    switch error {
    case DecodingError.keyNotFound(let key, _): "the entry “\(key.stringValue)” is missing"
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
      "the entry “\(context.codingPath.map(\.stringValue).joined(separator: "."))” has the wrong kind"
    case let yaml as YamlError: "\(yaml)"
    default: "it is not the YAML expected here"
    }
  }
}
