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
      "node Laboratory/compare.js '\(Command.program.path)' 100", in: Self.root)
    #expect(run.status == 0, "\(run.errors)")
    #expect(
      run.output.hasPrefix("100 settings and 50 trainings with the digits of the command line"))
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
    let mine = scratch.url.appending(path: "mine.txt")
    try Data("mine".utf8).write(to: mine)
    let foreign = try Command.run(["laboratory", "--output", "mine.txt"], in: scratch.url)
    #expect(foreign.status == 64 && foreign.errors.contains(".html or .htm"), "\(foreign.errors)")
    #expect(try Data(contentsOf: mine) == Data("mine".utf8))
    let failed = try Command.run(["laboratory", "--output", "no/such/lab.html"], in: scratch.url)
    #expect(failed.status == 1)
    #expect(failed.errors.contains("no/such/lab.html"))
  }

  private struct Found: Decodable {
    struct Broken: Decodable {
      var sentence: String
      var kept: Bool
    }

    var console: [String]
    var overflow: Double
    var problems: [String: String]
    var readouts: [String: String]
    var links: [String: String]
    var broken: [String: Broken]
    var copied: [String: String]
    var framed: [String]
    var unspoken: [String]
    var violations: [String]?
    var kept: Bool
    var moved: Bool
    var depth: String
    var command: String
    var dragged: Int
  }

  /// A browser, by hand and by script.
  @Test func readersAndScriptsCanUseIt() throws {
    let scratch = try Scratch()
    _ = try Command.run(["laboratory", "--output", "lab.html"], in: scratch.url)
    let page = scratch.url.appending(path: "lab.html").path
    let run = try Command.shell(
      "python3 -B Tests/PublishingTests/Resources/laboratory.py '\(page)'", in: Self.root)
    if run.output.hasPrefix("missing") { try skip("\(run.output)") }
    #expect(run.status == 0, "\(run.errors)")
    let data = Data(run.output.utf8)
    let found = try JSONDecoder().decode(Found.self, from: data)
    #expect(found.console == [])
    #expect(found.overflow <= 0, "the page scrolls sideways on a phone")
    #expect(found.violations ?? [] == [])
    #expect(found.unspoken == [], "sliders whose value is not spoken")
    // Sigmoids lose a factor of four or more a layer, whatever the seed: f′ ≤ ¼.
    #expect(found.readouts["first"]?.contains("the slope is at most 0.25") == true)
    #expect(found.readouts["keyboard"]?.hasPrefix("Layer 1:") == true)
    #expect(found.readouts["keyboard-training"]?.hasPrefix("Matrix 1: moved by") == true)
    #expect(found.readouts["broken"] == found.readouts["first"])
    #expect(found.problems["link"]?.contains("widht") == true)
    #expect(found.problems["bench"]?.contains("nowhere") == true)
    #expect(found.problems["formula"]?.contains("'x * (' cannot be used") == true)
    #expect(found.problems["mended"] == "")
    #expect(found.problems["script"]?.hasPrefix("there is no setting 'widht'") == true)
    #expect(found.problems["train"]?.hasPrefix("optimizer: there is no 'newton'") == true)
    #expect(found.kept, "a formula that does not parse keeps the last picture")
    #expect(found.depth == "1")
    #expect(found.moved, "an arrow key moves the point in the plane")
    #expect(found.command.contains("--width 64 --depth 12 --activation relu --init he-normal"))
    // Every bench follows a link, and keeps its state where one is broken.
    let told = [
      "network": "layer 12", "training": "After 40 steps", "products": "After 40 factors",
      "means": "these widths", "maps": "Chaos",
    ]
    for (bench, words) in told {
      #expect(found.links[bench]?.contains(words) == true, "\(bench)")
      let broken = try #require(found.broken[bench])
      #expect(broken.kept && broken.sentence.contains("cannot be used"), "\(bench)")
    }
    #expect(found.framed == ["maps"], "a frame with a link shows its bench alone")
    // In two seconds: where other programs work it is as slow as they let it be, but it does not wait for the end.
    #expect(found.dragged >= 2, "answers while a knob moves")
    try check(found.copied, in: scratch)

    let answers = try #require(
      (JSONSerialization.jsonObject(with: data) as? [String: Any])?["answers"] as? [[String: Any]])
    #expect(answers.count == 4)
    for entry in answers {
      let name = try #require(entry["command"] as? String)
      let setting = try #require(entry["setting"] as? [String: Any])
      let options = setting.flatMap { key, value in
        let list = (value as? [Int])?.map { "\($0)" }.joined(separator: ",")
        return ["--\(key)", list ?? "\(value)"]
      }
      let command = try Command.run([name, "--json"] + options, in: scratch.url)
      var expected = try #require(
        JSONSerialization.jsonObject(with: Data(command.output.utf8)) as? NSDictionary
          as? [String: Any])
      expected["seconds"] = nil
      expected["stepsPerSecond"] = nil
      let answer = try #require(entry["answer"] as? [String: Any])
      #expect(
        NSDictionary(dictionary: answer).isEqual(to: expected), "other digits for \(setting)")
    }
  }

  /// What the buttons copy is what the command takes.
  private func check(_ copied: [String: String], in scratch: Scratch) throws {
    #expect(copied.count == 3 * 5 + 2 * 4)
    for (name, text) in copied {
      switch name.split(separator: "-").last {
      case "link": #expect(text.contains("lab.html#lab="), "\(name)")
      case "frame": #expect(text.hasPrefix("<iframe src=\"laboratory.html#lab="), "\(name)")
      case "csv":
        let lines = text.split(separator: "\n").map {
          $0.split(separator: ",", omittingEmptySubsequences: false).count
        }
        #expect(lines.count > 2 && Set(lines).count == 1, "\(name)")
      case "command":
        for line in text.split(separator: "\n") {
          let words = line.split(separator: " ").dropFirst().map(String.init)
          let run = try Command.run(words, in: scratch.url)
          #expect(run.status == 0, "\(line): \(run.errors)")
        }
      default:
        let file = scratch.url.appending(path: "\(name).yml")
        try text.write(to: file, atomically: true, encoding: .utf8)
        let run = try Command.run(
          ["--study", file.path, "--quick", "--output", name], in: scratch.url)
        #expect(run.status == 0, "\(text): \(run.errors)")
      }
    }
  }
}
