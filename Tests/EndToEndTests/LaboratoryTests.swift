import Foundation
import TestSupport
import Testing

/// The simulator in the page computes what the command computes.
@Suite("The laboratory") struct LaboratoryTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private func isInstalled(_ program: String) throws -> Bool {
    try Command.shell("command -v \(program)", in: Self.root).status == 0
  }

  /// All digits, in Node, for random settings; refusals in the same words.
  @Test func randomSettingsHaveTheDigitsOfTheCommand() throws {
    guard try isInstalled("node") else { try skip("node is not installed (apt: nodejs)") }
    let run = try Command.shell(
      "node Laboratory/compare.js '\(Command.program.path)' 40", in: Self.root)
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.hasPrefix("40 settings with the digits of the command line"))
  }

  @Test func theCommandWritesThePage() throws {
    let scratch = try Scratch()
    let run = try Command.run(["laboratory", "--output", "lab.html"], in: scratch.url)
    #expect(run.status == 0, "\(run.errors)")
    let page = try String(contentsOf: scratch.url.appending(path: "lab.html"), encoding: .utf8)
    #expect(page.contains("worker-src blob:") && !page.contains("'unsafe-eval'"))
    #expect(!page.contains("{{"))
    // Small enough to be sent by mail.
    #expect(page.utf8.count < 600_000)
    let failed = try Command.run(["laboratory", "--output", "no/such/lab.html"], in: scratch.url)
    #expect(failed.status == 1)
    #expect(failed.errors.contains("no/such/lab.html"))
  }

  private struct Found: Decodable {
    var console: [String]
    var overflow: Double
    var problems: [String: String]
    var readouts: [String: String]
    var kept: Bool
    var depth: String
    var command: String
  }

  /// A browser, by hand and by script.
  @Test func readersAndScriptsCanUseIt() throws {
    let scratch = try Scratch()
    _ = try Command.run(["laboratory", "--output", "lab.html"], in: scratch.url)
    let page = scratch.url.appending(path: "lab.html").path
    let run = try Command.shell("python3 Laboratory/browse.py '\(page)'", in: Self.root)
    if run.output.hasPrefix("missing") { try skip("\(run.output)") }
    #expect(run.status == 0, "\(run.errors)")
    let data = Data(run.output.utf8)
    let found = try JSONDecoder().decode(Found.self, from: data)
    #expect(found.console == [])
    #expect(found.overflow <= 0, "the page scrolls sideways on a phone")
    // Sigmoids lose a factor of four or more a layer, whatever the seed: f′ ≤ ¼.
    #expect(found.readouts["first"]?.contains("the slope is at most 0.25") == true)
    #expect(found.readouts["keyboard"]?.hasPrefix("Layer 1:") == true)
    #expect(found.readouts["link"]?.contains("layer 12") == true)
    #expect(found.readouts["broken"] == found.readouts["first"])
    #expect(found.problems["link"]?.contains("widht") == true)
    #expect(found.problems["formula"]?.contains("'x * (' cannot be used") == true)
    #expect(found.problems["mended"] == "")
    #expect(found.problems["script"]?.hasPrefix("there is no setting 'widht'") == true)
    #expect(found.kept, "a formula that does not parse keeps the last picture")
    #expect(found.depth == "1")
    #expect(found.command.contains("--width 64 --depth 12 --activation relu --init he-normal"))

    let answers = try #require(
      (JSONSerialization.jsonObject(with: data) as? [String: Any])?["answers"] as? [[String: Any]])
    #expect(answers.count == 3)
    for entry in answers {
      let setting = try #require(entry["setting"] as? [String: Any])
      let options = setting.flatMap { key, value in
        let list = (value as? [Int])?.map { "\($0)" }.joined(separator: ",")
        return ["--\(key)", list ?? "\(value)"]
      }
      let command = try Command.run(["propagate", "--json"] + options, in: scratch.url)
      var expected = try #require(
        JSONSerialization.jsonObject(with: Data(command.output.utf8)) as? NSDictionary
          as? [String: Any])
      expected["seconds"] = nil
      let answer = try #require(entry["answer"] as? [String: Any])
      #expect(
        NSDictionary(dictionary: answer).isEqual(to: expected), "other digits for \(setting)")
    }
  }
}
