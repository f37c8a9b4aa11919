import ProseScanning
import Study

/// Turns what a chapter says of other places, such as “(2.4)”, “table 3.2” or “chapter 5”, into links.
///
/// The chapter before the first is P, and so are its numbers.
/// It works on templates before their placeholders are filled, so that no measured number can be taken for
/// the number of an equation. Addresses are placeholders, `{{part.at-NAME}}`, because a place has another
/// address on the page, in one file and on a site.
struct CrossReferences: Sendable {
  /// The places that a link may lead to, by name, such as `eq-2-4`, `table-3-2` or `chapter-5`.
  private(set) var places: [String: ReportPlace] = [:]
  private let glossary: Glossary

  /// Collects the places of a report.
  ///
  /// - Parameters:
  ///   - chapters: each with the text of its template, as it was written.
  ///   - figures: number and id of each chart with its chapter.
  init(
    chapters: [(chapter: Chapter, text: String)],
    figures: [(number: String, id: String, chapter: Chapter)]
  ) {
    var glossary = Glossary(rows: "")
    for (chapter, text) in chapters {
      let numbered = !chapter.label.isEmpty
      if numbered {
        places[Self.name("chapter", chapter.label)] = ReportPlace(
          page: chapter.page, fragment: "chapter-\(chapter.id)", isChapter: true)
      }
      for number in NumberedPlaces.equations(in: text) {
        places[Self.name("eq", number)] = ReportPlace(page: chapter.page, fragment: "eq-\(number)")
      }
      for number in NumberedPlaces.tables(in: text) {
        places[Self.name("table", number)] = ReportPlace(
          page: chapter.page, fragment: "table-\(number)")
      }
      if chapter.id == "glossary" {
        glossary = Glossary(rows: text)
        for term in glossary.terms {
          places["term-\(term.slug)"] = ReportPlace(
            page: chapter.page, fragment: "term-\(term.slug)")
        }
      }
    }
    for figure in figures {
      places[Self.name("fig", figure.number)] = ReportPlace(
        page: figure.chapter.page, fragment: "fig-\(figure.id)")
    }
    self.glossary = glossary
  }

  /// The placeholders' texts: addresses of places, each for its target.
  func addresses(_ address: (ReportPlace) -> String) -> [String: String] {
    Dictionary(uniqueKeysWithValues: places.map { ("at-\($0)", address($1)) })
  }

  /// The body of a chapter's template with its links; it has as many lines as before.
  func linked(_ body: String, of chapter: Chapter) -> String {
    if chapter.id == "glossary" { return Glossary.withAnchors(body) }
    // Lists of references name figures and sections of other works.
    guard let end = body.firstPlace(of: "\n## References") else {
      return glossary.linked(linkingNumbers(body))
    }
    return glossary.linked(linkingNumbers(String(body[..<end]))) + body[end...]
  }

  /// A text outside the templates, such as a table, whose mentions of chapters become links.
  func linkingChapters(_ text: String) -> String { linkingNumbers(text, of: [.chapter]) }

  private func linkingNumbers(
    _ text: String, of kinds: [PlaceMentions.Kind] = PlaceMentions.Kind.allCases
  ) -> String {
    PlaceMentions.rewriting(text) { words, kind, number in
      guard kinds.contains(kind) else { return nil }
      let name = Self.name(Self.prefixes[kind] ?? "", number)
      return places[name].map { _ in "[\(words)]({{part.at-\(name)}})" }
    }
  }

  private static let prefixes: [PlaceMentions.Kind: String] = [
    .chapter: "chapter", .table: "table", .figure: "fig", .equation: "eq",
  ]

  /// A name that placeholders can hold: a dot would end it.
  private static func name(_ prefix: String, _ number: String) -> String {
    "\(prefix)-\(number.replacing(".", with: "-"))"
  }
}

/// Something in the report that a link can lead to.
struct ReportPlace: Equatable, Sendable {
  /// The page of the site that it stands on.
  var page: String
  /// Its id on that page, and in the report in one file.
  var fragment: String
  /// A chapter is its page.
  var isChapter = false

  /// The address within a site.
  var onSite: String { isChapter ? page : "\(page)#\(fragment)" }
  /// The address within one file.
  var inFile: String { "#\(fragment)" }
}
