import Experiments
import Foundation
import Study
import TestSupport
import Testing

@testable import Publishing

@Suite struct CheckCellTests {
  private let chapter = Chapter(number: 1, id: "products", experiments: [])

  private func cell() throws -> CheckCell {
    try #require(
      CheckCell(
        of: chapter,
        in: TemplateLibrary(files: [
          "checks/01-products.py":
            "x = {'a': 2}\nprint(x['a'])  # in the report: {{two}}, within 1 %\n",
          "checks/frame.md":
            "## Check\n\n```python\n{{part.code}}\n```\n{{part.lines}}{{#part.notebook}} [n]({{part.notebook}}){{/part.notebook}}",
        ])))
  }

  private func code() throws -> String {
    var prose = Prose(names: ProseNames(facts: [Fact("two", 2, .fixed(0))]))
    return try cell().code(&prose)
  }

  @Test func theReportsNumbersStandInTheRemarks() throws {
    #expect(try code().hasSuffix("# in the report: 2, within 1 %"))
  }

  @Test(arguments: [
    ("Text\n\n## Exercises\n\n1. a\n\n## References\n", "\n## Exercises"),
    ("Text\n\n## References\n\n- b\n", "\n## References"), ("Text\n", ""),
  ])
  func itStandsBeforeTheExercises(_ body: String, _ after: String) throws {
    let text = try cell().added(to: body, code: code(), linksNotebook: true)
    let start = try #require(text.firstRange(of: "## Check"))
    #expect(text[start.upperBound...].contains("2 [n](notebooks/01-products.ipynb)\n" + after))
    #expect(!text[..<start.lowerBound].contains("## "))
    #expect(try !cell().added(to: body, code: code(), linksNotebook: false).contains("[n]"))
  }

  @Test func theNotebookIsJupyters() throws {
    let data = try cell().notebook(code: code(), heading: "1 Products")
    let json = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(json["nbformat"] as? Int == 4 && json["nbformat_minor"] as? Int == 5)
    let cells = try #require(json["cells"] as? [[String: Any]])
    #expect(cells.map { $0["cell_type"] as? String } == ["markdown", "code"])
    #expect(cells.allSatisfy { $0["metadata"] is [String: Any] && $0["id"] is String })
    #expect(cells[1]["execution_count"] is NSNull && (cells[1]["outputs"] as? [Any])?.count == 0)
    #expect(try (cells[1]["source"] as? [String])?.joined() == code())
  }

  /// The cells have 10 to 20 lines and print nothing without the report's number beside it.
  @Test func cellsAreShortAndComparable() throws {
    var count = 0
    for chapter in ExperimentCatalog.chapters {
      let path = "checks/" + chapter.page.replacing(".md", with: ".py")
      guard let text = try? TemplateLibrary.builtIn.text(at: path) else { continue }
      count += 1
      let lines = text.split(separator: "\n").count
      #expect((10...20).contains(lines), "\(path): \(lines) lines")
      let printed = text.ranges(of: "print(").count
      let remarks = text.ranges(of: /# in the report: \S+(?: %)?, within [\d.]+ %/).count
      #expect(printed > 0 && printed == remarks, "\(path)")
    }
    #expect(count >= 8)
  }
}
