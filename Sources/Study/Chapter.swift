/// A chapter: an ordered group of experiments and the file that holds its prose.
public struct Chapter: Sendable {
  /// What stands before its title: the number in the syllabus, which chapters keep when others are
  /// left out, or a letter for chapters of the user's own.
  public let label: String
  /// The name users type, also the name of its page.
  public let id: String
  /// The experiments in reading order.
  public let experiments: [any Experiment]

  /// The path of its prose below `templates/`.
  public let template: String

  /// Makes a chapter of the syllabus.
  public init(number: Int, id: String, experiments: [any Experiment]) {
    self.init(
      label: "\(number)", id: id, experiments: experiments,
      template: "chapters/\(number < 10 ? "0" : "")\(number)-\(id).md")
  }

  /// Makes a chapter with a label and a template of its own.
  public init(label: String, id: String, experiments: [any Experiment], template: String) {
    self.label = label
    self.id = id
    self.experiments = experiments
    self.template = template
  }

  /// The name of its page, the same as its template's.
  public var page: String { template.split(separator: "/").last.map(String.init) ?? template }
}
