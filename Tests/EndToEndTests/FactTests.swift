import Foundation
import Testing

/// What was measured is told: a number that no chapter quotes is one that nobody checks.
@Suite("Facts") struct FactTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private struct Entry: Decodable { let name: String }

  @Test func everyFactIsQuoted() throws {
    let run = try Command.run(["list", "--facts", "--json"], in: Self.root)
    try #require(run.status == 0, "\(run.errors)")
    let names = try JSONDecoder().decode([Entry].self, from: Data(run.output.utf8)).map(\.name)
    #expect(names.count > 300)

    let templates = Self.root.appending(path: "templates")
    let files = try #require(FileManager.default.enumerator(atPath: templates.path))
    var quoted: Set<String> = []
    for case let path as String in files where path.hasSuffix(".md") {
      let text = try String(contentsOf: templates.appending(path: path), encoding: .utf8)
      for match in text.matches(of: #/\{\{\{?[#^\/]?\s*([a-z0-9-]+)/#) {
        quoted.insert(String(match.output.1))
      }
    }
    #expect(names.filter { !quoted.contains($0) } == [])
  }
}
