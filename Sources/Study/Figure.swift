import Charts

/// How one chart shows an outcome: marks, scales and keys; its words stand in a template.
public protocol Figure<Subject>: Sendable {
  /// The experiment whose outcome is shown.
  associatedtype Subject: Experiment

  /// The id of the chart: file names, links.
  var id: String { get }

  /// The id of the block that holds its words; the chart's own unless several charts share a block.
  var wordsID: String { get }

  /// Numbers that only the words of this chart quote.
  ///
  /// - Throws: what theory throws.
  func facts(of outcome: Subject.Outcome, study: StudyConfiguration) throws -> [Fact]

  /// The chart without title, subtitle, caption and alternative text, which are added afterwards.
  ///
  /// - Throws: what theory throws.
  func chart(of outcome: Subject.Outcome, study: StudyConfiguration, words: FigureWords) throws
    -> Chart
}

extension Figure {
  /// The chart's own id.
  public var wordsID: String { id }

  /// None unless a figure has some.
  public func facts(of outcome: Subject.Outcome, study: StudyConfiguration) throws -> [Fact] { [] }

  /// The chart of an outcome with all its words and the colours of its keys.
  ///
  /// - Parameter words: from the facts of the figure to the words of its block.
  /// - Throws: `WordBlockError` for words that are missing or that nothing asks for, and what `fill`
  ///   throws for placeholders.
  public func finished(
    _ outcome: Subject.Outcome, study: StudyConfiguration,
    words: ([Fact]) throws -> FigureWords
  ) throws -> Chart {
    let words = try words(facts(of: outcome, study: study))
    return try words.completing(chart(of: outcome, study: study, words: words))
  }
}

extension Figure {
  /// Whether the experiment is of the kind that is shown.
  public func shows(_ experiment: any Experiment) -> Bool { experiment is Subject }
}
