import Simulation
import Yams

/// The words of `report.html` that belong to no chapter, from `page.words.yml`.
///
/// A flat file of keys and texts, so that a translation of the page needs no Swift. Every key must be
/// there and no other, and a text keeps the blank, such as `{number}`, that its key has.
public struct PageWords: Equatable, Sendable {
  /// The template that holds them.
  static let path = "page.words.yml"

  /// What the page says by itself.
  enum Key: String, CaseIterable, Sendable {
    case language
    case title
    case description, tags
    case skipToText = "skip-to-text"
    case page, contents, close
    case search
    case searchHint = "search-hint"
    case nothingFound = "nothing-found"
    case oneChapter = "one-chapter"
    case themeAuto = "theme-auto"
    case themeLight = "theme-light"
    case themeDark = "theme-dark"
    case previous, next, beginning
    case copy
    case copyFormula = "copy-formula"
    case copied
    case `repeat`
    case runAgain = "run-again"
    case readingTime = "reading-time"
    case minutes, version, seed, figures
    case claimsAudited = "claims-audited"
    case keyFindings = "key-findings"
    case keyFindingsHeading = "key-findings-heading"
    case figure
    case figureReference = "figure-reference"
    case figureSource = "figure-source"
    case figureAgain = "figure-again"
    case chapterReference = "chapter-reference"
    case data, equation
    case dataOfFigure = "data-of-figure"
    case asATable = "as-a-table"
    case table, caption
    case predict = "box-predict"
    case note = "box-note"
    case takeaway = "box-takeaway"
    case goals = "box-goals"
    case warning = "box-warning"
    case citation

    /// The names of the blanks that the text has, such as `{number}`.
    var blanks: [String] {
      switch self {
      case .minutes, .figure, .figureReference, .chapterReference, .equation, .dataOfFigure:
        ["number"]
      case .figureSource: ["data", "command"]
      case .figureAgain: ["command"]
      case .citation: ["version", "seed"]
      default: []
      }
    }
  }

  private let texts: [Key: String]

  /// Reads the words of a library.
  ///
  /// - Throws: `TemplateError.words`, naming the file and the key that is missing, unknown or without
  ///   its blank.
  public init(_ templates: TemplateLibrary) throws(TemplateError) {
    let text = try templates.text(at: Self.path)
    let node: Node?
    do {
      node = try Yams.compose(yaml: text)
    } catch {
      throw .words(path: Self.path, key: nil, problem: "is no YAML of keys and texts: \(error)")
    }
    guard let mapping = node?.mapping else {
      throw .words(path: Self.path, key: nil, problem: "must hold lines of “key: text”")
    }
    var texts: [Key: String] = [:]
    for (name, value) in mapping {
      let name = name.string ?? ""
      guard let key = Key(rawValue: name) else {
        let near = CatalogError(kind: "word", name: name, known: Key.allCases.map(\.rawValue))
          .suggestion
        throw .words(
          path: Self.path, key: name,
          problem: "is no word of the page" + (near.map { "; did you mean “\($0)”?" } ?? ""))
      }
      guard let text = value.scalar?.string, text.contains(where: { !$0.isWhitespace }) else {
        throw .words(path: Self.path, key: name, problem: "has no text")
      }
      for blank in key.blanks where !text.contains("{\(blank)}") {
        throw .words(path: Self.path, key: name, problem: "must contain the blank {\(blank)}")
      }
      texts[key] = text
    }
    if let key = Key.allCases.first(where: { texts[$0] == nil }) {
      throw .words(path: Self.path, key: key.rawValue, problem: "is missing")
    }
    self.texts = texts
  }

  /// A text; its blank, where it has one, is filled with `number`.
  subscript(key: Key, number number: String = "") -> String { text(key, ["number": number]) }

  /// A text with its blanks filled.
  func text(_ key: Key, _ blanks: KeyValuePairs<String, String>) -> String {
    blanks.reduce(texts[key] ?? "") { $0.replacing("{\($1.key)}", with: $1.value) }
  }

  /// All as the page's template names them, `{{part.word-KEY}}`, escaped for HTML.
  var parts: [String: String] {
    Dictionary(
      uniqueKeysWithValues: texts.map { ("word-\($0.rawValue)", HTML.escape($1)) })
  }
}

extension PageWords {
  /// The words compiled into the program.
  public static let builtIn: PageWords = {
    do {
      return try PageWords(.builtIn)
    } catch {
      preconditionFailure("\(error)")
    }
  }()
}
