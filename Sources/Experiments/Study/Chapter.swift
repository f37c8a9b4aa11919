/// A chapter: an ordered group of experiments and the file that holds its prose.
public struct Chapter: Sendable {
  /// The number in the syllabus; chapters keep it when others are left out.
  public let number: Int
  /// The name users type, also the name of its page.
  public let id: String
  public let experiments: [any Experiment]

  /// Makes a chapter.
  public init(number: Int, id: String, experiments: [any Experiment]) {
    self.number = number
    self.id = id
    self.experiments = experiments
  }

  /// The path of its prose below `templates/`.
  public var template: String { "chapters/\(number < 10 ? "0" : "")\(number)-\(id).md" }
}
