import Study
import Foundation
import Mustache
import ProseScanning
import Simulation

/// The names a template can use: facts, and the Markdown of figures and tables.
public struct ProseNames: Sendable {
  private(set) var facts: [String: Fact] = [:]
  /// How powers of ten are written.
  public var notation = NumberFormat.Notation.markdown
  /// The language's words for lists and intervals.
  public var vocabulary = Vocabulary.english
  /// Markdown by figure id, written `{{figure.ID}}`.
  public var figures: [String: String] = [:]
  /// Markdown by table name, written `{{table.NAME}}`.
  public var tables: [String: String] = [:]
  /// Links to figures by id, such as “[Figure 3.1](#fig-ID)”, written `{{ref.ID}}`.
  public var references: [String: String] = [:]
  /// The Markdown of all figures of an experiment, written `{{all.EXPERIMENT}}`.
  public var galleries: [String: String] = [:]
  /// Pieces that the assembler made, such as the list of contents, written `{{part.NAME}}`.
  public var parts: [String: String] = [:]

  /// Makes names from facts; a name given twice is a programmer's error.
  public init(facts: [Fact]) {
    for fact in facts {
      Self.check(fact)
      precondition(self.facts[fact.name] == nil, "the fact “\(fact.name)” is stated twice")
      self.facts[fact.name] = fact
    }
  }

  /// The names with further facts, which go before others of the same name.
  func adding(_ more: [Fact]) -> ProseNames {
    var names = self
    for fact in more {
      Self.check(fact)
      names.facts[fact.name] = fact
    }
    return names
  }

  /// A fact called `figure` would be taken for the group of that name, and print nothing of its own.
  private static func check(_ fact: Fact) {
    precondition(!groups.contains(fact.name), "no fact may be called “\(fact.name)”")
  }

  /// First parts of dotted names that are no facts.
  static let groups: Set<String> = ["figure", "table", "ref", "all", "part"]

  /// All names as a template writes them.
  var all: [String] {
    facts.keys.sorted() + figures.keys.sorted().map { "figure.\($0)" }
      + tables.keys.sorted().map { "table.\($0)" }
      + references.keys.sorted().map { "ref.\($0)" }
      + galleries.keys.sorted().map { "all.\($0)" } + parts.keys.sorted().map { "part.\($0)" }
  }

  /// The text for a dotted name, or nil.
  func text(for name: String) -> String? {
    let pieces = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard let head = pieces.first, pieces.count <= 2 else { return nil }
    let part = pieces.count == 2 ? pieces[1] : nil
    switch (head, part) {
    case ("figure", let id?): return figures[id]
    case ("table", let name?): return tables[name]
    case ("ref", let id?): return references[id]
    case ("all", let id?): return galleries[id]
    case ("part", let name?): return parts[name]
    default: return facts[head]?.text(part: part, in: notation, vocabulary: vocabulary)
    }
  }
}

/// Fills templates with facts, and knows afterwards which facts were used.
///
/// The template engine renders an unknown name as nothing, so every tag is checked before.
public struct Prose {
  /// The names templates may use.
  public let names: ProseNames
  /// The names of facts, figures and tables that some template used.
  public private(set) var used: Set<String> = []

  /// Makes a renderer.
  public init(names: ProseNames) {
    self.names = names
  }

  /// A template that was read once and can be filled several times.
  struct Template: Sendable {
    /// What it asks for, found once for every time that it is filled.
    fileprivate let scan: TemplateScan
    /// Nil where names are all it asks for, which needs no engine.
    fileprivate let parsed: MustacheTemplate?
    fileprivate let path: String
    /// The line of the file that each line of the text comes from.
    fileprivate let line: @Sendable (Int) -> Int

    init(_ text: String, path: String, firstLine: Int = 1) throws(TemplateError) {
      try self.init(text, path: path) { firstLine + $0 }
    }

    /// - Parameter line: the file's line of a line of the text, which counts from 0.
    init(_ text: String, path: String, line: @escaping @Sendable (Int) -> Int)
      throws(TemplateError)
    {
      (scan, self.path, self.line) = (TemplateScan(text), path, line)
      do {
        // Plain text: Markdown is escaped where HTML is made, not here.
        parsed =
          scan.isPlain ? nil : try MustacheTemplate(string: "{{% CONTENT_TYPE:TEXT}}" + text)
      } catch let error as MustacheTemplate.ParserError {
        throw .syntax(
          path: path, line: line(error.context.lineNumber - 1),
          column: error.context.columnNumber, problem: Prose.sentence(for: error.error))
      } catch {
        throw .syntax(path: path, line: line(0), column: 1, problem: "\(error)")
      }
    }
  }

  /// The text of a template with its tags filled in.
  public mutating func render(_ template: String, path: String, firstLine: Int = 1)
    throws(TemplateError) -> String
  {
    // Text without tags, as most titles are, needs no engine.
    guard template.contains("{{") else { return template }
    return try render(Template(template, path: path, firstLine: firstLine))
  }

  mutating func render(_ template: Template) throws(TemplateError) -> String {
    let texts = try texts(of: template)
    if let parsed = template.parsed { return parsed.render(Context(names: names)) }
    // The engine takes a blank first line for the end of the directive above.
    var filled = template.scan.texts[0].droppingBlankFirstLine
    for (text, more) in zip(texts, template.scan.texts.dropFirst()) { filled += text + more }
    return filled
  }

  /// The text of every tag but remarks; marks their names as used.
  private mutating func texts(of template: Template) throws(TemplateError) -> [String] {
    var texts: [String] = []
    for tag in template.scan.tags where tag.sigil != "!" {
      let name = tag.name
      if let first = name.first, "<>$=%*".contains(first) {
        throw .unsupportedTag(
          path: template.path, line: template.line(tag.line), tag: tag.text)
      }
      guard let text = names.text(for: name) else {
        throw .unknownName(
          path: template.path, line: template.line(tag.line), name: name,
          nearest: CatalogError(kind: "fact", name: name, known: names.all).suggestion)
      }
      let head = String(name.prefix(while: { $0 != "." }))
      used.insert(ProseNames.groups.contains(head) ? name : head)
      texts.append(text)
    }
    return texts
  }

  private static func sentence(for error: any Error) -> String {
    switch error as? MustacheTemplate.Error {
    case .sectionCloseNameIncorrect: "a section is closed by another name than it was opened with"
    case .unfinishedName: "a tag is not closed by “}}”"
    case .expectedSectionEnd: "a section {{#name}} is never closed by {{/name}}"
    default: "a tag is not closed by “}}” before the end of the file"
    }
  }

  /// Facts as the template engine asks for them; parts of a dotted name arrive one by one.
  private struct Context: MustacheParent {
    let names: ProseNames
    var prefix = ""

    func child(named name: String) -> Any? {
      let full = prefix + name
      if prefix.isEmpty, ProseNames.groups.contains(name) {
        return Context(names: names, prefix: full + ".")
      }
      guard let text = names.text(for: full) else { return nil }
      if prefix.isEmpty { return Value(names: names, name: full, renderText: text) }
      // Nothing is false to a section.
      return text.isEmpty ? nil : text
    }
  }

  private struct Value: MustacheParent, MustacheCustomRenderable {
    let names: ProseNames
    let name: String
    let renderText: String
    var isNull: Bool { renderText.isEmpty }

    func child(named part: String) -> Any? { names.text(for: name + "." + part) }
  }
}
