import Experiments
import Foundation
import Testing

@testable import Publishing

/// One pattern for all chapters: what one learns, predictions with their answers, a takeaway, exercises.
@Suite("Pattern of the chapters") struct ChapterPatternTests {
  private static let chapters = ExperimentCatalog.chapters.filter { Int($0.label) ?? 0 > 0 }

  private static func text(_ label: String) throws -> String {
    let chapter = try #require(chapters.first { $0.label == label })
    return try TemplateLibrary.builtIn.text(at: chapter.template)
  }

  @Test func allNumberedChaptersAreHere() {
    let labels: [String] = (1...14).map { "\($0)" }
    #expect(Self.chapters.map(\.label) == labels)
  }

  @Test(arguments: chapters.map(\.label))
  func everyChapterSaysWhatOneLearnsAndNeeds(_ label: String) throws {
    let front = try #require(Self.text(label).split(separator: "\n---\n").first)
    #expect(front.contains("\ngoals:\n  - ") && front.contains("\nneeds: "))
    for heading in ["## The failure", "## Theory", "## Experiment"] {
      #expect(try !Self.text(label).contains("\n" + heading), "“\(heading)” says nothing")
    }
  }

  @Test(arguments: chapters.map(\.label))
  func everyPredictionIsAnswered(_ label: String) throws {
    let parts = try Self.text(label).split(separator: "> **Predict.**").dropFirst()
    #expect(!parts.isEmpty)
    for part in parts {
      let section = part.split(separator: "\n## ").first ?? part
      #expect(section.contains("<summary>Answer</summary>"), "\(part.prefix(80))")
    }
  }

  @Test(arguments: chapters.map(\.label))
  func everyChapterEndsInATakeawayAndExercises(_ label: String) throws {
    let text = try Self.text(label)
    #expect(text.contains("\n**Takeaway.**") || text.contains("> **Takeaway.**"))
    #expect(text.contains("\n## Exercises\n"))
  }
}
